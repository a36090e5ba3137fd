import { InputError } from "./inputError.js";
import { methodsOf, type Problem } from "./problem/problem.js";
import { drive } from "./solver/driver.js";
import type { Steps } from "./solver/minimise.js";
import { checkOptions, type SolveOptions } from "./solver/options.js";
import type { IterationRecord } from "./solver/record.js";
import type { Result } from "./solver/result.js";
import { turn } from "./wasm/pace.js";

/**
 * Minimises a problem from options.x0 and returns when done.
 *
 * Globally convergent Newton: exact Hessian, Cholesky, line search with halving and doubling, a majorant where the
 * Hessian is indefinite, escape from saddles. Success is confirmed from x alone: half the squared Newton decrement is at
 * most tolerance F, and the gradient at most tolerance times the size of its terms.
 * The same call gives the same bits, in every engine.
 * @throws InputError for a wrong option; a hard problem does not throw, result.status says how it ended.
 */
export function solve(problem: Problem, options?: SolveOptions): Result {
  const steps = begin(problem, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The same solve, an iteration at a time: yields each iteration's record, returns the result. Leaving the loop early
 * ends the solve.
 */
export function iterate(problem: Problem, options?: SolveOptions): Generator<IterationRecord, Result, void> {
  const steps = begin(problem, options);
  return (function* records() {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (typeof step.value === "object") yield step.value;
    }
  })();
}

/**
 * The same solve, giving the event loop a turn about every 10 ms of work, also inside an iteration. Progress comes
 * through options.onIteration; options.signal stops it at the next pause with status "aborted" and the best x so far.
 */
export async function solveAsync(problem: Problem, options?: SolveOptions): Promise<Result> {
  const steps = begin(problem, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (typeof step.value === "symbol") await turn();
  }
}

function begin(problem: Problem, options?: SolveOptions): Steps<Result> {
  if (typeof problem !== "object" || problem === null || typeof problem.value !== "function") {
    throw new InputError(
      "type",
      "problem",
      "problem must come from expRegression and its like, or have their functions",
    );
  }
  return drive(problem, checkOptions(problem.dimension, options, methodsOf(problem)));
}
