import { type SolveOptions, solve } from "subnewton";
import { type Interval, wilson } from "../../bench/theorem/statistics.js";
import { median } from "../../bench/timing.js";
import { instance, problemOf, relativeError, type Shape } from "./instance.js";
import { FOUND } from "./recovery.js";

export const METHODS = ["gaussNewton", "exact", "pcg", "adam", "gradient"] as const;
type MethodName = (typeof METHODS)[number];

/** What the methods' names mean, for readers. */
export const TITLES: Record<MethodName, string> = {
  gaussNewton: "Levenberg-Marquardt",
  exact: "full Newton",
  pcg: "Newton-CG",
  adam: "Adam",
  gradient: "gradient descent",
};

/** More starts than any method gets through in its time. */
const MANY = 10_000;
/** Iterations a start, as the package's defaults. */
const EACH: Record<MethodName, number> = { gaussNewton: 400, exact: 200, pcg: 200, adam: 2000, gradient: 2000 };

/** One method on the instances of one shape, each for the same seconds. */
export interface Race {
  readonly shape: Shape;
  readonly method: MethodName;
  readonly instances: number;
  readonly found: number;
  readonly band: Interval;
  /** Median starts it got through, and median of the least |r|^2 / |B|^2. */
  readonly starts: number;
  readonly loss: number;
}

/** Random starts with one method until the seconds are over, on each instance. */
export function race(shape: Shape, method: MethodName, instances: number, seconds: number, first: number): Race {
  let found = 0;
  const starts: number[] = [];
  const losses: number[] = [];
  const options: SolveOptions = {
    method,
    starts: MANY,
    maxIterations: EACH[method] * MANY,
    maxSeconds: seconds,
  };
  for (let seed = first; seed < first + instances; seed++) {
    const made = instance(seed, shape);
    const problem = problemOf(made);
    const { solutions, x, value, history } = solve(problem, { ...options, seed });
    problem.dispose();
    if ([...solutions.map((s) => s.x), x].some((point) => relativeError(point, made.truth) < FOUND)) found++;
    starts.push(history[history.length - 1].start);
    losses.push(value / made.size);
  }
  return {
    shape,
    method,
    instances,
    found,
    band: wilson(found, instances),
    starts: median(starts),
    loss: median(losses),
  };
}
