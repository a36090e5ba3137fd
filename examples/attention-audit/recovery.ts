import { solve } from "subnewton";
import { type Interval, wilson } from "../../bench/theorem/statistics.js";
import { median } from "../../bench/timing.js";
import { instance, problemOf, relativeError, type Shape } from "./instance.js";

/** A solution within this relative distance of the tokens is the tokens. */
export const FOUND = 1e-3;

/** How often the tokens of one shape were recovered. */
export interface Recovery {
  readonly shape: Shape;
  readonly instances: number;
  readonly starts: number;
  /** Instances with the tokens among the perfect fits, and those with no other perfect fit. */
  readonly found: number;
  readonly unique: number;
  readonly band: Interval;
  /** Shares of starts. */
  readonly perfectStarts: number;
  readonly trueStarts: number;
  /** Means over instances and starts. */
  readonly solutions: number;
  readonly iterations: number;
  /** Medians: seconds an instance, condition of J at the tokens where they were found. */
  readonly seconds: number;
  readonly condition: number;
}

/** Seeds first .. first + instances - 1; each solved with `starts` starts. */
export function recovery(shape: Shape, instances: number, starts: number, first: number): Recovery {
  let [found, unique, perfectStarts, trueStarts, solutions, iterations] = [0, 0, 0, 0, 0, 0];
  const seconds: number[] = [];
  const conditions: number[] = [];
  for (let seed = first; seed < first + instances; seed++) {
    const made = instance(seed, shape);
    const problem = problemOf(made);
    const result = solve(problem, { starts, seed });
    problem.dispose();
    const perfect = result.solutions.filter(({ certificate }) => certificate.zeroLoss);
    const right = perfect.find(({ x }) => relativeError(x, made.truth) < FOUND);
    if (right) {
      found++;
      if (perfect.length === 1) unique++;
      trueStarts += right.hits;
      conditions.push(right.certificate.jacobianCondition ?? Number.NaN);
    }
    perfectStarts += perfect.reduce((sum, { hits }) => sum + hits, 0);
    solutions += perfect.length;
    iterations += result.iterations;
    seconds.push(result.seconds);
  }
  const all = instances * starts;
  return {
    shape,
    instances,
    starts,
    found,
    unique,
    band: wilson(found, instances),
    perfectStarts: perfectStarts / all,
    trueStarts: trueStarts / all,
    solutions: solutions / instances,
    iterations: iterations / all,
    seconds: median(seconds),
    condition: median(conditions),
  };
}
