import type { Matrix } from "../matrix/matrix.js";
import type { Kernels } from "../wasm/kernels.js";
import type { Arena } from "../wasm/memory.js";

/** Rows that one reflection sweep takes in: a tile of 64 rows and R's own row stay in the first caches. */
const TILE = 64;

/** Storage of the factorisation: d^2, a tile of 64 rows, one d-vector. */
export function layoutFactor(d: number, arena: Arena) {
  return { R: arena.f64(d * d), tile: arena.f64(TILE * d), work: arena.f64(d) };
}

export type FactorWork = ReturnType<typeof layoutFactor>;

/**
 * R <- the triangular factor of [diag(sqrt(weights)) A; sqrt(ridge) I] by Householder reflections, a tile of rows at a
 * time: backward stable, where the Gram matrix would square the condition number.
 */
export function triangularFactor(
  { symmetric }: Kernels,
  A: Matrix,
  weights: Float64Array | undefined,
  ridge: number,
  { R, tile, work }: FactorWork,
): void {
  const { rows, columns: d } = A;
  R.data.fill(0);
  for (let from = 0; from < rows; from += TILE) {
    const to = Math.min(from + TILE, rows);
    fill(A, weights, tile.data, from, to);
    symmetric.householderRows(to - from, d, R, tile, work);
  }
  for (let from = 0; ridge > 0 && from < d; from += TILE) {
    const to = Math.min(from + TILE, d);
    tile.data.fill(0);
    for (let j = from; j < to; j++) tile.data[(j - from) * d + j] = Math.sqrt(ridge);
    symmetric.householderRows(to - from, d, R, tile, work);
  }
}

function fill(A: Matrix, weights: Float64Array | undefined, tile: Float64Array, from: number, to: number): void {
  const d = A.columns;
  if ("indptr" in A) {
    tile.fill(0, 0, (to - from) * d);
    for (let i = from; i < to; i++) {
      for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) tile[(i - from) * d + A.indices[k]] = A.data[k];
    }
  } else {
    tile.set(A.data.subarray(from * d, to * d));
  }
  if (!weights) return;
  for (let i = from; i < to; i++) {
    const root = Math.sqrt(weights[i]);
    for (let k = (i - from) * d; k < (i - from + 1) * d; k++) tile[k] *= root;
  }
}
