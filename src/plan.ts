import { InputError } from "./inputError.js";
import { layoutAdapter } from "./problem/adapter.js";
import { isOpenable, methodsOf, OPEN, type Problem } from "./problem/problem.js";
import { choose } from "./solver/choose.js";
import { layoutMethod, needsMatrices, shapeOf } from "./solver/methods.js";
import { checkOptions, type SolveOptions } from "./solver/options.js";
import { type Layout, planBytes } from "./wasm/memory.js";

/**
 * Bytes of WebAssembly memory that solve(problem, options) will take: one memory, allocated once, released by the
 * garbage collector after the solve. At most 4 GiB can be had; nothing is allocated by asking.
 */
export function plan(problem: Problem, options?: SolveOptions): number {
  if (typeof problem !== "object" || problem === null) {
    throw new InputError("type", "problem", "plan takes a problem made by expRegression and its like");
  }
  const chosen = choose(shapeOf(problem), checkOptions(problem.dimension, options, methodsOf(problem)));
  const layout: Layout<unknown> = (arena) => layoutMethod(problem, chosen, arena);
  if (isOpenable(problem)) return problem[OPEN].bytes(layout, needsMatrices(problem, chosen));
  return planBytes((arena) => [layoutAdapter(problem.dimension, arena), layout(arena)]);
}
