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

/**
 * From a stationary point: F may fall behind a concave kink nearby, and where the Hessian is singular (all rows inactive, or
 * fewer active ones than unknowns) the way there is flat. Follows -u_i H^-1 a_i, the cheapest way to the kink of row i in the
 * model of the factor in work.R, through it and a few kinks more; for a singular Hessian the shift in that factor magnifies
 * the null space, which is the flat way. At last, for a singular one, to 0, where all kinks meet.
 */
export function* lookBehind(run: Run, progress: Progress, singular: boolean): Paced<Move | undefined> {
  const { session, work } = run;
  const { kernels } = session;
  const kinks = session.kinks!;
  const d = session.dimension;
  const { p } = work;
  const noise = Math.max(valueNoise(progress.value, session.magnitude()), WORTH * session.magnitude());
  const rows = Array.from(kinks.jumps.data.keys())
    .filter((i) => kinks.jumps.data[i] < 0 && kinks.values.data[i] !== 0)
    .sort((a, b) => Math.abs(kinks.values.data[a]) - Math.abs(kinks.values.data[b]))
    .slice(0, MOST_ROWS);
  for (const i of rows) {
    kinks.row(i, p.data);
    kernels.symmetric.solveTransposed(d, d, work.R, p);
    kernels.symmetric.solveUpper(d, d, work.R, p);
    kinks.project(p);
    const size = kernels.vector.norm2(p);
    if (!(size > 0 && size < Number.POSITIVE_INFINITY)) continue;
    const sign = kinks.values.data[i] > 0 ? -1 : 1;
    for (let j = 0; j < d; j++) p.data[j] *= sign / size;
    const line = yield* session.along(p);
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
  }
  return singular ? yield* toOrigin(run, progress, noise) : undefined;
}

/** To x = 0 where F is no higher: what is stationary on the way need not be so there. */
function* toOrigin(run: Run, progress: Progress, noise: number): Paced<Move | undefined> {
  const { session, work } = run;
  const length = session.kernels.vector.norm2(session.x);
  if (!(length > 0)) return undefined;
  session.kinks!.hold([], [], { rows: [], multipliers: [], proven: false });
  for (let j = 0; j < session.dimension; j++) work.p.data[j] = -session.x.data[j];
  const line = yield* session.along(work.p);
  const value = yield* line.value(1);
  if (value <= progress.value + noise) return yield* take(run, progress, line, work.p, { t: 1, value }, "escape");
  yield* line.accept(0);
  return undefined;
}
