import { csr, dense, expRegression, type IterationRecord, sinhRegression, solve } from "subnewton";
import type { Contestant, Outcome } from "./contestant.js";
import type { ProblemData } from "./problems.js";

export const TOLERANCE = 1e-10;
export const MAX_ITERATIONS = 200;

const LIBRARY = "subnewton";
const REGRESSIONS = { exp: expRegression, sinh: sinhRegression };

/** The library's methods; `auto` picks one of the others. */
export const METHODS = ["exact", "pcg", "sampled", "auto"] as const;

type Method = (typeof METHODS)[number];

/** The name of one of our methods in tables and records. */
export function ours(method: Method): string {
  return `${LIBRARY} ${method}`;
}

/** One contestant a method. */
export function ourMethods(problem: ProblemData): Contestant[] {
  return METHODS.map((method) => ourMethod(problem, method));
}

/** One method of the library; its seconds include copying the problem into the solve's own memory. */
export function ourMethod(problem: ProblemData, method: Method): Contestant {
  const { A, b, w, ridge, x0, link } = problem;
  const run = async (tolerance = TOLERANCE): Promise<Outcome> => {
    const begin = performance.now();
    const matrix = "indptr" in A ? csr({ ...A }) : dense({ ...A });
    const regression = REGRESSIONS[link]({ A: matrix, b, w, ridge });
    const start = performance.now();
    const result = solve(regression, { x0, method, tolerance, maxIterations: MAX_ITERATIONS, seed: 1 });
    const end = performance.now();
    return {
      x: Float64Array.from(result.x),
      status: `${result.status}${result.success ? "" : " (no success)"}`,
      iterations: result.iterations,
      linearIterations: sum(result.history, ({ linearIterations }) => linearIterations) || undefined,
      sampledRows: result.history.filter(({ sampledRows }) => sampledRows > 0).pop()?.sampledRows,
      choice: result.choice,
      seconds: (end - start) / 1000,
      setupSeconds: (start - begin) / 1000,
      trace: result.history.map(({ seconds, cost }) => [seconds, cost] as const),
    };
  };
  return { name: ours(method), library: LIBRARY, run };
}

function sum(history: readonly IterationRecord[], of: (record: IterationRecord) => number): number {
  return history.reduce((total, record) => total + of(record), 0);
}
