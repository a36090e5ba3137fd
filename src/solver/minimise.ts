import type { Session } from "../problem/session.js";
import type { PAUSE } from "../wasm/pace.js";
import { advance, isFlat, lastStep, type Progress } from "./advance.js";
import { type Direction, type ExactWork, newtonDirection } from "./direction.js";
import type { CheckedOptions } from "./options.js";
import type { IterationRecord } from "./record.js";
import type { Status } from "./result.js";

/** What the starts of one solve share. */
export interface Run {
  readonly session: Session;
  readonly work: ExactWork;
  readonly options: CheckedOptions;
  readonly history: IterationRecord[];
  /** Iterations left of the budget. */
  iterationsLeft: number;
  /** Seconds since the solve began. */
  elapsed(): number;
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

/** Values above this leave no room for sums of curvatures. */
export const OVERFLOW = 1e280;

/** Newton's method from x0, one start: exact Hessians, line search with halving and doubling, escape from saddles. */
export function* minimise(run: Run, start: number, x0: Float64Array): Steps<Ending> {
  const { session, work } = run;
  const { value, halvings } = yield* begin(run, x0);
  const progress: Progress = { value, escapes: 0, cleared: false, creeping: 0, far: true };
  let direction: Direction | undefined;
  const ending = (status: Status): Ending => {
    const { escapes, cleared } = progress;
    return { status, direction, halvings, escapes, cleared };
  };
  if (!(value < OVERFLOW)) return ending("failed");

  yield* session.gradient(work.g);
  const none = { length: 0, norm: 0, reach: 0, hessian: "none" as const };
  yield record(run, { start, iteration: 0, cost: value, costChange: 0, newtonDecrement: 0 }, none);
  for (let iteration = 1; ; iteration++) {
    const over = budget(run);
    if (over) return ending(over);
    const before = progress.value;
    direction = yield* newtonDirection(session, work, progress.far);
    if (direction.kind === "majorant" && direction.negative < 0 && isFlat(run, progress, direction.decrement)) {
      // Stationary before the exact Hessian was ever tried: it may be a saddle.
      progress.far = false;
      direction = yield* newtonDirection(session, work);
    }
    const move = yield* advance(run, progress, direction);
    if (typeof move === "string") return ending(move);
    progress.far = progress.far && progress.value <= 0.9 * before;
    run.iterationsLeft--;
    run.point = session.x.data.slice();
    const { value: cost } = progress;
    const newtonDecrement = 0.5 * direction.decrement;
    yield record(run, { start, iteration, cost, costChange: before - cost, newtonDecrement }, move);
    if (move.last) return ending("converged");
    if (run.iterationsLeft <= 0) continue; // the last step counts as an iteration too
    const end = yield* lastStep(run, progress, move);
    if (typeof end === "string") return ending(end);
    if (end === undefined) continue;
    run.iterationsLeft--;
    run.point = session.x.data.slice();
    const head = { start, iteration: iteration + 1, cost: progress.value, costChange: cost - progress.value };
    yield record(run, { ...head, newtonDecrement: end.decrement ?? 0 }, end);
    return ending("converged");
  }
}

/** Goes to x0, halved until F is finite with room to spare; every entry of x0 is finite, so at most to 0. */
export function* begin(run: Run, x0: Float64Array): Steps<{ value: number; halvings: number }> {
  const { session, work } = run;
  work.start.data.set(x0);
  let value = yield* session.linearize(work.start);
  let halvings = 0;
  while (!(value < OVERFLOW) && halvings < 1100) {
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
  head: Pick<IterationRecord, "start" | "iteration" | "cost" | "costChange" | "newtonDecrement">,
  move: { length: number; norm: number; hessian: IterationRecord["hessian"] },
): IterationRecord {
  const entry: IterationRecord = {
    start: head.start,
    iteration: head.iteration,
    cost: head.cost,
    costChange: head.costChange,
    gradientNorm: run.session.kernels.vector.normMax(run.work.g),
    stepNorm: move.norm,
    stepLength: move.length,
    newtonDecrement: head.newtonDecrement,
    hessian: move.hessian,
    sampledRows: 0,
    linearIterations: 0,
    seconds: run.elapsed(),
  };
  run.history.push(entry);
  return entry;
}
