import type { Vector } from "../../wasm/memory.js";
import type { Paced } from "../../wasm/pace.js";
import type { Point } from "./point.js";
import { weightedGram } from "./products.js";
import { rowTimes } from "./scores.js";

/** A row counts at most as if it stood this far from its hyperplane, relative to the farthest row. */
const HELD = 1e-5;

/**
 * M <- sum_i a_i a_i' / max(|s_i|, held)^2, both triangles: U'U, the metric in which a step of length 1 may reach the
 * nearest hyperplane (Dikin), held back near one, since sigma is smooth across it and the metric is only a norm. `weight` is scratch.
 */
export function* dikin(point: Point, weight: Vector, M: Vector): Paced<void> {
  const { scores, n, s, parts } = point;
  const far = farthest(point);
  for (let i = 0; i < n; i++) {
    const held = heldSlack(point, i, far);
    const share = held > 0 && scores.rowSize[i] > 0 ? s[i] / held : 0;
    weight.data[i] = share * share;
  }
  yield* weightedGram(point, parts.U, weight, M);
}

/** max |p_i| of the relative changes p = (A step)_i / s_i, held back in the same way. */
export function reachOf(point: Point, step: Float64Array): number {
  const far = farthest(point);
  let most = 0;
  for (let i = 0; i < point.n; i++) {
    const held = heldSlack(point, i, far);
    if (held > 0) most = Math.max(most, Math.abs(rowTimes(point.scores.A, i, step)) / held);
  }
  return most;
}

function heldSlack({ scores, s }: Point, i: number, far: number): number {
  return Math.max(Math.abs(s[i]), HELD * far * scores.rowSize[i]);
}

function farthest({ scores, n, s }: Point): number {
  let far = 0;
  for (let i = 0; i < n; i++) {
    if (scores.rowSize[i] > 0) far = Math.max(far, Math.abs(s[i]) / scores.rowSize[i]);
  }
  return far;
}
