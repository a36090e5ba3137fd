import type { Kernels } from "../wasm/kernels.js";
import type { Vector } from "../wasm/memory.js";

/** Passes after which the sum of probabilities is near enough: each adds rows that are certain, a few hundred at most do. */
const MOST_PASSES = 60;

/**
 * c with sum_i min(1, c t_i) = expected: probabilities proportional to the scores, heavy rows taken for certain
 * ("water-filling", SOLVER 1.3: never worse than sampling with replacement, up to 16 times better on coherent rows).
 * Infinity where no more than `expected` scores are above 0: every such row is then certain.
 */
export function waterfill({ sketch }: Kernels, t: Vector, expected: number, two: Vector): number {
  let c = 0;
  let certain = -1;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    sketch.saturation(t, c, two);
    const [count, rest] = two.data;
    if (!(rest > 0) || count >= expected) return Number.POSITIVE_INFINITY;
    if (count === certain) break;
    certain = count;
    c = (expected - count) / rest;
  }
  return c;
}
