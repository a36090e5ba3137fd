import type { Session } from "../problem/session.js";
import type { SketchWork } from "../sketch/layout.js";
import { slice, type Vector } from "../wasm/memory.js";
import type { Paced } from "../wasm/pace.js";
import { advance, fullStep, type Progress, quotient } from "./advance.js";
import { type Direction, newtonDirection } from "./direction.js";
import type { ExactWork } from "./factor.js";
import { type JacobianSampler, jacobianSampler, leadingSketch, sampledCertificate } from "./jacobianSample.js";
import { begin, budget, type Ending, OVERFLOW, type Run, record, type Steps } from "./minimise.js";
import type { IterationRecord } from "./record.js";
import type { Status } from "./result.js";
import { CREEP, valueNoise } from "./stopping.js";
import { newRegion, regionStep } from "./trustRegion.js";

/** A short Gauss-Newton step that leaves more than this share of the decrement before it converges too slowly. */
const SLOW = 0.2;

/**
 * Of the iterations that reach a perfect fit, one in ten has a stretch of this many that leaves more than this share of F;
 * the others creep along a set where J is singular, and a new start takes a third of the iterations that they would.
 */
const [STRETCH, LEFT] = [30, 0.8];
/** Share of a start's iterations that is kept for F itself, where the easier coordinates gave no perfect fit. */
const RESERVE = 1 / 16;
/** Numbers of the random starts that begin anew within a start, out of the way of those of the starts themselves. */
const ANEW = 2 ** 20;

/** Which matrix a trust region's model has. */
export type RegionMatrix = "gaussNewton" | "damped" | "sampled";

/** Where a part of a start begins and ends in its counts. */
interface Part {
  readonly start: number;
  /** Iterations of the start before it; undefined for its first part, which records the point it began at. */
  readonly from?: number;
  /** Iterations that must be left of the budget for the starts to come. */
  readonly least: number;
  /** True where a descent that creeps is to end "stalled". */
  readonly patience?: boolean;
}

/**
 * One start in a trust region. A random start goes through the session's easier coordinates first, if it has some, and
 * from where that ends to a minimum of F. A start uses its share of the budget and no more, so that one that creeps
 * (along a set where J is singular) does not starve the others.
 */
export function* regionNewton(run: Run, start: number, x0: Float64Array, matrix: RegionMatrix): Steps<Ending> {
  const { session, work, options } = run;
  const { easier } = session;
  const share = Math.ceil(run.iterationsLeft / (options.starts - start + 1));
  const least = run.iterationsLeft - share;
  if (!easier || (start === 1 && options.x0)) return yield* descend(run, { start, least }, x0, matrix);

  const whole = run.iterationsLeft;
  const easy: Part = { start, least: least + Math.ceil(RESERVE * share) };
  const { status, x } = yield* easierMinimum(run, easy, x0, matrix);
  if (status !== "aborted" && status !== "maxSeconds") {
    return yield* descend(run, { start, from: whole - run.iterationsLeft, least }, x, matrix);
  }
  work.start.data.set(x);
  yield* session.linearize(work.start);
  return { status, halvings: 0, escapes: 0, cleared: false };
}

/**
 * The lowest point that a start finds in the easier coordinates: where a descent creeps, or ends without a perfect fit, it
 * begins anew from another random point while the start's share of the budget lasts.
 */
function* easierMinimum(
  run: Run,
  { start, least }: Part,
  x0: Float64Array,
  matrix: RegionMatrix,
): Steps<{ status: Status; x: Float64Array }> {
  const { session, work, options } = run;
  const easier = session.easier!;
  const inner: Run = {
    ...run,
    session: easier.session,
    work: leading(work, easier.session),
    // A solve that is aborted at a pause ends at a point of F.
    get point() {
      return run.point;
    },
    set point(_easy) {
      easier.lift(easier.session.x, work.start);
      run.point = work.start.data.slice();
    },
  };
  const whole = run.iterationsLeft;
  let best: { x: Float64Array; value: number } | undefined;
  work.start.data.set(x0);
  for (let anew = 0; ; anew++) {
    if (anew > 0) session.randomStart(options.seed, start - 1 + anew * ANEW, work.start);
    easier.enter(work.start, inner.work.p);
    const spent = whole - inner.iterationsLeft;
    const part: Part = { start, from: anew > 0 ? spent : undefined, least, patience: true };
    const { status } = yield* descend(inner, part, inner.work.p.data.slice(), matrix);
    run.iterationsLeft = inner.iterationsLeft;
    const value = yield* easier.session.linearize(easier.session.x);
    if (!best || value < best.value) {
      easier.lift(easier.session.x, work.start);
      best = { x: work.start.data.slice(), value };
    }
    const over = budget(run) ?? (run.iterationsLeft <= least ? "maxIterations" : undefined);
    if (over || easier.session.facts().zeroLoss === true) return { status: over ?? status, x: best.x };
  }
}

