import type { Arena } from "../wasm/memory.js";
import type { ExactWork } from "./direction.js";
import { begin, budget, type Ending, OVERFLOW, type Run, record, type Steps } from "./minimise.js";
import type { Status } from "./result.js";
import { gradientQuotient } from "./stopping.js";

/** Storage of the first-order methods: 5 d-vectors, nothing of d^2. */
export function layoutVectors(d: number, arena: Arena): ExactWork {
  const none = (): ReturnType<Arena["f64"]> => arena.f64(0);
  const [H, R, pack] = [none(), none(), none()];
  return {
    H,
    R,
    g: arena.f64(d),
    p: arena.f64(d),
    size: arena.f64(d),
    start: arena.f64(d),
    downhill: arena.f64(d),
    pack,
  };
}

/** A step along the vector that `plan` left in work.p; the session moves, or the method ends. */
type Stepper = (run: Run, value: number, iteration: number) => Steps<{ value: number; length: number } | Status>;

const ARMIJO = 1e-4;
/** The stopping test costs more than a gradient: it is made at these intervals. */
const TEST_EVERY = 50;
/** Adam's decay of the two moments, and its guard against division by 0. */
const [BETA1, BETA2, TINY] = [0.9, 0.999, 1e-8];
/** Adam's first rate: how far an entry of x moves in a step. */
const RATE = 0.03;

/** Gradient descent with Armijo's rule; each step tries twice the length of the one before. */
export function gradientDescent(run: Run, start: number, x0: Float64Array): Steps<Ending> {
  const { session, work } = run;
  let t = 0;
  return firstOrder(run, start, x0, function* (_run, value) {
    for (let j = 0; j < work.g.length; j++) work.p.data[j] = -work.g.data[j];
    const squared = session.kernels.vector.dot(work.g, work.g);
    const line = yield* session.along(work.p);
    t = t > 0 ? 2 * t : 0.1 / line.reach;
    for (; t * line.reach > 2 ** -60; t /= 2) {
      const at = yield* line.value(t);
      if (!(at <= value - ARMIJO * t * squared) || at === value) continue;
      yield* line.accept(t);
      return { value: at, length: t };
    }
    yield* line.accept(0);
    return "stalled";
  });
}

/**
 * Adam (Kingma and Ba 2015) with a rate that falls from 0.03 to 0 over the start's share of the budget along
 * 1 - 3 s^2 + 2 s^3, which is the usual half cosine within 0.01 and the same bits in every engine. F may rise on the way:
 * the answer is the best point.
 */
export function adam(run: Run, start: number, x0: Float64Array): Steps<Ending> {
  const { session, work } = run;
  const d = session.dimension;
  const [first, second] = [new Float64Array(d), new Float64Array(d)];
  const most = Math.ceil(run.iterationsLeft / (run.options.starts - start + 1));
  let [left1, left2] = [1, 1];
  return firstOrder(run, start, x0, function* (_run, _value, iteration) {
    const s = (iteration - 1) / most;
    const rate = RATE * (1 - s * s * (3 - 2 * s));
    left1 *= BETA1;
    left2 *= BETA2;
    for (let j = 0; j < d; j++) {
      const g = work.g.data[j];
      first[j] = BETA1 * first[j] + (1 - BETA1) * g;
      second[j] = BETA2 * second[j] + (1 - BETA2) * g * g;
      work.p.data[j] = (-rate * (first[j] / (1 - left1))) / (Math.sqrt(second[j] / (1 - left2)) + TINY);
    }
    const line = yield* session.along(work.p);
    const value = yield* line.value(1);
    if (!(value < OVERFLOW)) {
      yield* line.accept(0);
      return "stalled";
    }
    yield* line.accept(1);
    return { value, length: 1 };
  });
}

/** Records, budgets and the stopping test around a first-order step; ends at the best point met. */
function* firstOrder(run: Run, start: number, x0: Float64Array, step: Stepper): Steps<Ending> {
  const { session, work, options } = run;
  let { value, halvings } = yield* begin(run, x0);
  const least = run.iterationsLeft - Math.ceil(run.iterationsLeft / (options.starts - start + 1));
  let best = { value, x: session.x.data.slice() };
  function* ending(status: Status): Steps<Ending> {
    if (best.value < value) {
      work.start.data.set(best.x);
      yield* session.linearize(work.start);
      run.point = best.x;
    }
    return { status, halvings, escapes: 0, cleared: false };
  }
  function* settled(): Steps<boolean> {
    return (yield* gradientQuotient(session, work.g, work.size)) <= options.tolerance;
  }
  if (!(value < OVERFLOW)) return yield* ending("failed");
  yield* session.gradient(work.g);
  const none = { length: 0, norm: 0, hessian: "none" as const };
  yield record(run, { start, iteration: 0, cost: value, costChange: 0, newtonDecrement: 0 }, none);
  for (let iteration = 1; ; iteration++) {
    const over = budget(run) ?? (run.iterationsLeft <= least ? "maxIterations" : undefined);
    if (over) return yield* ending(over);
    if (iteration % TEST_EVERY === 1 && (yield* settled())) return yield* ending("converged");
    const before = value;
    const taken = yield* step(run, value, iteration);
    if (typeof taken === "string") return yield* ending((yield* settled()) ? "converged" : taken);
    value = taken.value;
    yield* session.gradient(work.g);
    if (value < best.value) best = { value, x: session.x.data.slice() };
    run.iterationsLeft--;
    run.point = session.x.data.slice();
    const norm = taken.length * session.kernels.vector.norm2(work.p);
    const head = { start, iteration, cost: value, costChange: before - value, newtonDecrement: 0 };
    yield record(run, head, { length: taken.length, norm, hessian: "none" });
  }
}
