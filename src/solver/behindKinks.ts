import type { Kinks } from "../problem/session.js";
import type { Vector } from "../wasm/memory.js";
import type { Paced } from "../wasm/pace.js";
import { type Move, type Progress, take } from "./advance.js";
import type { Run } from "./minimise.js";
import { valueNoise } from "./stopping.js";

/** Concave kinks that are looked behind, nearest first. */
const MOST_ROWS = 16;
/** Breakpoints looked at along one direction. */
const MOST_BREAKPOINTS = 8;
/** A fall of F by less than this share of its terms is not worth leaving a point for. */
const WORTH = 1e-12;

/** Falls of F below this are none. */
export function worthwhile({ session }: Run, { value }: Progress): number {
  return Math.max(valueNoise(value, session.magnitude()), WORTH * session.magnitude());
}

/** Concave kinks beside the point, nearest first. */
export function concaveRows(kinks: Kinks): number[] {
  const { jumps, values } = kinks;
  return Array.from(jumps.data.keys())
    .filter((i) => jumps.data[i] < 0 && values.data[i] !== 0)
    .sort((a, b) => Math.abs(values.data[a]) - Math.abs(values.data[b]))
    .slice(0, MOST_ROWS);
}

/** out <- P (R'R)^-1 a_i */
function towards({ session, work }: Run, i: number, out: Vector): void {
  const d = session.dimension;
  session.kinks!.row(i, out.data);
  session.kernels.symmetric.solveTransposed(d, d, work.R, out);
  session.kernels.symmetric.solveUpper(d, d, work.R, out);
  session.kinks!.project(out);
}

/**
 * From a stationary point: F may fall behind a concave kink nearby. Follows -u_i H^-1 a_i, the cheapest way to the kink of
 * row i in the model of the factor in work.R, through it and a few kinks more, to where F is lower than here.
 */
export function* lookBehind(run: Run, progress: Progress): Paced<Move | undefined> {
  const { session, work } = run;
  const { kernels } = session;
  const kinks = session.kinks!;
  const d = session.dimension;
  const { p } = work;
  const noise = worthwhile(run, progress);
  for (const i of concaveRows(kinks)) {
    towards(run, i, p);
    const size = kernels.vector.norm2(p);
    if (!(size > 0 && size < Number.POSITIVE_INFINITY)) continue;
    const sign = kinks.values.data[i] > 0 ? -1 : 1;
    for (let j = 0; j < d; j++) p.data[j] *= sign / size;
    const move = yield* scan(run, progress, noise);
    if (move) return move;
  }
  return undefined;
}

/** A step along work.p to behind one of its first kinks, where F is lower than here by more than noise. */
export function* scan(run: Run, progress: Progress, noise: number): Paced<Move | undefined> {
  const { p } = run.work;
  const line = yield* run.session.along(p);
  const ends = line.breakpoints?.(0, Number.POSITIVE_INFINITY).slice(0, MOST_BREAKPOINTS) ?? new Float64Array(0);
  for (let at = 0; at < ends.length; at++) {
    const beyond = at + 1 < ends.length ? 0.5 * (ends[at] + ends[at + 1]) : 2 * ends[at];
    for (const t of [1.01 * ends[at], beyond]) {
      const value = yield* line.value(t);
      if (!(value < progress.value - noise)) continue;
      progress.escapes++;
      return yield* take(run, progress, line, p, { t, value }, "escape");
    }
  }
  yield* line.accept(0);
  return undefined;
}
