import type { Paced } from "../wasm/pace.js";
import { advance, isFlat, type Move, type Progress, quotient } from "./advance.js";
import { lookBehind, worthwhile } from "./behindKinks.js";
import { type Direction, newtonDirection } from "./direction.js";
import { activeAlong, type Face, findFace } from "./face.js";

import { leaveFlat, toOrigin } from "./flat.js";
import { begin, budget, type Ending, OVERFLOW, type Run, record, type Steps } from "./minimise.js";
import type { Status } from "./result.js";

/** Rounds of holding rows that a Newton direction would cross the wrong way. */
const HOLDS = 3;
/** A gradient that holding more rows brings below this share of itself is better followed as it is. */
const SPENT = 0.1;

/**
 * Newton's method for a piecewise smooth F, one start: at each point the kinks it is on are held or left to one side
 * (findFace), the method's direction is taken in the space held, and the line is searched through the breakpoints on it,
 * where it may end on another kink. It stops on the least element of the subdifferential; what looks stationary is left along concave
 * kinks, negative curvature, and the far ends of directions in which F is flat.
 */
export function* piecewise(run: Run, start: number, x0: Float64Array): Steps<Ending> {
  const { session, work } = run;
  const { value, halvings } = yield* begin(run, x0);
  const progress: Progress = { value, escapes: 0, cleared: false, creeping: 0, far: true };
  let direction: Direction | undefined;
  if (!(value < OVERFLOW)) return { status: "failed", halvings, escapes: 0, cleared: false };

  let face = yield* findFace(run, progress);
  const refreshed = function* (): Paced<void> {
    face = yield* findFace(run, progress, face.held);
    progress.quotient = undefined;
  };
  const ending = function* (status: Status): Paced<Ending> {
    yield* refreshed();
    const { escapes, cleared } = progress;
    return { status, direction, halvings, escapes, cleared };
  };
  /** Next direction: that of the face alone, whatever kinks it crosses, so that its Hessian has its say. */
  let plain = false;
  const head = { start, iteration: 0, cost: progress.value, costChange: 0, newtonDecrement: 0 };
  yield record(run, head, { length: 0, norm: 0, hessian: "none" });
  for (let iteration = 1; ; iteration++) {
    const over = budget(run);
    if (over) return yield* ending(over);
    const before = progress.value;
    direction = yield* directionOn(run, face, progress, plain);
    let move: Move | Status | "unproven" = yield* advance(run, progress, direction);
    if (move === "unproven") {
      direction = yield* run.method.confirm(direction);
      move = yield* advance(run, progress, direction);
    }
    if (move === "stalled" && direction.kind !== "steepest") {
      // A direction of the model that leads nowhere proves nothing.
      if (direction.kind !== "exact" && !face.direction) direction = yield* newtonDirection(session, work);
      if (direction.kind !== "exact") move = yield* advance(run, progress, direction);
      if (move === "stalled") {
        const { cleared } = progress;
        const plainly = yield* steepest(run, face, progress);
        const tried = yield* advance(run, progress, plainly);
        // Where it leads nowhere either, the second-order test is the model's.
        if (typeof tried === "object") direction = plainly;
        else progress.cleared = cleared;
        // Steps between walls of a narrowing cone only ever halve x: its tip is the place to judge.
        move =
          typeof tried === "object" ? tried : ((yield* toOrigin(run, progress, worthwhile(run, progress))) ?? move);
      }
    }
    let end = ended(move);
    if (end === "converged" || end === "stalled") {
      const tested: Face = face;
      yield* refreshed();
      const small = !face.direction && (yield* quotient(run, progress)) <= run.options.tolerance;
      // The second-order test must be one of this face.
      const other: boolean =
        direction.narrowed === true ||
        (direction.kind === "steepest" && !plain) ||
        !(sameHeld(tested, face) || (plain && sameKinks(tested, face) && (typeof move === "string" || !vague(tested))));
      plain = small && (other || (vague(face) && !plain));
      const away = small && !plain ? yield* leave(run, progress, direction) : undefined;
      if (away) move = away;
      if (away || plain || (end === "converged" && !small)) end = undefined;
    }
    if (end && typeof move === "string") return yield* ending(end);
    run.iterationsLeft--;
    run.point = session.x.data.slice();
    if (typeof move !== "object") continue;
    yield* refreshed();
    progress.far = progress.far && progress.value <= 0.9 * before;
    const cost = progress.value;
    const { decrement, sampledRows, linearIterations, quality } = direction;
    const spent = { newtonDecrement: 0.5 * decrement, sampledRows, linearIterations, quality };
    yield record(run, { start, iteration, cost, costChange: before - cost, ...spent }, move);
    if (end) return yield* ending(end);
  }
}

/** Multipliers this near to a bound may yet reach it. */
const VAGUE = 1e-5;

