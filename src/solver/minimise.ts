import type { Session } from "../problem/session.js";
import type { PAUSE } from "../wasm/pace.js";
import { advance, isFlat, lastStep, type Progress } from "./advance.js";
import type { Chosen } from "./choose.js";
import { type Direction, newtonDirection } from "./direction.js";
import type { ExactWork } from "./factor.js";
import type { Method } from "./method.js";
import type { CheckedOptions } from "./options.js";
import type { IterationRecord } from "./record.js";
import type { Status } from "./result.js";

/** What the starts of one solve share. */
export interface Run {
  readonly session: Session;
  readonly work: ExactWork;
  readonly options: CheckedOptions;
  readonly chosen: Chosen;
  readonly history: IterationRecord[];
  /** Iterations left of the budget. */
  iterationsLeft: number;
  /** Seconds since the solve began. */
  elapsed(): number;
  /** Where this start's directions come from. */
  method: Method;
  /** The last point reached, for a solve that is aborted at a pause. */
  point: Float64Array;
}

/** Where a start ended; the session stands at the point. */
export interface Ending {
  readonly status: Status;
  readonly direction?: Direction;
  readonly halvings: number;
  readonly escapes: number;
  /** True where the last factorisation met a negative pivot along which F does not fall. */
  readonly cleared: boolean;
}

export type Steps<T> = Generator<typeof PAUSE | IterationRecord, T, void>;

const SAMPLED: readonly Direction["kind"][] = ["sampled", "pcg"];
/** Values above this leave no room for sums of curvatures. */
export const OVERFLOW = 1e280;

/** Newton's method from x0, one start: line search with halving and doubling, escape from saddles. */
export function* minimise(run: Run, start: number, x0: Float64Array): Steps<Ending> {
  const { session, work, method } = run;
  const { value, halvings } = yield* begin(run, x0);
  const progress: Progress = { value, escapes: 0, cleared: false, creeping: 0, far: true };
  let direction: Direction | undefined;
  let decrementBefore = 0;
  const ending = (status: Status): Ending => {
    const { escapes, cleared } = progress;
    return { status, direction, halvings, escapes, cleared };
  };
  if (!(value < OVERFLOW)) return ending("failed");

  yield* session.gradient(work.g);
  const head = { start, iteration: 0, cost: value, costChange: 0, newtonDecrement: 0 };
  yield record(run, head, { length: 0, norm: 0, hessian: "none" });
  for (let iteration = 1; ; iteration++) {
    const over = budget(run);
    if (over) return ending(over);
    const before = progress.value;
    direction = yield* method.direction(progress.far);
    if (direction.bent && isFlat(run, progress, direction.bound)) {
      // Stationary before the exact Hessian was ever tried: it may be a saddle.
      progress.far = false;
      direction = yield* method.direction(false);
    }
    let move = yield* advance(run, progress, direction);
    if (move === "unproven") {
      direction = yield* method.confirm(direction);
      move = yield* advance(run, progress, direction);
    }
    if (move === "stalled" && SAMPLED.includes(direction.kind)) {
      // A sampled step that leads nowhere proves nothing while the exact one has not been tried.
      direction = yield* newtonDirection(session, work);
      move = yield* advance(run, progress, direction);
    }
    if (typeof move === "string") return ending(move === "unproven" ? "stalled" : move);
    progress.far = progress.far && progress.value <= 0.9 * before;
    run.iterationsLeft--;
    run.point = session.x.data.slice();
    const { value: cost } = progress;
    const { decrement, sampledRows, linearIterations, quality } = direction;
    const newtonDecrement = 0.5 * decrement;
    const decrementRatio = decrementBefore > 0 ? Math.sqrt(decrement / decrementBefore) : 0;
    decrementBefore = decrement;
    const spent = { newtonDecrement, sampledRows, linearIterations, quality, decrementRatio };
    yield record(run, { start, iteration, cost, costChange: before - cost, ...spent }, move);
    if (move.last) return ending("converged");
    if (run.iterationsLeft <= 0) continue; // the last step counts as an iteration too
    const end = yield* lastStep(run, progress, move);
    if (typeof end === "string") return ending(end);
    if (end === undefined) continue;
    run.iterationsLeft--;
    run.point = session.x.data.slice();
    const at = { start, iteration: iteration + 1, cost: progress.value, costChange: cost - progress.value };
    yield record(run, { ...at, newtonDecrement: end.decrement ?? 0 }, end);
    return ending("converged");
  }
}

/** Goes to x0, halved until F is finite with room to spare and not level; every entry of x0 is finite, so at most to 0. */
export function* begin(run: Run, x0: Float64Array): Steps<{ value: number; halvings: number }> {
  const { session, work } = run;
  work.start.data.set(x0);
  let value = yield* session.linearize(work.start);
  let halvings = 0;
  while ((!(value < OVERFLOW) || session.level?.()) && halvings < 1100) {
    halvings++;
    for (let j = 0; j < x0.length; j++) work.start.data[j] = halvings < 1100 ? work.start.data[j] / 2 : 0;
    value = yield* session.linearize(work.start);
  }
  run.point = session.x.data.slice();
  return { value, halvings };
}

/** The status that ends a solve whose budget is used up or that was told to stop. */
export function budget(run: Run): Status | undefined {
  const { signal, maxSeconds } = run.options;
  if (signal?.aborted) return "aborted";
  if (run.iterationsLeft <= 0) return "maxIterations";
  return maxSeconds < Number.POSITIVE_INFINITY && run.elapsed() > maxSeconds ? "maxSeconds" : undefined;
}

export function record(
  run: Run,
  head: Pick<IterationRecord, "start" | "iteration" | "cost" | "costChange" | "newtonDecrement"> &
    Partial<IterationRecord>,
  move: { length: number; norm: number; hessian: IterationRecord["hessian"] },
): IterationRecord {
  const entry: IterationRecord = {
    start: head.start,
    iteration: head.iteration,
    cost: head.cost,
    costChange: head.costChange,
    gradientNorm: written(run.session.kernels.vector.normMax(run.work.g)),
    stepNorm: move.norm,
    stepLength: move.length,
    newtonDecrement: written(head.newtonDecrement),
    hessian: move.hessian,
    sampledRows: head.sampledRows ?? 0,
    linearIterations: head.linearIterations ?? 0,
    quality: head.quality ?? 0,
    decrementRatio: head.decrementRatio ?? 0,
    seconds: run.elapsed(),
  };
  run.history.push(entry);
  return entry;
}

/** What overflowed, as a number that JSON can write. */
const written = (v: number): number => (Number.isFinite(v) ? v : Number.MAX_VALUE);
