// The little linear algebra that Algorithm 1 needs, in plain JS: its matrices are tiny and may be indefinite.

/** y with H y = g, by Gaussian elimination with row pivots; H is d x d, row-major. */
export function solveSquare(H: Float64Array, g: Float64Array): Float64Array {
  const d = g.length;
  const rows = Array.from({ length: d }, (_, i) => Float64Array.from([...H.subarray(i * d, (i + 1) * d), g[i]]));
  for (let k = 0; k < d; k++) {
    let pivot = k;
    for (let i = k + 1; i < d; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < d; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= d; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const y = new Float64Array(d);
  for (let k = d - 1; k >= 0; k--) {
    let left = rows[k][d];
    for (let j = k + 1; j < d; j++) left -= rows[k][j] * y[j];
    y[k] = left / rows[k][k];
  }
  return y;
}

/** Both singular values of a matrix of two columns, row-major, the larger first. */
export function singularValuesOfPair(A: Float64Array): [number, number] {
  let [p, q, r] = [0, 0, 0];
  for (let i = 0; i < A.length; i += 2) {
    p += A[i] * A[i];
    q += A[i] * A[i + 1];
    r += A[i + 1] * A[i + 1];
  }
  const half = (p + r) / 2;
  const spread = Math.hypot((p - r) / 2, q);
  return [Math.sqrt(half + spread), Math.sqrt(half - spread)];
}

/** |x - y| */
export function distance(x: Float64Array, y: Float64Array): number {
  return norm(x.map((v, j) => v - y[j]));
}

/** |x| */
export function norm(x: Float64Array): number {
  return Math.hypot(...x);
}
