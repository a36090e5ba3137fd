import type { Vector } from "../wasm/memory.js";
import { inSlices, type Paced } from "../wasm/pace.js";
import type { Counter } from "../wasm/randomKernels.js";
import type { Sketched, SketchWork } from "./layout.js";
import { waterfill } from "./waterfill.js";

/** Planned nanoseconds a row: one block of the counter-based generator. */
const COIN_COST = 12;

/** A Bernoulli sample: the first `rows` entries of work.list and work.kept. */
export interface Sample {
  readonly rows: number;
  /** Rows that were taken with probability 1. */
  readonly certain: number;
  /** The largest 1 / p_i among the rows taken. */
  readonly maxWeight: number;
  /** c: row i had probability min(1, c t_i). */
  readonly scale: number;
}

/**
 * Takes row i with probability p_i = min(1, c t_i), sum p_i = expected, by a coin of its own (Philox counter i), so that
 * the rows do not depend on the order or the blocks in which they are drawn; kept_k <- weights_i / p_i, so that
 * sum_k kept_k a_i a_i' is an unbiased estimate of A'diag(weights)A. Undefined where more rows fell than there is room for.
 */
export function* drawSample(
  { rows: n, kernels, pace }: Pick<Sketched, "kernels" | "pace"> & { readonly rows: number },
  {
    weights,
    scores,
    list,
    kept,
    two,
    words,
  }: Pick<SketchWork, "weights" | "scores" | "list" | "kept" | "two" | "words">,
  expected: number,
  counter: Counter,
): Paced<Sample | undefined> {
  const c = waterfill(kernels, scores, expected, two);
  let rows = 0;
  yield* inSlices(pace, n, COIN_COST, (from, to) => {
    rows = kernels.sketch.drawRows(counter, scores, c, weights, from, to, rows, list, kept, words);
  });
  if (rows > list.length) return undefined;
  return { rows, scale: c, ...weighing(c, scores, list.data, rows) };
}

function weighing(c: number, scores: Vector, list: Int32Array, rows: number) {
  let certain = 0;
  let least = 1;
  for (let k = 0; k < rows; k++) {
    const p = c * scores.data[list[k]];
    if (p >= 1) certain++;
    else if (p < least) least = p;
  }
  return { certain, maxWeight: 1 / least };
}
