import { type Paced, passed } from "../wasm/pace.js";
import { type Move, type Progress, take } from "./advance.js";
import { concaveRows, towards, worthwhile } from "./behindKinks.js";
import type { Run } from "./minimise.js";

/** Jumps below this share of the largest are rounding: F is as flat beyond them. */
const NONE = 1e-11;
/** A direction that has lost this share of itself against the walls leads no further. */
const STUCK = 1e-9;

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
  return yield* toOrigin(run, progress, noise);
}

/**
 * In the metric of the shifted factor, which magnifies the null space, z_i = M^-1 a_i is the way to row i, and the way along
 * the walls W is z_i - Z_W (W Z_W)^-1 W z_i.
 */
function* walkTo(run: Run, progress: Progress, target: number, noise: number): Paced<Move | undefined> {
  const { session, work } = run;
  const kinks = session.kinks!;
  const { p, downhill } = work;
  const d = session.dimension;
  const least = NONE * session.kernels.vector.normMax(kinks.jumps);
  const u = kinks.values.data.slice();
  const gone = new Float64Array(d);
  /** Walls met, and their ways, each made to leave the walls before it alone. */
  const ways: { row: Float64Array; way: Float64Array; rate: number }[] = [];
  const alongWalls = (way: Float64Array): void => {
    for (const wall of ways) add(way, -dot(wall.row, way) / wall.rate, wall.way);
  };
  towards(run, target, downhill);
  const straight = downhill.data.map((v) => (u[target] > 0 ? -v : v));
  const whole = norm(straight);
  for (let turn = 0; turn <= d; turn++) {
    const way = straight.slice();
    alongWalls(way);
    const size = norm(way);
    if (!(size > STUCK * whole && size < Number.POSITIVE_INFINITY)) return undefined;
    for (let j = 0; j < d; j++) p.data[j] = way[j] / size;
    const s = (yield* kinks.rates(p)).data;
    yield* passed(session.pace, 4 * u.length);
    let [wall, concave] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    let met = -1;
    for (let i = 0; i < u.length; i++) {
      const jump = kinks.jumps.data[i];
      if (Math.abs(jump) <= least || ways.some((w) => w.row[d] === i)) continue;
      const t = crossing(u[i], s[i], kinks.isActive(i));
      if (jump > 0 && t < wall) [wall, met] = [t, i];
      if (jump < 0 && t < concave) concave = t;
    }
    if (concave < wall) {
      for (const t of [1.01 * concave, Math.min(0.5 * (concave + wall), 2 * concave)]) {
        for (let j = 0; j < d; j++) downhill.data[j] = gone[j] + (t * way[j]) / size;
        const line = yield* session.along(downhill);
        const value = yield* line.value(1);
        if (value < progress.value - noise) {
          progress.escapes++;
          return yield* take(run, progress, line, downhill, { t: 1, value }, "escape");
        }
        yield* line.accept(0);
      }
      return undefined;
    }
    if (met < 0) return undefined;
    for (let j = 0; j < d; j++) gone[j] += wall * p.data[j];
    for (let i = 0; i < u.length; i++) u[i] += wall * s[i];
    u[met] = 0;
    // The last entry is the wall's number.
    const row = new Float64Array(d + 1);
    kinks.row(met, row.subarray(0, d));
    row[d] = met;
    towards(run, met, downhill);
    const along = downhill.data.slice();
    alongWalls(along);
    const rate = dot(row, along);
    if (!(rate > 0)) return undefined;
    ways.push({ row, way: along, rate });
  }
  return undefined;
}

/** Where u + t s changes its sign, from 0 on; a row on its kink crosses at once if it moves to its other side. */
function crossing(u: number, s: number, active: boolean): number {
  if (u === 0) return (active ? s < 0 : s > 0) ? 0 : Number.POSITIVE_INFINITY;
  return u * s < 0 ? -u / s : Number.POSITIVE_INFINITY;
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

function add(out: Float64Array, a: number, v: Float64Array): void {
  for (let j = 0; j < out.length; j++) out[j] += a * v[j];
}

/** Over the entries of the second. */
function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < y.length; j++) sum += x[j] * y[j];
  return sum;
}

const norm = (x: Float64Array): number => Math.sqrt(dot(x, x));