/** True where it is open whether a row that is held is held for good: one more step makes it clear. */
function vague({ held, evidence, sharp }: Face): boolean {
  if (sharp) return false;
  return evidence.rows.some((row, at) => {
    const theta = evidence.multipliers[at];
    return held.includes(row) && Math.min(theta, 1 - theta) < VAGUE;
  });
}

const sameHeld = (a: Face, b: Face): boolean => a.held.join() === b.held.join();

/** Two accounts of one point: where multipliers are not unique they hold other rows each, and a test on either will do. */
const sameKinks = (a: Face, b: Face): boolean =>
  a.stationary && b.stationary && a.evidence.rows.join() === b.evidence.rows.join();

/** How a move, or the lack of one, would end the start. */
function ended(move: Move | Status | "unproven"): Status | undefined {
  if (typeof move === "object") return move.last ? "converged" : undefined;
  return move === "unproven" ? "stalled" : move;
}

/** From a point that is stationary and has no negative curvature to a lower one nearby, or along which F is flat. */
function* leave(run: Run, progress: Progress, direction: Direction): Paced<Move | undefined> {
  const away = yield* lookBehind(run, progress);
  return away ?? (direction.test ? undefined : yield* leaveFlat(run, progress));
}

/**
 * p <- a direction of descent from the face: the method's, in the space held, and unless `plain` with every row held that it would
 * cross the wrong way.
 */
function* directionOn(run: Run, face: Face, progress: Progress, plain: boolean): Paced<Direction> {
  const { session, work, method } = run;
  const kinks = session.kinks!;
  if (face.direction) return yield* alongRay(run, face.direction);
  const before = session.kernels.vector.norm2(work.g);
  let held = face.held;
  for (let round = 0; round < HOLDS; round++) {
    let direction = yield* method.direction(progress.far);
    if (direction.bent && isFlat(run, progress, direction.bound)) {
      progress.far = false;
      direction = yield* method.direction(false);
    }
    kinks.project(work.p);
    const wrong = plain ? [] : crossed(run, face, held);
    if (wrong.length === 0) return { ...direction, narrowed: round > 0 };
    held = [...held, ...wrong];
    kinks.hold(held, face.on, face.evidence);
    yield* session.gradient(work.g);
    progress.quotient = undefined;
    if (!(session.kernels.vector.norm2(work.g) > SPENT * before)) break;
  }
  return yield* steepest(run, face, progress);
}

/** Rows on convex kinks that p leaves to the side on which they were not counted. */
function crossed({ session, work }: Run, face: Face, held: readonly number[]): number[] {
  const kinks = session.kinks!;
  const row = new Float64Array(session.dimension);
  const found: number[] = [];
  for (const { row: i, on } of face.loose) {
    if (held.includes(i) || !(kinks.jumps.data[i] > 0)) continue;
    kinks.row(i, row);
    let s = 0;
    let size = 0;
    for (let j = 0; j < row.length; j++) {
      s += row[j] * work.p.data[j];
      size += Math.abs(row[j] * work.p.data[j]);
    }
    if (on ? s < -1e-12 * size : s > 1e-12 * size) found.push(i);
  }
  return found;
}

const PLAIN = {
  kind: "steepest" as const,
  // Says nothing of how far F may still fall.
  bound: Number.POSITIVE_INFINITY,
  shift: 0,
  smallestPivot: 0,
  curvature: { semidefinite: false, negativeRows: 0, negativeMass: 0 },
  negative: -1,
  bent: false,
  provisional: false,
  sampledRows: 0,
  linearIterations: 1,
  quality: 0,
};

/** p <- -t g, g the least element of the subdifferential, with t the minimum of the model along it. */
function* steepest({ session, work }: Run, face: Face, progress: Progress): Paced<Direction> {
  const { g, p, downhill } = work;
  const k = session.kernels.vector;
  session.kinks!.hold(face.held, face.on, face.evidence);
  yield* session.gradient(g);
  progress.quotient = undefined;
  yield* session.hvp(g, downhill);
  const [slope, curvature] = [k.dot(g, g), k.dot(g, downhill)];
  const t = curvature > 0 ? slope / curvature : 1;
  for (let j = 0; j < g.length; j++) p.data[j] = -t * g.data[j];
  return { ...PLAIN, decrement: t * slope };
}

/** p <- the direction, with nothing held. */
function* alongRay({ session, work }: Run, direction: Float64Array): Paced<Direction> {
  work.p.data.set(direction);
  const { kinks } = session;
  kinks!.hold([], yield* activeAlong(kinks!, work.p), { rows: [], multipliers: [], proven: false });
  yield* session.gradient(work.g);
  return { ...PLAIN, decrement: Math.abs(session.kernels.vector.dot(work.g, work.p)) };
}
