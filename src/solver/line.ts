import type { Line } from "../problem/session.js";
import type { Paced } from "../wasm/pace.js";

/** A step length with the value there. */
export interface LineStep {
  readonly t: number;
  readonly value: number;
  /** True where F was level to every digit on the way but fell ever faster: the step is worth its length. */
  readonly steeper?: boolean;
}

/** Armijo's constant: a step must bring this share of the decrease that its slope promises. */
const ARMIJO = 1e-4;
/** Doubling is tried where this share of the slope is left after a full step (e^2z leaves 0.37 at any distance). */
const STEEP = 0.25;
/** Below this step the direction is no use. */
const SMALLEST = 2 ** -60;
const LARGEST = 2 ** 40;

/**
 * Backtracking and doubling along x + t p from t = 1, where the slope at 0 is -decrement.
 *
 * Halving is what makes Newton's method global; doubling is what makes it fast from afar: where e^2z dominates, a
 * Newton step moves z by -1/2 only (from z = 300: 602 iterations with halving alone, 14 with doubling).
 * An overflowing trial is a rejected trial. Undefined if no step is accepted.
 */
export function* lineSearch(line: Line, value: number, decrement: number): Paced<LineStep | undefined> {
  let t = 1;
  let at = yield* line.value(t);
  while (!(at <= value - ARMIJO * t * decrement)) {
    t /= 2;
    if (t < SMALLEST) return undefined;
    at = yield* line.value(t);
  }
  if (t < 1) return { t, value: at };
  // A Newton step ends where a quadratic is level: a slope that is still steep, or an F that still halves, means there is
  // less curvature ahead.
  let steeper = false;
  for (let halved = false; t < LARGEST; ) {
    const slope = halved ? 0 : yield* line.slope(t);
    if (!halved && !(slope < -STEEP * decrement)) break;
    const next = yield* line.value(2 * t);
    // Where F is level to every digit but falls ever faster, a plateau ends ahead.
    if (!(next < at || (next === at && slope < -decrement))) break;
    steeper = next === at;
    halved = next < 0.5 * at;
    t *= 2;
    at = next;
  }
  return steeper ? { t, value: at, steeper } : { t, value: at };
}

/**
 * A step along a direction of negative curvature v at a stationary point, both signs: the first length is the one that
 * changes z by at most 1, then halving until F falls by more than `noise`, then doubling while it pays.
 */
export function* escapeSearch(line: Line, value: number, noise: number): Paced<LineStep | undefined> {
  if (!(line.reach > 0)) return undefined;
  for (let size = 1 / line.reach; size * line.reach > 1e-8; size /= 4) {
    for (const first of [size, -size]) {
      let t = first;
      let at = yield* line.value(t);
      if (!(at < value - noise)) continue;
      for (let next = yield* line.value(2 * t); next < at; next = yield* line.value(2 * t)) {
        t *= 2;
        at = next;
      }
      return { t, value: at };
    }
  }
  return undefined;
}
