import type { Session } from "../problem/session.js";
import type { Vector } from "../wasm/memory.js";
import { type Paced, passed } from "../wasm/pace.js";
import { cholesky } from "./cholesky.js";
import { type ExactWork, solveWithFactor } from "./factor.js";

/** What a trust region asks of a session. `metric` measures the step; without one it is the plain norm. */
export type RegionSession = Pick<
  Session,
  "dimension" | "kernels" | "pace" | "counts" | "x" | "metric" | "undamped" | "along"
>;

/** The region from step to step, as the multiple of the metric that its boundary adds to the matrix. */
export interface Region {
  /** mu; below 0 until the first matrix has set it. */
  damping: number;
  /** Factor of the next rise of mu. */
  raise: number;
}

/** A step that was taken: the session stands at its end. */
export interface RegionStep {
  readonly value: number;
  /** g'(H + mu M)^-1 g before the step. */
  readonly decrement: number;
  readonly norm: number;
  /** Largest change of the session's own variable. */
  readonly reach: number;
  /** Trials and factorisations that failed before it. */
  readonly rejected: number;
}

/** mu_0 over the largest H_jj / M_jj. */
const FIRST = 1e-3;
/** A step must bring this share of the fall that its model promises. */
const WORTH = 1e-4;

export const newRegion = (): Region => ({ damping: -1, raise: 2 });

/**
 * One step of Levenberg's and Marquardt's method with Nielsen's damping: p = -(H + mu M)^-1 g, the minimiser of the model
 * F + g'p + 0.5 p'Hp in an ellipsoid of the metric M. H stands in work.H (upper triangle: the Gauss-Newton matrix, or any
 * exact Hessian: one that is not positive definite only raises mu until H + mu M is) and g in work.g, both at x.
 *
 * rho = fall of F over fall of the model. Taken where rho is above 1e-4: mu <- mu max(1/3, 1 - (2 rho - 1)^3); else mu
 * rises by 2, 4, 8, ... and p is solved again with the same H. A trial that overflows, or leaves the domain, is rejected.
 * "flat": the model promises no fall above `settled`. "stuck": no step of any length lowers F. Then x is where it was.
 * Source: H. B. Nielsen, Damping parameter in Marquardt's method, IMM-REP-1999-05.
 */
export function* regionStep(
  session: RegionSession,
  work: ExactWork,
  region: Region,
  value: number,
  settled: number,
): Paced<RegionStep | "flat" | "stuck"> {
  const { vector } = session.kernels;
  let moved = false;
  if (session.undamped) {
    const free = yield* freeStep(session, work, region, value, settled);
    if (free) return free;
  }
  for (let rejected = 0; ; rejected++) {
    const failed = yield* factorDamped(session, work, region);
    if (failed < 0) {
      const decrement = solveWithFactor(session, work);
      const flat = !(0.5 * decrement > settled);
      const norm = vector.norm2(work.p);
      if (flat || !(norm > 2 ** -53 * vector.norm2(session.x))) {
        if (moved) yield* (yield* session.along(work.p)).accept(0);
        return flat ? "flat" : "stuck";
      }
      const line = yield* session.along(work.p);
      const at = yield* line.value(1);
      moved = true;
      const rho = (value - at) / (decrement - 0.5 * quadratic(session, work));
      if (rho > WORTH) {
        yield* line.accept(1);
        const t = 2 * rho - 1;
        region.damping *= Math.max(1 / 3, 1 - t * t * t);
        region.raise = 2;
        return { value: at, decrement, norm, reach: line.reach, rejected };
      }
    }
    region.damping *= region.raise;
    region.raise *= 2;
    if (!(region.damping < Number.MAX_VALUE)) {
      if (moved) yield* (yield* session.along(work.p)).accept(0);
      return "stuck";
    }
  }
}

/**
 * The step without damping, where it is no longer than session.undamped in the metric: no damping has to die away first.
 * Undefined, with the session at x, where it is not to be taken.
 */
function* freeStep(
  session: RegionSession,
  work: ExactWork,
  region: Region,
  value: number,
  settled: number,
): Paced<RegionStep | "flat" | undefined> {
  const { dimension: d, kernels } = session;
  const { H, R, p, downhill } = work;
  R.data.set(H.data);
  yield* passed(session.pace, H.length);
  if ((yield* cholesky(session, R, work.pack)) >= 0) return undefined;
  const decrement = solveWithFactor(session, work);
  if (!(0.5 * decrement > settled)) return "flat";
  if (session.metric) yield* session.metric(R);
  else identity(R, d);
  downhill.data.fill(0);
  kernels.symmetric.multiplyAdd(d, R, p, downhill);
  if (!(Math.sqrt(kernels.vector.dot(p, downhill)) <= session.undamped!)) return undefined;
  const line = yield* session.along(p);
  const at = yield* line.value(1);
  if ((value - at) / (0.5 * decrement) > WORTH) {
    yield* line.accept(1);
    if (region.damping > 0) region.damping /= 3;
    return { value: at, decrement, norm: kernels.vector.norm2(p), reach: line.reach, rejected: 0 };
  }
  yield* line.accept(0);
  return undefined;
}

/** R <- the Cholesky factor of H + mu M; -1, or the pivot that is not positive. Sets the first mu. */
function* factorDamped(session: RegionSession, { H, R, pack }: ExactWork, region: Region): Paced<number> {
  const d = session.dimension;
  if (session.metric) yield* session.metric(R);
  else identity(R, d);
  if (region.damping < 0) {
    let most = 0;
    for (let j = 0; j < d; j++) most = Math.max(most, Math.abs(H.data[j * (d + 1)]) / R.data[j * (d + 1)]);
    region.damping = FIRST * (most || 1);
  }
  session.kernels.vector.scaleAdd(H, region.damping, R, R);
  yield* passed(session.pace, 2 * H.length);
  return yield* cholesky(session, R, pack);
}

function identity(R: Vector, d: number): void {
  R.data.fill(0);
  for (let j = 0; j < d; j++) R.data[j * (d + 1)] = 1;
}

/** p'Hp; `downhill` is free. */
function quadratic({ dimension: d, kernels }: RegionSession, { H, p, downhill }: ExactWork): number {
  downhill.data.fill(0);
  kernels.symmetric.multiplyAdd(d, H, p, downhill);
  return kernels.vector.dot(p, downhill);
}
