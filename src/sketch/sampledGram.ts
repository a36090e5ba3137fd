import type { Vector } from "../wasm/memory.js";
import { inSlices, type Paced } from "../wasm/pace.js";
import type { Sketched, SketchWork } from "./layout.js";

/** A column whose sampled diagonal falls below this share of the exact one has lost its rows (SOLVER 1.3). */
const LOST = 0.15;

/** What the sampled Gram showed beside the exact diagonal. */
export interface Check {
  /** max_j |H~_jj / H_jj - 1|: a lower bound of the spectral error. */
  readonly diagonalError: number;
  /** Columns whose diagonal was restored. */
  readonly repaired: number;
}

/** work.diagonal <- diag(A'diag(weights)A) */
export function* exactDiagonal(
  { A, pace }: Sketched,
  { weights, diagonal }: Pick<SketchWork, "weights" | "diagonal">,
): Paced<void> {
  diagonal.data.fill(0);
  yield* inSlices(pace, A.rows, A.costs.product, (from, to) => A.diagonal(weights, diagonal, from, to));
}

/**
 * H <- sum_k kept_k a_i a_i', i = list_k, k < rows: the sampled A'diag(weights)A, upper triangle. Its
 * diagonal is compared with the exact one in work.diagonal, and restored only where a column was lost: restoring all of it wrecks correlated columns
 * (condition 3 becomes 1e7, SOLVER 1.3).
 */
export function* sampledGram({ A, pace }: Sketched, work: SketchWork, rows: number, H: Vector): Paced<Check> {
  const d = A.columns;
  const { list, kept, diagonal } = work;
  H.data.fill(0);
  yield* inSlices(pace, rows, A.costs.gram, (from, to) => A.gramSample(list, kept, H, from, to), A.gramRows);
  let diagonalError = 0;
  let repaired = 0;
  for (let j = 0; j < d; j++) {
    const exact = diagonal.data[j];
    const sampled = H.data[j * (d + 1)];
    if (!(exact > 0)) continue;
    diagonalError = Math.max(diagonalError, Math.abs(sampled / exact - 1));
    if (sampled < LOST * exact) {
      H.data[j * (d + 1)] = exact;
      repaired++;
    }
  }
  return { diagonalError, repaired };
}
