import type { Problem } from "../../src/problem/problem.js";
import { OPEN, type Openable } from "../../src/problem/problem.js";
import { layoutExact } from "../../src/solver/factor.js";
import { exactMethod } from "../../src/solver/method.js";
import type { Run } from "../../src/solver/minimise.js";
import { checkOptions } from "../../src/solver/options.js";
import { drain } from "../../src/wasm/pace.js";

/** A run of the exact method that stands at x, with the gradient there. */
export function runAt(problem: Problem, x: ArrayLike<number>): Run {
  const d = problem.dimension;
  const { session, parts: work } = (problem as Problem & Openable)[OPEN].open((arena) => layoutExact(d, arena));
  session.x.data.set(x);
  drain(session.linearize(session.x));
  drain(session.gradient(work.g));
  const options = checkOptions(d, {});
  return {
    session,
    work,
    options,
    chosen: { method: "exact", why: "asked for", predictedSeconds: {}, rows: 0, diagonalFirst: false },
    method: exactMethod(session, work),
    history: [],
    iterationsLeft: 100,
    elapsed: () => 0,
    point: Float64Array.from(x),
  };
}
