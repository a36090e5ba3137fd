import { csr, dense, expRegression, solve } from "subnewton";
import type { Contestant, Outcome } from "./contestant.js";
import type { ProblemData } from "./problems.js";

export const OURS = "subnewton exact Newton";
export const TOLERANCE = 1e-10;
export const MAX_ITERATIONS = 200;

/** The library's exact Newton method; its seconds include copying the problem into the solve's own memory. */
export function subnewton(problem: ProblemData): Contestant {
  const { A, b, w, ridge, x0 } = problem;
  const run = async (tolerance = TOLERANCE): Promise<Outcome> => {
    const begin = performance.now();
    const matrix = "indptr" in A ? csr({ ...A }) : dense({ ...A });
    const ours = expRegression({ A: matrix, b, w, ridge });
    const start = performance.now();
    const result = solve(ours, { x0, method: "exact", tolerance, maxIterations: MAX_ITERATIONS, seed: 1 });
    const end = performance.now();
    return {
      x: Float64Array.from(result.x),
      status: `${result.status}${result.success ? "" : " (no success)"}`,
      iterations: result.iterations,
      seconds: (end - start) / 1000,
      setupSeconds: (start - begin) / 1000,
      trace: result.history.map(({ seconds, cost }) => [seconds, cost] as const),
    };
  };
  return { name: OURS, library: "subnewton", run };
}
