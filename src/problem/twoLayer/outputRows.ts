import type { Matrix } from "../../matrix/matrix.js";
import type { Vector } from "../../wasm/memory.js";
import type { Point } from "./point.js";

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

/** Fills the first rows of a tile with rows list(0..count-1) of C = A2 diag(mask) A1: the one place where entries of C are formed. */
export function outputRows({ model: { A1, A2 }, parts, kernels, A1: operand }: Point) {
  const { columns: d, rows: n } = A1;
  const mask = parts.mask.data;
  function summed(k: number, out: Float64Array): void {
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
  return (count: number, list: (k: number) => number, tile: Vector): void => {
    const product = parts.dense?.product;
    if (!product) {
      for (let k = 0; k < count; k++) summed(list(k), tile.data.subarray(k * d, (k + 1) * d));
      return;
    }
    const { left, pack } = product;
    for (let k = 0; k < count; k++) {
      const from = list(k) * n;
      for (let i = 0; i < n; i++) left.data[k * n + i] = mask[i] * A2.data[from + i];
    }
    // A dense matrix is one array, already in this memory.
    const data = operand.contents[0].to as Float64Array;
    const right = { rows: n, columns: d, data: { at: data.byteOffset, length: data.length, data } };
    const block = { rows: count, columns: n, data: left };
    kernels.product.multiply("NN", block, right, { rows: count, columns: d, data: tile }, pack);
  };
}

/** Planned nanoseconds a multiply-add: two dense matrices go through a kernel, others through plain loops. */
const KERNEL_COST = 0.2;
const LOOP_COST = 1.2;

/** Planned nanoseconds that a row of C takes on average. */
export function formingCost(A1: Matrix, A2: Matrix): number {
  const of = (A: Matrix): number => ("indptr" in A ? A.indptr[A.rows] / A.rows : A.columns);
  return ("indptr" in A1 || "indptr" in A2 ? LOOP_COST : KERNEL_COST) * of(A2) * of(A1);
}
