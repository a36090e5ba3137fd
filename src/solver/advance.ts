import type { Line } from "../problem/session.js";
import type { Vector } from "../wasm/memory.js";
import type { Paced } from "../wasm/pace.js";
import type { Direction } from "./direction.js";
import { solveWithFactor } from "./factor.js";
import { kinkSearch } from "./kinkLine.js";
import { escapeSearch, type LineStep, lineSearch } from "./line.js";
import type { Run } from "./minimise.js";
import type { IterationRecord } from "./record.js";
import type { Status } from "./result.js";
import { CREEP, gradientQuotient, settledBelow, valueNoise } from "./stopping.js";

/** What one start carries from iteration to iteration. */
export interface Progress {
  value: number;
  /** The gradient quotient at the current point, once it has been asked for. */
  quotient?: number;
  escapes: number;
  /** True while every step so far has cut F by a tenth or more. */
  far: boolean;
  /** True where the last negative pivot gave no descent however F was searched along it. */
  cleared: boolean;
  /** Iterations that met the stopping tests while z still moved. */
  creeping: number;
}

/** A step that was taken: the session stands at its end, with the gradient there in work.g. */
export interface Move {
  readonly length: number;
  readonly norm: number;
  readonly hessian: IterationRecord["hessian"];
  /** Half the squared decrement the step was judged by, where it is not the direction's. */
  readonly decrement?: number;
  /** Largest change of z in the step. */
  readonly reach: number;
  /** True where the stopping tests held before the step. */
  readonly last: boolean;
}

/** A direction whose z-change is a smaller share of its terms is one in which A itself is singular (the root of TINY). */
const MOVES = 1e-6;

/** After so many creeping iterations the minimum lies at infinity. */
const MOST_CREEPING = 12;

/** Takes a step along the Newton direction in work.p, or says how the solve ends, or that it would if that were proven. */
export function* advance(run: Run, progress: Progress, direction: Direction): Paced<Move | Status | "unproven"> {
  const { session, work, options } = run;
  const { value } = progress;
  progress.cleared = false;
  const noise = valueNoise(value, session.magnitude());
  const flat = isFlat(run, progress, direction.bound);
  let line = yield* session.along(work.p, direction.knownStep);
  if (flat && (line.reach <= CREEP || direction.negative >= 0)) {
    const settled = (yield* quotient(run, progress)) <= options.tolerance;
    if (settled && direction.provisional) return "unproven";
    if (settled && direction.negative >= 0) {
      const away = yield* leaveSaddle(run, progress, noise);
      if (away) return away;
      progress.cleared = true;
      line = yield* session.along(work.p);
    }
    if (settled && line.reach <= CREEP) {
      if (direction.kind === "shifted" && (yield* atInfinity(run))) return "unbounded";
      line = yield* session.along(work.p, direction.knownStep);
      return (yield* fullStep(run, progress, line, direction.kind, 1, true)) ?? "converged";
    }
  }
  // F has no more to give, yet z still moves: near a minimum that passes at once, towards infinity it never does.
  if (flat && line.reach > CREEP && ++progress.creeping >= MOST_CREEPING) return "unbounded";
  if (direction.unit) {
    const at = yield* line.value(1);
    if (at === Number.POSITIVE_INFINITY) return "failed";
    return yield* take(run, progress, line, work.p, { t: 1, value: at }, direction.kind);
  }
  const search = line.breakpoints ? kinkSearch : lineSearch;
  const step = yield* search(line, value, direction.decrement);
  if (step && value - step.value > noise) return yield* take(run, progress, line, work.p, step, direction.kind);
  if (step?.steeper) {
    // Off a plateau, not out to infinity.
    progress.creeping = 0;
    return yield* take(run, progress, line, work.p, step, direction.kind);
  }
  // F can no longer judge a step here: the gradient does. A sampled step's rate holds in the norm of H, not for each g_j.
  const halved = direction.kind === "sampled" ? 0.95 : 0.5;
  const share = flat && line.reach > CREEP ? Number.POSITIVE_INFINITY : halved;
  return (yield* fullStep(run, progress, line, direction.kind, share, false)) ?? "stalled";
}

