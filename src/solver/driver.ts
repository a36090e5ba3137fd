import { adapt } from "../problem/adapter.js";
import { isOpenable, OPEN, type Opened, type Problem } from "../problem/problem.js";
import type { Arena } from "../wasm/memory.js";
import { PAUSE } from "../wasm/pace.js";
import { type Chosen, choose } from "./choose.js";
import { conclude, type Start } from "./conclude.js";
import { layoutMethod, type MethodWork, methodFor, needsMatrices, shapeOf } from "./methods.js";
import type { Ending, Run, Steps } from "./minimise.js";
import { minimiserOf } from "./minimisers.js";
import type { CheckedOptions } from "./options.js";
import { formatRecord } from "./record.js";
import type { Result } from "./result.js";
import { summarise } from "./summarise.js";

/**
 * The solve as one generator: yields PAUSE about every 10 ms of planned work and a record an iteration, returns the
 * result. solve, iterate and solveAsync are three ways to drain it.
 */
export function* drive(problem: Problem, options: CheckedOptions): Steps<Result> {
  const began = performance.now();
  const chosen = choose(shapeOf(problem), options);
  const { session, parts: work } = openFor(problem, chosen);
  const run: Run = {
    session,
    work,
    options,
    chosen,
    method: methodFor(session, work, chosen, options, 1),
    history: [],
    iterationsLeft: options.maxIterations,
    elapsed: () => (performance.now() - began) / 1000,
    point: options.x0 ?? new Float64Array(problem.dimension),
  };
  try {
    return yield* allStarts(run);
  } finally {
    session.release();
  }
}

function* allStarts(run: Run): Steps<Result> {
  const { options, chosen } = run;
  const found: Start[] = [];
  for (let start = 1; start <= options.starts; start++) {
    if (start > 1) run.method = methodFor(run.session, run.work, chosen, options, start);
    const ending = yield* oneStart(run, start);
    found.push(yield* conclude(run, ending));
    if (ending.status === "aborted" || ending.status === "maxSeconds") break;
    // A start may have had a share of the budget only.
    if (ending.status === "maxIterations" && run.iterationsLeft <= 0) break;
  }
  return yield* summarise(run, found);
}

/** Minimises from one start. A signal that fires at a pause, inside an iteration, ends it at the last point reached. */
function* oneStart(run: Run, start: number): Steps<Ending> {
  const { session, work, options } = run;
  const steps = stepsOf(run, start);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (typeof step.value === "object") {
      if (options.verbose) console.log(formatRecord(step.value));
      options.onIteration?.(step.value);
    }
    yield step.value;
    if (step.value === PAUSE && options.signal?.aborted) break;
  }
  work.start.data.set(run.point);
  yield* session.linearize(work.start);
  // Nothing is known of the kinks there: those of the step that was cut short are not to be reported.
  session.kinks?.hold([], [], { rows: [], multipliers: [], proven: true });
  return { status: "aborted", halvings: 0, escapes: 0, cleared: false };
}

function* stepsOf(run: Run, start: number): Steps<Ending> {
  const { session, work, options } = run;
  if (start === 1 && options.x0) work.start.data.set(options.x0);
  else if (start === 1) yield* firstStart(run);
  else session.randomStart(options.seed, start - 1, work.start);
  return yield* minimiserOf(run)(run, start, work.start.data.slice());
}

/** start <- where the problem would begin, 0 where it has no opinion. */
function* firstStart({ session, work, options }: Run): Steps<void> {
  work.start.data.fill(0);
  if (session.firstStart) yield* session.firstStart(work.start, options.seed);
}

function openFor(problem: Problem, chosen: Chosen): Opened<MethodWork> {
  const layout = (arena: Arena): MethodWork => layoutMethod(problem, chosen, arena);
  return isOpenable(problem) ? problem[OPEN].open(layout, needsMatrices(problem, chosen)) : adapt(problem, layout);
}
