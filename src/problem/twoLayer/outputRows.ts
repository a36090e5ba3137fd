import type { Matrix } from "../../matrix/matrix.js";

/** Entries of row i of a matrix: those of `data` from..to-1, in columns `indices` or 0, 1, 2, ... */
function entries(A: Matrix, i: number): { from: number; to: number; indices?: Int32Array } {
  if ("indptr" in A) return { from: A.indptr[i], to: A.indptr[i + 1], indices: A.indices };
  return { from: i * A.columns, to: (i + 1) * A.columns };
}

/** out <- row i */
export function denseRow(A: Matrix, i: number, out: Float64Array): void {
  const { from, to, indices } = entries(A, i);
  out.fill(0);
  for (let e = from; e < to; e++) out[indices ? indices[e] : e - from] = A.data[e];
}

/** out <- row k of A2 diag(mask) A1: the one place where entries of C are formed, a few rows at a time. */
export function outputRow(A1: Matrix, A2: Matrix, mask: Float64Array, k: number, out: Float64Array): void {
  const { from, to, indices } = entries(A2, k);
  out.fill(0);
  for (let e = from; e < to; e++) {
    const i = indices ? indices[e] : e - from;
    const a = mask[i] * A2.data[e];
    if (a === 0) continue;
    const row = entries(A1, i);
    if (row.indices) for (let l = row.from; l < row.to; l++) out[row.indices[l]] += a * A1.data[l];
    else for (let l = row.from; l < row.to; l++) out[l - row.from] += a * A1.data[l];
  }
}

/** Multiply-adds that a row of C takes on average. */
export function rowWork(A1: Matrix, A2: Matrix): number {
  const of = (A: Matrix): number => ("indptr" in A ? A.indptr[A.rows] / A.rows : A.columns);
  return of(A2) * of(A1);
}
