import type { CsrArrays, DenseArrays } from "../data.js";
import { cholesky, extremeEigenvalues, solveTransposed } from "./symmetric.js";

/** The rows sqrt(D_i) R^-T a_i with R'R = A'DA: their Gram matrix is I, their squared norms are the leverage scores. */
export interface Whitened {
  readonly n: number;
  readonly d: number;
  readonly data: Float64Array;
}

export function whiten(A: CsrArrays | DenseArrays, D?: Float64Array): Whitened {
  const { rows: n, columns: d } = A;
  const data = new Float64Array(n * d);
  const rowAt = (i: number): Float64Array => data.subarray(i * d, (i + 1) * d);
  for (let i = 0; i < n; i++) {
    const row = rowAt(i);
    if ("indptr" in A) for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) row[A.indices[k]] = A.data[k];
    else row.set(A.data.subarray(i * d, (i + 1) * d));
    if (D) for (let j = 0; j < d; j++) row[j] *= Math.sqrt(D[i]);
  }
  const H = gram(data, d, n, (i) => i);
  const R = cholesky(H, d);
  if (!R) throw new Error("the rows are linearly dependent");
  for (let i = 0; i < n; i++) solveTransposed(R, d, rowAt(i));
  return { n, d, data };
}

/** The leverage score of each row. */
export function scoresOf({ n, d, data }: Whitened): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let k = i * d; k < (i + 1) * d; k++) sum += data[k] * data[k];
    return sum;
  });
}

/** The exact spectral error of a sample: the least eps with (1 - eps) H <= H~ <= (1 + eps) H. */
export function spectralError(
  { d, data }: Whitened,
  { indices, probabilities }: { readonly indices: ArrayLike<number>; readonly probabilities: ArrayLike<number> },
): number {
  const M = gram(
    data,
    d,
    indices.length,
    (k) => indices[k],
    (k) => 1 / Math.sqrt(probabilities[k]),
  );
  const { least, most } = extremeEigenvalues(M, d);
  return Math.max(1 - least, most - 1);
}

/** Rows added to a Gram matrix together: each of its entries is then touched once for four products. */
const TOGETHER = 4;

/** sum_k (scale_k b_i)(scale_k b_i)' over k < count with i = row(k), both triangles. */
function gram(
  B: Float64Array,
  d: number,
  count: number,
  row: (k: number) => number,
  scale?: (k: number) => number,
): Float64Array {
  const H = new Float64Array(d * d);
  const block = new Float64Array(TOGETHER * d);
  for (let start = 0; start < count; start += TOGETHER) {
    for (let k = 0; k < TOGETHER; k++) {
      const factor = start + k < count ? (scale?.(start + k) ?? 1) : 0;
      const at = factor === 0 ? 0 : row(start + k) * d;
      for (let j = 0; j < d; j++) block[k * d + j] = factor * B[at + j];
    }
    addBlock(H, d, block);
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) H[i * d + j] = H[j * d + i];
  return H;
}

/** H <- H + the four rows' products, upper triangle; columns that are zero in all of them are passed over. */
function addBlock(H: Float64Array, d: number, b: Float64Array): void {
  for (let j = 0; j < d; j++) {
    const [t0, t1, t2, t3] = [b[j], b[d + j], b[2 * d + j], b[3 * d + j]];
    if (t0 === 0 && t1 === 0 && t2 === 0 && t3 === 0) continue;
    for (let k = j, at = j * d + j; k < d; k++, at++) {
      H[at] += t0 * b[k] + t1 * b[d + k] + t2 * b[2 * d + k] + t3 * b[3 * d + k];
    }
  }
}
