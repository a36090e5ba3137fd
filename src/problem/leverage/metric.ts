import type { Point } from "./point.js";
import { readRow, rowTimes } from "./scores.js";

/** A row counts at most as if it stood this far from its hyperplane, relative to the farthest row. */
const HELD = 1e-5;

/**
 * M <- sum_i a_i a_i' / max(|s_i|, held)^2, both triangles: U'U, the metric in which a step of length 1 may reach the
 * nearest hyperplane (Dikin), held back near one, since sigma is smooth across it and the metric is only a norm.
 */
export function dikin(point: Point, M: Float64Array): void {
  const { scores, n, d, parts } = point;
  const row = parts.work.data.subarray(0, d);
  const far = farthest(point);
  M.fill(0, 0, d * d);
  for (let i = 0; i < n; i++) {
    readRow(scores.A, i, row);
    const held = heldSlack(point, i, far);
    if (!(held > 0)) continue;
    const weight = 1 / held;
    for (let j = 0; j < d; j++) {
      const t = row[j] * weight * weight;
      for (let k = j; k < d; k++) M[j * d + k] += t * row[k];
    }
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) M[j * d + k] = M[k * d + j];
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
