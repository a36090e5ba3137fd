import { type Problem, solve } from "subnewton";
import type { Instance } from "./problems.js";
import { pastLast } from "./statistics.js";
import { cholesky, normIn, solveTransposed, solveUpper } from "./symmetric.js";
import { watch } from "./watch.js";

/** The solution to rounding, with the norm in which the theorem contracts. */
export interface Reference {
  readonly x: Float64Array;
  /** R'R = H at the solution. */
  readonly R: Float64Array;
  /** |x - x*|_H of a point. */
  distance(x: Float64Array): number;
  /** |x*|_H */
  readonly size: number;
}

const TOLERANCE = 1e-14;
const MOST_POLISH = 6;

/** x* by the exact method at tolerance 1e-14, then by Newton steps in plain JS for as long as they still pay. */
export function reference({ problem, d, family }: Instance): Reference {
  const result = solve(problem, { method: "exact", tolerance: TOLERANCE, maxIterations: 1000 });
  if (!result.success) throw new Error(`${family.name}: no reference, ${result.status}: ${result.message}`);
  let x = Float64Array.from(result.x);
  let best = newton(problem, d, x);
  for (let k = 0; k < MOST_POLISH; k++) {
    const next = x.map((entry, j) => entry + best.step[j]);
    const there = newton(problem, d, next);
    if (!(there.decrement < 0.5 * best.decrement)) break;
    x = next;
    best = there;
  }
  const { R } = best;
  const distance = (point: Float64Array): number =>
    normIn(
      R,
      d,
      point.map((entry, j) => entry - x[j]),
    );
  return { x, R, distance, size: normIn(R, d, x) };
}

/** The full Newton step at x, its decrement, and the factor of H there. */
function newton(problem: Problem, d: number, x: Float64Array) {
  const R = cholesky(problem.hessian(x).data, d);
  if (!R) throw new Error("the Hessian at the reference is not positive definite");
  const step = problem.gradient(x).map((entry) => -entry);
  solveTransposed(R, d, step);
  const decrement = step.reduce((sum, entry) => sum + entry * entry, 0);
  solveUpper(R, d, step);
  return { R, step, decrement };
}

const LOCAL = 0.1;
const ROUNDING = 1e-10;

/**
 * Where the theorem starts, near x*: the first point of exact Newton's path from 0 from which each of its steps contracts
 * the error ten times or more, so that what a sampled step adds is the sample's own.
 */
export function localStart({ problem, d }: Instance, { distance }: Reference): Float64Array {
  const path: { x: Float64Array; error: number }[] = [];
  for (const step of watch(problem, { method: "exact", tolerance: TOLERANCE, maxIterations: 1000 })) {
    path.push({ x: step.x, error: distance(step.x) });
  }
  const first = distance(new Float64Array(d));
  const tooSlow = ({ error }: { error: number }, t: number): boolean =>
    t > 0 && path[t - 1].error > ROUNDING * first && error > LOCAL * path[t - 1].error;
  return path[Math.max(0, pastLast(path, tooSlow) - 1)].x;
}