/**
 * A last step with the factor that the iteration just made, after a full step that hardly moved z: over such a step the
 * Hessian changes by a few times CREEP at most, so the old factor can tell that the tests hold at the new point, and
 * spares one Hessian a solve. Undefined where they do not hold by a margin.
 */
export function* lastStep(run: Run, progress: Progress, move: Move): Paced<Move | Status | undefined> {
  const { session, work, options } = run;
  if (move.hessian !== "exact" || move.length !== 1 || move.reach > CREEP) return undefined;
  const half = 0.5 * solveWithFactor(session, work);
  if (half > 0.5 * settledBelow(options.tolerance, progress.value, session.magnitude())) return undefined;
  const line = yield* session.along(work.p);
  if (line.reach > CREEP || (yield* quotient(run, progress)) > options.tolerance) return undefined;
  const step = yield* fullStep(run, progress, line, "previous", 1, true);
  return step ? { ...step, decrement: half } : "converged";
}

/**
 * True where a direction in which the Hessian is singular still moves the loss's variable: its curvature has vanished on
 * the way to infinity. Inverse iteration with the factor of the shifted Hessian finds one; p is kept.
 */
function* atInfinity({ session, work }: Run): Paced<boolean> {
  if (!session.share) return false;
  const { downhill: v, R } = work;
  const { kernels, dimension: d } = session;
  session.randomStart(0, 1, v);
  for (let turn = 0; turn < 2; turn++) {
    kernels.symmetric.solveTransposed(d, d, R, v);
    kernels.symmetric.solveUpper(d, d, R, v);
    const size = kernels.vector.norm2(v);
    for (let j = 0; j < d; j++) v.data[j] /= size;
  }
  return (yield* session.share(v)) > MOVES;
}

/** True where the model promises F no fall beyond the tolerance. */
export function isFlat({ session, options }: Run, { value }: Progress, decrement: number): boolean {
  return 0.5 * decrement <= settledBelow(options.tolerance, value, session.magnitude());
}

export function* take(
  run: Run,
  progress: Progress,
  line: Line,
  p: Vector,
  step: LineStep,
  hessian: Move["hessian"],
): Paced<Move> {
  yield* line.accept(step.t);
  yield* run.session.gradient(run.work.g);
  progress.value = step.value;
  progress.quotient = undefined;
  const size = Math.abs(step.t);
  const norm = size * run.session.kernels.vector.norm2(p);
  return { length: step.t, norm, reach: size * line.reach, hessian, last: false };
}

/** A stationary point with a direction of negative curvature is a saddle (cosh regression at x = 0 always is stationary). */
function* leaveSaddle(run: Run, progress: Progress, noise: number): Paced<Move | undefined> {
  const { session, work } = run;
  const line = yield* session.along(work.downhill);
  const step = yield* escapeSearch(line, progress.value, noise);
  if (!step) {
    yield* line.accept(0);
    return undefined;
  }
  progress.escapes++;
  return yield* take(run, progress, line, work.downhill, step, "escape");
}

/** The full Newton step if F does not rise beyond its noise and the gradient quotient falls to `share` of itself or less. */
export function* fullStep(
  run: Run,
  progress: Progress,
  line: Line,
  hessian: Move["hessian"],
  share: number,
  last: boolean,
): Paced<Move | undefined> {
  const { session, work } = run;
  yield* line.accept(0);
  const before = yield* quotient(run, progress);
  const noise = valueNoise(progress.value, session.magnitude());
  const value = yield* line.value(1);
  work.start.data.set(session.x.data);
  if (value <= progress.value + noise) {
    const move = yield* take(run, progress, line, work.p, { t: 1, value }, hessian);
    if ((yield* quotient(run, progress)) <= share * before) return { ...move, last };
  }
  // Back to where it stood, F and gradient too: a sounder direction may be tried from there.
  progress.value = yield* session.linearize(work.start);
  yield* session.gradient(work.g);
  progress.quotient = before;
  return undefined;
}

/** The gradient quotient at the current point, computed once a point. */
export function* quotient({ session, work }: Run, progress: Progress): Paced<number> {
  progress.quotient ??= yield* gradientQuotient(session, work.g, work.size);
  return progress.quotient;
}
