import { type Paced, passed } from "../wasm/pace.js";
import { type Move, type Progress, take } from "./advance.js";
import { concaveRows, scan, worthwhile } from "./behindKinks.js";
import { boxLeastSquares } from "./boxLeastSquares.js";
import type { Run } from "./minimise.js";

/** Jumps below this share of the largest are rounding: F is as flat beyond them. */
const NONE = 1e-11;
/** A direction that has lost this share of itself against the walls leads no further. */
const STUCK = 1e-5;
/** Random directions tried where no walk led down. */
const RANDOM_WAYS = 32;
/** Walls met on one walk, beside 2 d. */
const TURNS = 8;
/** The nearest point looked at behind a kink, as a share of the room there. */
const SHORTEST = 1e-7;

/**
 * From a stationary point with a singular Hessian: fewer active rows than unknowns, or none. F is constant on the null space as
 * far as the nearest kinks, rises behind convex ones (walls) and falls behind concave ones. Walks towards each concave
 * kink as a simplex method would: straight on, and along a wall once it is met. At last to x = 0, where all kinks meet.
 */
export function* leaveFlat(run: Run, progress: Progress): Paced<Move | undefined> {
  const noise = worthwhile(run, progress);
  for (const i of concaveRows(run.session.kinks!)) {
    const move = yield* walkTo(run, progress, i, noise);
    if (move) return move;
  }
  return (yield* anyWay(run, progress, noise)) ?? (yield* toOrigin(run, progress, noise));
}

/** Random flat directions, for concave kinks that stand right behind low walls. */
function* anyWay(run: Run, progress: Progress, noise: number): Paced<Move | undefined> {
  const { session, work } = run;
  const d = session.dimension;
  for (let k = 1; k <= RANDOM_WAYS; k++) {
    session.randomStart(run.options.seed, k, work.p);
    // With covariance M^-1, which is large in the null space alone.
    session.kernels.symmetric.solveUpper(d, d, work.R, work.p);
    session.kinks!.project(work.p);
    const size = session.kernels.vector.norm2(work.p);
    if (!(size > 0 && size < Number.POSITIVE_INFINITY)) return undefined;
    for (let j = 0; j < d; j++) work.p.data[j] /= size;
    const move = yield* scan(run, progress, noise);
    if (move) return move;
  }
  return undefined;
}

/** A convex kink that the walk stands at: its number, and its way in the metric, pointing behind it. */
interface Wall {
  readonly row: number;
  readonly way: Float64Array;
}

/**
 * In the metric of the shifted factor R'R, which magnifies the null space, the way to the target is R^-T a, made shorter
 * until it leads behind no wall (least squares with multipliers of one sign): a simplex method on F's flat piece.
 */
function* walkTo(run: Run, progress: Progress, target: number, noise: number): Paced<Move | undefined> {
  const { session, work } = run;
  const kinks = session.kinks!;
  const { symmetric, vector } = session.kernels;
  const { p, downhill, R } = work;
  const d = session.dimension;
  const least = NONE * vector.normMax(kinks.jumps);
  const u = kinks.values.data.slice();
  const gone = new Float64Array(d);
  let walls: Wall[] = [];
  /** sign R^-T P a_i */
  const transformed = (i: number, sign: number): Float64Array => {
    kinks.row(i, downhill.data);
    kinks.project(downhill);
    symmetric.solveTransposed(d, d, R, downhill);
    return downhill.data.map((v) => sign * v);
  };
  const straight = transformed(target, u[target] > 0 ? -1 : 1);
  for (let turn = 0; turn < TURNS + 2 * d; turn++) {
    const ways = walls.map((wall) => wall.way.map((v) => -v));
    const { residual, free } = boxLeastSquares(straight, ways, [], Number.POSITIVE_INFINITY);
    if (!(norm(residual) > STUCK * norm(straight))) return undefined;
    p.data.set(residual);
    symmetric.solveUpper(d, d, R, p);
    kinks.project(p);
    const size = vector.norm2(p);
    if (!(size > 0 && size < Number.POSITIVE_INFINITY)) return undefined;
    for (let j = 0; j < d; j++) p.data[j] /= size;
    const s = (yield* kinks.rates(p)).data;
    yield* passed(session.pace, 4 * u.length);
    let [first, concave] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    let met = -1;
    for (let i = 0; i < u.length; i++) {
      const jump = kinks.jumps.data[i];
      if (Math.abs(jump) <= least || walls.some((wall) => wall.row === i)) continue;
      const t = crossing(u[i], s[i], kinks.isActive(i));
      if (jump > 0 && t < first) [first, met] = [t, i];
      if (jump < 0 && t < concave) concave = t;
    }
    if (concave < first) return yield* behind(run, progress, gone, concave, first, noise);
    if (met < 0) return undefined;
    for (let j = 0; j < d; j++) gone[j] += first * p.data[j];
    for (let i = 0; i < u.length; i++) u[i] += first * s[i];
    // Walls that the way leaves are none any more, once it has been gone.
    if (first > 0) walls = walls.filter((_, at) => free.includes(at));
    for (const wall of walls) u[wall.row] = 0;
    u[met] = 0;
    walls.push({ row: met, way: transformed(met, s[met] > 0 ? 1 : -1) });
  }
  return undefined;
}

/** The step to x + gone + t p, t behind the kink at `concave` and before `wall`, where F is lower. */
function* behind(
  run: Run,
  progress: Progress,
  gone: Float64Array,
  concave: number,
  wall: number,
  noise: number,
): Paced<Move | undefined> {
  const { p, downhill } = run.work;
  // Behind a weak kink the fall is short: from half way to the wall back towards the kink.
  const room = Math.min(0.5 * (wall - concave), Math.max(concave, norm(gone)));
  for (let beyond = room; beyond > SHORTEST * room; beyond /= 8) {
    for (let j = 0; j < gone.length; j++) downhill.data[j] = gone[j] + (concave + beyond) * p.data[j];
    const line = yield* run.session.along(downhill);
    const value = yield* line.value(1);
    if (value < progress.value - noise) {
      progress.escapes++;
      return yield* take(run, progress, line, downhill, { t: 1, value }, "escape");
    }
    yield* line.accept(0);
  }
  return undefined;
}

/** Where u + t s changes its sign, from 0 on; a row on its kink crosses at once if it moves to its other side. */
function crossing(u: number, s: number, active: boolean): number {
  if (u === 0) return (active ? s < 0 : s > 0) ? 0 : Number.POSITIVE_INFINITY;
  return u * s < 0 ? -u / s : Number.POSITIVE_INFINITY;
}

/** To x = 0 where F is no higher: what is stationary on the way need not be so there. */
export function* toOrigin(run: Run, progress: Progress, noise: number): Paced<Move | undefined> {
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

const norm = (x: Float64Array): number => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0));
