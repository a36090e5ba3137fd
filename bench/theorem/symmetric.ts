// Dense symmetric matrices in plain JS, row-major: exact answers for the tables, from no code that they judge.

/** R upper triangular with R'R = H, which is not changed; undefined where a pivot is not positive. */
export function cholesky(H: Float64Array, d: number): Float64Array | undefined {
  const R = H.slice();
  for (let k = 0; k < d; k++) {
    const pivot = R[k * d + k];
    if (!(pivot > 0)) return undefined;
    const root = Math.sqrt(pivot);
    for (let j = k; j < d; j++) R[k * d + j] /= root;
    for (let i = k + 1; i < d; i++) {
      const factor = R[k * d + i];
      for (let j = i; j < d; j++) R[i * d + j] -= factor * R[k * d + j];
    }
  }
  for (let i = 0; i < d; i++) R.fill(0, i * d, i * d + i);
  return R;
}

/** y <- R^-T y */
export function solveTransposed(R: Float64Array, d: number, y: Float64Array): void {
  for (let k = 0; k < d; k++) {
    if (y[k] === 0) continue;
    const t = y[k] / R[k * d + k];
    y[k] = t;
    for (let j = k + 1; j < d; j++) y[j] -= t * R[k * d + j];
  }
}

/** y <- R^-1 y */
export function solveUpper(R: Float64Array, d: number, y: Float64Array): void {
  for (let k = d - 1; k >= 0; k--) {
    let sum = y[k];
    for (let j = k + 1; j < d; j++) sum -= R[k * d + j] * y[j];
    y[k] = sum / R[k * d + k];
  }
}

/** |R v|: the norm of v in R'R. */
export function normIn(R: Float64Array, d: number, v: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = i; j < d; j++) sum += R[i * d + j] * v[j];
    squares += sum * sum;
  }
  return Math.sqrt(squares);
}

/** Smallest and largest eigenvalue of M, both triangles given; M is destroyed. */
export function extremeEigenvalues(M: Float64Array, d: number): { least: number; most: number } {
  const { diagonal, beside } = tridiagonal(M, d);
  return { least: bisect(diagonal, beside, 1), most: bisect(diagonal, beside, d) };
}

/** Householder's reduction: a tridiagonal matrix with the same eigenvalues. */
function tridiagonal(M: Float64Array, d: number): { diagonal: Float64Array; beside: Float64Array } {
  const diagonal = new Float64Array(d);
  const beside = new Float64Array(d);
  const u = new Float64Array(d);
  const q = new Float64Array(d);
  for (let k = 0; k < d - 1; k++) {
    diagonal[k] = M[k * d + k];
    let squares = 0;
    for (let j = k + 1; j < d; j++) squares += M[k * d + j] ** 2;
    const first = M[k * d + k + 1];
    if (squares === first * first) {
      beside[k + 1] = first;
      continue;
    }
    beside[k + 1] = first > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    for (let j = k + 1; j < d; j++) u[j] = M[k * d + j];
    u[k + 1] -= beside[k + 1];
    // I - u u' / h is the reflection.
    const h = squares - first * beside[k + 1];
    reflect(M, d, k + 1, u, q, h);
  }
  diagonal[d - 1] = M[d * d - 1];
  return { diagonal, beside };
}

/** M <- P M P with P = I - u u' / h, on the rows and columns from `first` on. */
function reflect(M: Float64Array, d: number, first: number, u: Float64Array, q: Float64Array, h: number): void {
  let uq = 0;
  for (let i = first; i < d; i++) {
    let sum = 0;
    for (let j = first; j < d; j++) sum += M[i * d + j] * u[j];
    q[i] = sum / h;
    uq += u[i] * q[i];
  }
  const half = uq / (2 * h);
  for (let i = first; i < d; i++) q[i] -= half * u[i];
  for (let i = first; i < d; i++) {
    const [ui, qi] = [u[i], q[i]];
    for (let j = first; j < d; j++) M[i * d + j] -= ui * q[j] + qi * u[j];
  }
}

/** The k-th smallest eigenvalue of a tridiagonal matrix, by Sturm's count. */
function bisect(diagonal: Float64Array, beside: Float64Array, k: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < diagonal.length; i++) {
    const reach = Math.abs(beside[i]) + Math.abs(beside[i + 1] ?? 0);
    low = Math.min(low, diagonal[i] - reach);
    high = Math.max(high, diagonal[i] + reach);
  }
  const close = 1e-12 * Math.max(Math.abs(low), Math.abs(high), Number.MIN_VALUE);
  while (high - low > close) {
    const middle = (low + high) / 2;
    if (countBelow(diagonal, beside, middle) >= k) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** How many eigenvalues lie below t: the negative pivots of T - t I. */
function countBelow(diagonal: Float64Array, beside: Float64Array, t: number): number {
  let count = 0;
  let pivot = 1;
  for (let i = 0; i < diagonal.length; i++) {
    pivot = diagonal[i] - t - (i > 0 ? beside[i] ** 2 / pivot : 0);
    // A pivot of 0 would divide: it counts as a tiny negative one.
    if (pivot === 0) pivot = -1e-300;
    if (pivot < 0) count++;
  }
  return count;
}
