// Small dense linear algebra by other ways than the package's: no Householder reflections, no blocks, no kernels.

/** A'diag(weights)A, both triangles. */
export function gramOf(rows: readonly ArrayLike<number>[], weights: (i: number) => number = () => 1): Float64Array {
  const d = rows[0].length;
  const H = new Float64Array(d * d);
  rows.forEach((a, i) => {
    const w = weights(i);
    for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) H[j * d + k] += w * a[j] * a[k];
  });
  return H;
}

/** Upper R with R'R = H; fails where H is not positive definite. */
export function choleskyOf(H: ArrayLike<number>, d: number): Float64Array {
  const R = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = i; j < d; j++) {
      let sum = H[i * d + j];
      for (let k = 0; k < i; k++) sum -= R[k * d + i] * R[k * d + j];
      if (j === i && !(sum > 0)) throw new Error(`pivot ${i} is ${sum}`);
      R[i * d + j] = j === i ? Math.sqrt(sum) : sum / R[i * d + i];
    }
  }
  return R;
}

/** R^-T v */
export function forward(R: ArrayLike<number>, d: number, v: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(v);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) x[i] -= R[k * d + i] * x[k];
    x[i] /= R[i * d + i];
  }
  return x;
}

/** Eigenvalues of a symmetric matrix in ascending order, by Jacobi's rotations. */
export function eigenvalues(H: ArrayLike<number>, d: number): Float64Array {
  const M = Float64Array.from(H);
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < d; p++) {
      for (let q = p + 1; q < d; q++) {
        const apq = M[p * d + q];
        off += Math.abs(apq);
        if (apq === 0) continue;
        const theta = (M[q * d + q] - M[p * d + p]) / (2 * apq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        for (let k = 0; k < d; k++) rotate(M, k * d + p, k * d + q, c, t * c);
        for (let k = 0; k < d; k++) rotate(M, p * d + k, q * d + k, c, t * c);
      }
    }
    if (off === 0) break;
  }
  return Float64Array.from({ length: d }, (_, j) => M[j * d + j]).sort();
}

function rotate(M: Float64Array, at: number, other: number, c: number, s: number): void {
  const [a, b] = [M[at], M[other]];
  M[at] = c * a - s * b;
  M[other] = s * a + c * b;
}

/** Eigenvalues of H^-1 M in ascending order, H positive definite. */
export function generalised(M: Float64Array, H: Float64Array, d: number): Float64Array {
  const R = choleskyOf(H, d);
  // R^-T M R^-1, a row and then a column at a time.
  const half = Array.from({ length: d }, (_, i) => forward(R, d, M.subarray(i * d, (i + 1) * d)));
  const whole = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    forward(
      R,
      d,
      half.map((row) => row[j]),
    ).forEach((v, i) => {
      whole[i * d + j] = v;
    });
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) whole[i * d + j] = whole[j * d + i];
  return eigenvalues(whole, d);
}

/** Columns whose rest after the others is below this share of them are dependent. */
const DEPENDENT = 1e-10;

/**
 * Leverage scores of [diag(sqrt(weights)) A; sqrt(ridge) I] in the rows of A, and the rank: an orthonormal basis of the
 * columns by modified Gram-Schmidt, each column cleared twice ("twice is enough").
 */
export function leverageOf(
  rows: readonly ArrayLike<number>[],
  weights: ArrayLike<number> = new Float64Array(rows.length).fill(1),
  ridge = 0,
): { scores: Float64Array; rank: number } {
  const [n, d] = [rows.length, rows[0].length];
  const length = ridge > 0 ? n + d : n;
  const basis: Float64Array[] = [];
  for (let j = 0; j < d; j++) {
    const column = new Float64Array(length);
    for (let i = 0; i < n; i++) column[i] = Math.sqrt(weights[i]) * rows[i][j];
    if (ridge > 0) column[n + j] = Math.sqrt(ridge);
    if (unit(column) === 0) continue;
    for (let round = 0; round < 2; round++) {
      for (const q of basis) {
        const t = q.reduce((sum, v, i) => sum + v * column[i], 0);
        q.forEach((v, i) => {
          column[i] -= t * v;
        });
      }
    }
    if (unit(column) > DEPENDENT) basis.push(column);
  }
  const scores = Float64Array.from({ length: n }, (_, i) => basis.reduce((sum, q) => sum + q[i] * q[i], 0));
  return { scores, rank: basis.length };
}

/** v <- v / |v|, free of overflow; returns |v| as it was. */
function unit(v: Float64Array): number {
  const most = v.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
  if (most === 0) return 0;
  const norm = Math.sqrt(v.reduce((sum, x) => sum + (x / most) ** 2, 0));
  v.forEach((x, i) => {
    v[i] = x / most / norm;
  });
  return most * norm;
}
