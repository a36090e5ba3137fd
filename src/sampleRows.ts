import { InputError } from "./inputError.js";
import { checkNames, checkNumber, checkVector, checkWhole } from "./matrix/check.js";
import type { Numbers } from "./problem/problem.js";
import { COINS } from "./sketch/counters.js";
import { drawSample } from "./sketch/drawSample.js";
import { unitOf } from "./sketch/unitOf.js";
import { place } from "./wasm/memory.js";
import { drain } from "./wasm/pace.js";

export interface SampleOptions {
  /** Expected number of rows, above 0. */
  readonly expected: number;
  /** Whole number behind the coins. Default 0. */
  readonly seed?: number;
}

/** Rows in ascending order, and the probability each was taken with. */
export interface RowSample {
  readonly indices: Int32Array;
  readonly probabilities: Float64Array;
}

/**
 * A Bernoulli sample of rows: row i with probability p_i = min(1, c scores_i), c such that the p_i sum to `expected`
 * (heavy rows are certain; with no more than `expected` scores above 0, all of those are). Weighted by 1 / p_i the rows'
 * sums are unbiased: E sum_k a_k a_k' / p_k = A'A. Each row has its own coin (Philox 4x32-10, counter i, key seed), so a
 * row's fate depends on its own probability and the seed alone. SOLVER 1.3.
 * @throws InputError naming argument, index, value and cure.
 */
export function sampleRows(scores: Numbers, options: SampleOptions): RowSample {
  const t = checkVector("scores", scores);
  const negative = t.findIndex((v) => v < 0);
  if (negative >= 0) {
    throw new InputError(
      "range",
      "scores",
      `scores[${negative}] = ${t[negative]} is negative: use 0 or more`,
      negative,
    );
  }
  if (typeof options !== "object" || options === null) {
    throw new InputError(
      "type",
      "options",
      "sampleRows(scores, { expected, seed? }) needs the expected number of rows",
    );
  }
  checkNames("sampleRows", options, ["expected", "seed"]);
  const expected = checkNumber("expected", options.expected);
  if (!(expected > 0)) throw new InputError("range", "expected", `expected = ${expected} must be above 0`);
  const seed = checkWhole("seed", options.seed ?? 0, 0);
  const n = t.length;
  const { kernels, parts, release } = place((arena) => ({
    weights: arena.f64(n),
    scores: arena.f64(n),
    list: arena.i32(n),
    kept: arena.f64(n),
    two: arena.f64(2),
    words: arena.i32(4),
  }));
  // Neither the sum nor c may overflow.
  const unit = unitOf(t);
  for (let i = 0; i < n; i++) parts.scores.data[i] = t[i] * unit;
  parts.weights.data.fill(1);
  const counter = { seed, draw: 0, iteration: 0, purpose: COINS };
  const drawn = drain(drawSample({ rows: n, kernels, pace: { spent: 0 } }, parts, expected, counter));
  // There is room for every row.
  const rows = drawn?.rows ?? 0;
  const indices = parts.list.data.slice(0, rows);
  const scale = drawn?.scale ?? 0;
  release();
  return { indices, probabilities: Float64Array.from(indices, (i) => Math.min(1, scale * (t[i] * unit))) };
}
