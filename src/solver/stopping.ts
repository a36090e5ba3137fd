import type { Session } from "../problem/session.js";
import type { Vector } from "../wasm/memory.js";
import type { Paced } from "../wasm/pace.js";

const EPSILON = 2 ** -52;

/**
 * Gradient quotients up to here are rounding: g_j is a sum whose terms have sizes s_j in all, and its rounding error
 * is a modest multiple of 2^-52 s_j. A stalled solve succeeds only below this bound.
 */
export const ROUNDING_BOUND = 2 ** -42;

/** Steps that still change z by more than this are not the last steps of a Newton iteration. */
export const CREEP = 0.1;

/** max_j |g_j| / s_j: free of the scale of F and of each column. */
export function* gradientQuotient(session: Session, g: Vector, size: Vector): Paced<number> {
  yield* session.gradientSize(size);
  let most = 0;
  for (let j = 0; j < g.length; j++) {
    const gj = Math.abs(g.data[j]);
    if (gj === 0) continue;
    const quotient = gj / size.data[j];
    // Terms that overflow or vanish judge nothing: a size of Infinity would call every gradient small.
    const judged = size.data[j] < Number.POSITIVE_INFINITY && quotient < Number.POSITIVE_INFINITY;
    most = judged ? Math.max(most, quotient) : Number.MAX_VALUE;
  }
  return most;
}

/**
 * The largest half squared Newton decrement that counts as settled: tolerance F, or tolerance^2 S where F is a tiny
 * difference of terms of size S (a perfect fit). From x alone, never from x0, whose gradient may be 1e260.
 */
export function settledBelow(tolerance: number, value: number, magnitude: number): number {
  return tolerance * Math.max(Math.abs(value), tolerance * magnitude);
}

/** What rounding alone may change in F: residuals carry errors of 2^-52 of the terms they are the difference of. */
export function valueNoise(value: number, magnitude: number): number {
  const f = Math.abs(value);
  return 16 * EPSILON * (f + Math.sqrt(f) * Math.sqrt(magnitude) + EPSILON * magnitude);
}
