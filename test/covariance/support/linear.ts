/** The inverse of a d x d matrix by Gauss elimination with row exchanges. */
export function inverse(d: number, matrix: ArrayLike<number>): Float64Array {
  const M = Array.from({ length: d }, (_, i) =>
    Array.from({ length: 2 * d }, (_, j) => (j < d ? matrix[i * d + j] : Number(j - d === i))),
  );
  for (let k = 0; k < d; k++) {
    let best = k;
    for (let i = k; i < d; i++) if (Math.abs(M[i][k]) > Math.abs(M[best][k])) best = i;
    [M[k], M[best]] = [M[best], M[k]];
    const pivot = M[k][k];
    M[k] = M[k].map((v) => v / pivot);
    for (let i = 0; i < d; i++) {
      const t = M[i][k];
      if (i !== k && t !== 0) M[i] = M[i].map((v, j) => v - t * M[k][j]);
    }
  }
  return Float64Array.from({ length: d * d }, (_, k) => M[Math.floor(k / d)][d + (k % d)]);
}

/** B C B for d x d matrices. */
export function between(d: number, B: ArrayLike<number>, C: ArrayLike<number>): Float64Array {
  const product = (X: ArrayLike<number>, Y: ArrayLike<number>): Float64Array => {
    const out = new Float64Array(d * d);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) out[i * d + j] += X[i * d + k] * Y[k * d + j];
    }
    return out;
  };
  return product(product(B, C), B);
}

/** Sum of c_i a_i a_i' over the rows of A. */
export function gram(A: number[][], c: ArrayLike<number>): Float64Array {
  const d = A[0].length;
  const M = new Float64Array(d * d);
  A.forEach((a, i) => {
    for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) M[j * d + k] += c[i] * a[j] * a[k];
  });
  return M;
}

/** max |X - Y| over max |Y|. */
export function difference(X: ArrayLike<number>, Y: ArrayLike<number>): number {
  let most = 0;
  let size = 0;
  for (let k = 0; k < Y.length; k++) {
    const error = Math.abs(X[k] - Y[k]);
    most = Math.max(most, error);
    size = Math.max(size, Math.abs(Y[k]));
  }
  return most / size;
}

/** n standard normals by Box and Muller. */
export function normals(random: () => number, n: number): Float64Array {
  return Float64Array.from(
    { length: n },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}
