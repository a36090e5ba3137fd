import type { Line } from "../problem/session.js";
import type { Paced } from "../wasm/pace.js";
import type { LineStep } from "./line.js";

/** Armijo's constant, as for smooth lines. */
const ARMIJO = 1e-4;
/** A step is long enough where no more than this share of the slope is left, of either sign. */
const FLAT = 0.5;
/** Doubling is tried where this share of the slope is left after a full step. */
const STEEP = 0.25;
const SMALLEST = 2 ** -60;
const LARGEST = 2 ** 40;
/** Evaluations inside one smooth piece. */
const INSIDE = 40;

/**
 * A step along x + t p through the kinks of F, from t = 1: taken as it is where it meets Armijo's rule and leaves little slope;
 * else a local minimum is bracketed, the kinks inside the bracket are bisected, and the search ends on a kink where the
 * slope turns positive, or inside a smooth piece. Undefined if F does not fall along p.
 */
export function* kinkSearch(line: Line, value: number, decrement: number): Paced<LineStep | undefined> {
  yield* line.value(0);
  const slope = yield* line.slope(0, 1);
  // A direction that is one of descent in its model only.
  if (!(slope < 0)) return undefined;
  const fall = Math.min(-slope, decrement > 0 ? decrement : -slope);
  const enough = (t: number, at: number): boolean => at <= value - ARMIJO * t * fall;
  let low: LineStep = { t: 0, value };
  let high = 1;
  for (;;) {
    const at = yield* line.value(high);
    if (!enough(high, at)) break;
    const after = yield* line.slope(high, 1);
    if (after > -slope * FLAT) {
      // Past a kink that ends the descent, or far into a rise.
      if ((yield* line.slope(high, -1)) <= 0) return { t: high, value: at };
      break;
    }
    low = { t: high, value: at };
    if (after >= slope * STEEP || high >= LARGEST) return low;
    high *= 2;
  }
  return yield* between(line, low, high, slope, enough);
}

/** A step in low..high: F falls beyond low, and high is too far. */
function* between(
  line: Line,
  low: LineStep,
  high: number,
  slope: number,
  enough: (t: number, at: number) => boolean,
): Paced<LineStep | undefined> {
  const kinks = line.breakpoints?.(low.t, high) ?? [];
  let [first, last] = [0, kinks.length];
  while (first < last) {
    const middle = (first + last) >> 1;
    const t = kinks[middle];
    const at = yield* line.value(t);
    if (!enough(t, at)) {
      high = t;
      last = middle;
      continue;
    }
    if ((yield* line.slope(t, 1)) < 0) {
      low = { t, value: at };
      first = middle + 1;
      continue;
    }
    if ((yield* line.slope(t, -1)) < 0) return { t, value: at };
    high = t;
    last = middle;
  }
  for (let trial = 0; trial < INSIDE && high > SMALLEST; trial++) {
    const t = low.t > 0 ? 0.5 * (low.t + high) : 0.5 * high;
    const at = yield* line.value(t);
    if (!enough(t, at)) {
      high = t;
      continue;
    }
    const here = yield* line.slope(t, 1);
    if (Math.abs(here) <= -FLAT * slope) return { t, value: at };
    if (here > 0) high = t;
    else low = { t, value: at };
  }
  return low.t > 0 ? low : undefined;
}