/** The same storage for a problem of fewer variables, and of no more rows where they are sampled. */
function leading(work: ExactWork, { dimension: d, jacobianForm }: Session): ExactWork {
  const square = (v: Vector): Vector => slice(v, 0, d * d);
  const vector = (v: Vector): Vector => slice(v, 0, d);
  return {
    ...("list" in work && jacobianForm ? leadingSketch(work as ExactWork & SketchWork, jacobianForm.J.rows, d) : {}),
    H: square(work.H),
    R: square(work.R),
    g: vector(work.g),
    p: vector(work.p),
    size: vector(work.size),
    start: vector(work.start),
    downhill: vector(work.downhill),
    pack: work.pack,
  };
}

/**
 * Minimises from x0 in a trust region, with the session's Gauss-Newton matrix or its exact Hessian ("damped"). Where F
 * can no longer judge the region's steps the gradient does, and where that is settled too, the exact Newton method takes
 * over for a step: it confirms the minimum, or leaves the saddle and the region goes on behind it.
 */
function* descend(
  run: Run,
  { start, from, least, patience }: Part,
  x0: Float64Array,
  matrix: RegionMatrix,
): Steps<Ending> {
  const { session, work, options } = run;
  const { value, halvings } = yield* begin(run, x0);
  const progress: Progress = { value, escapes: 0, cleared: false, creeping: 0, far: false };
  const region = newRegion();
  let direction: Direction | undefined;
  let slow = false;
  let last = Number.POSITIVE_INFINITY;
  const recent: number[] = [];
  const sampler = matrix === "sampled" ? sampledRows(run, start) : undefined;
  if (sampler) run.method = sampledCertificate(run, sampler);
  let factored = false;
  const ending = (status: Status): Ending => {
    const { escapes, cleared } = progress;
    return { status, direction, halvings, escapes, cleared };
  };
  if (!(value < OVERFLOW)) return ending("failed");

  yield* session.gradient(work.g);
  const none = { length: 0, norm: 0, hessian: "none" as const };
  if (from === undefined)
    yield record(run, { start, iteration: 0, cost: value, costChange: 0, newtonDecrement: 0 }, none);
  for (let iteration = (from ?? 0) + 1; ; iteration++) {
    const over = budget(run) ?? (run.iterationsLeft <= least ? "maxIterations" : undefined);
    if (over) return ending(over);
    const before = progress.value;
    if (patience && recent.push(before) > STRETCH && before > LEFT * recent.shift()!) return ending("stalled");
    // Not the looser bound for perfect fits: near one a last step or two are what makes x accurate.
    const noise = valueNoise(before, session.magnitude());
    const kind = slow ? "damped" : matrix;
    let sampledRows = 0;
    if (kind === "sampled" && sampler) sampledRows = yield* sampler.matrix(factored);
    else yield* kind === "gaussNewton" ? model(run) : session.hessian(work.H);
    factored = false;
    const step = yield* regionStep(session, work, region, before, noise);
    let move: { length: number; norm: number; hessian: IterationRecord["hessian"]; last: boolean } | undefined;
    let decrement = 0;
    direction = undefined;
    if (typeof step === "object") {
      yield* session.gradient(work.g);
      progress.value = step.value;
      progress.quotient = undefined;
      decrement = step.decrement;
      // Where the residual does not vanish J'J converges slowly at last, and the exact Hessian takes its place.
      slow ||= step.reach <= CREEP && decrement > SLOW * last;
      last = decrement;
      factored = true;
      move = { length: 1, norm: step.norm, hessian: kind, last: false };
    } else if (step === "flat" && (yield* quotient(run, progress)) > options.tolerance) {
      move = yield* fullStep(run, progress, yield* session.along(work.p), kind, 0.5, false);
    }
    if (!move) {
      direction = yield* newtonDirection(session, work);
      decrement = direction.decrement;
      const moved = yield* advance(run, progress, direction);
      if (typeof moved === "string") return ending(moved === "unproven" ? "stalled" : moved);
      move = moved;
    }
    run.iterationsLeft--;
    run.point = session.x.data.slice();
    const { value: cost } = progress;
    const spent = { newtonDecrement: 0.5 * decrement, sampledRows };
    yield record(run, { start, iteration, cost, costChange: before - cost, ...spent }, move);
    if (move.last) return ending("converged");
  }
}

function sampledRows(run: Run, start: number): JacobianSampler {
  const form = run.session.jacobianForm;
  if (!form) throw new Error("this session has no rows of a Jacobian");
  return jacobianSampler(run, form, start);
}

function model({ session, work }: Run): Paced<void> {
  if (!session.gaussNewton) throw new Error("this session has no Gauss-Newton matrix");
  return session.gaussNewton(work.H);
}
