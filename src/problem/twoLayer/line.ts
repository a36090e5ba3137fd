import { inSlices, type Paced } from "../../wasm/pace.js";
import type { Line } from "../session.js";
import type { Point } from "./point.js";

/** Two crossings this near, relative to their size, are one. */
const SAME = 2 ** -44;
/** a_i'p up to this share of |a_i| |p| is rounding: the line stays on the row's kink. */
const ALONG_KINK = 2 ** -40;

/** What the line shares with its session. */
export interface LineState {
  /** Rows whose kink the point is on. */
  isZero(i: number): boolean;
  /** v and f now belong to x + t p. */
  evaluatedAt(t: number): void;
  /** The session moves to x + t p, whose hidden values are in parts.u; rows in `landed` are on their kink. */
  accept(t: number, landed: readonly number[]): Paced<void>;
}

/**
 * F along x + t p, p in parts.direction, for t of either sign. u + t s is linear; each row with a crossing t_i = -u_i / s_i
 * changes sides there. Values are F itself; slopes are one-sided.
 */
export function* twoLayerLine(point: Point, state: LineState): Paced<Line> {
  const { parts, kernels, A1, A2, loss, model, pace } = point;
  const { x, direction, trial, u, step, hidden, crossing, norms, v, f, slope, image, scratch } = parts;
  const n = A1.rows;
  const m = A2.rows;
  const k = kernels.vector;
  let at = Number.NaN;

  yield* point.hidden(direction, step);
  const size = k.norm2(direction);
  let reach = 0;
  for (let i = 0; i < n; i++) {
    const zero = state.isZero(i);
    if (zero && Math.abs(step.data[i]) <= ALONG_KINK * norms.data[i] * size) step.data[i] = 0;
    crossing.data[i] = zero ? 0 : -u.data[i] / step.data[i];
    // A row that cannot show has no kink; one that keeps its value never crosses.
    if (!point.isLive(i) || !Number.isFinite(crossing.data[i]) || step.data[i] === 0) crossing.data[i] = Number.NaN;
  }
  // The largest change of an output: what v would move by if no row changed sides.
  for (let i = 0; i < n; i++) scratch.data[i] = parts.mask.data[i] * step.data[i];
  yield* inSlices(pace, m, A2.costs.product, (from, to) => A2.multiply(scratch, image, from, to));
  reach = k.normMax(image);

  function* value(t: number): Paced<number> {
    for (let i = 0; i < n; i++) hidden.data[i] = Math.max(u.data[i] + t * step.data[i], 0);
    if (t !== 0) k.scaleAdd(x, t, direction, trial);
    const found = yield* point.output(hidden, t === 0 ? x : trial);
    at = t;
    state.evaluatedAt(t);
    return found;
  }

  /** Whether row i is active just beside t, on the side given. */
  function isActive(i: number, t: number, side: -1 | 1): boolean {
    const c = crossing.data[i];
    if (Number.isNaN(c)) return u.data[i] + t * step.data[i] > 0;
    const past = side > 0 ? t >= c - SAME * Math.abs(c) : t > c + SAME * Math.abs(c);
    return past === step.data[i] > 0;
  }

  return {
    reach,
    value,
    *slope(t, side = 1) {
      if (at !== t) yield* value(t);
      for (let i = 0; i < n; i++) scratch.data[i] = isActive(i, t, side) ? step.data[i] : 0;
      yield* inSlices(pace, m, A2.costs.product, (from, to) => A2.multiply(scratch, image, from, to));
      loss.slope(v.data, f.data, slope.data);
      const own = model.ridge > 0 ? model.ridge * (k.dot(x, direction) + t * k.dot(direction, direction)) : 0;
      return k.dot(slope, image) + own;
    },
    breakpoints(from, to) {
      const found = crossing.data.filter((c) => c > from && c < to).sort();
      let kept = 0;
      for (const c of found) {
        if (kept === 0 || c - found[kept - 1] > SAME * Math.abs(c)) found[kept++] = c;
      }
      return found.subarray(0, kept);
    },
    *accept(t) {
      if (at !== t) yield* value(t);
      const landed: number[] = [];
      if (t !== 0) {
        k.scaleAdd(x, t, direction, x);
        for (let i = 0; i < n; i++) {
          if (Math.abs(t - crossing.data[i]) <= SAME * Math.abs(t)) landed.push(i);
        }
        k.scaleAdd(u, t, step, u);
      }
      at = 0;
      yield* state.accept(t, landed);
    },
  };
}
