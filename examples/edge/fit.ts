import {
  coshRegression,
  csr,
  dense,
  expRegression,
  InputError,
  plan,
  type SolveOptions,
  sinhRegression,
  solve,
} from "subnewton";
import { LIMITS } from "./limits.js";

const PROBLEMS = { exp: expRegression, cosh: coshRegression, sinh: sinhRegression };
const DATA = ["b", "w", "ridge", "weights", "offset"];
const OPTIONS = ["x0", "method", "tolerance", "seed", "maxIterations"];

/** What a request is answered with: plain data for JSON. */
export interface Fit {
  status: string;
  success: boolean;
  message: string;
  x: number[];
  value: number;
  gradientNorm: number;
}

/**
 * Fits { problem, A, b, w?, ridge?, weights?, offset?, options? }, A being { rows, columns, indptr, indices, data } or an
 * array of rows. Nothing is allocated for the solve before its size is known to fit.
 * @throws InputError for whatever is wrong with the request.
 */
export function fit(request: unknown): Fit {
  const { problem: name, A, options = {}, ...data } = object("request", request);
  if (typeof name !== "string" || !Object.hasOwn(PROBLEMS, name)) {
    throw new InputError("unsupported", "problem", `problem must be one of ${Object.keys(PROBLEMS).join(", ")}`);
  }
  only("request", data, DATA);
  const chosen = object("options", options);
  only("options", chosen, OPTIONS);
  const maxIterations = Math.min(Number(chosen.maxIterations ?? LIMITS.iterations), LIMITS.iterations);
  const wanted: SolveOptions = { ...chosen, maxIterations };

  const matrix = Array.isArray(A) ? dense(A) : csr(object("A", A) as unknown as Parameters<typeof csr>[0]);
  limit("columns", matrix.columns, LIMITS.columns);
  const problem = PROBLEMS[name as keyof typeof PROBLEMS]({ A: matrix, ...(data as { b: number[] }) });
  limit("bytes of memory", plan(problem, wanted), LIMITS.planBytes);

  const { status, success, message, x, value, gradientNorm } = solve(problem, wanted);
  return { status, success, message, x: Array.from(x), value, gradientNorm };
}

function object(name: string, value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InputError("type", name, `${name} must be an object`);
}

function only(name: string, found: object, known: readonly string[]): void {
  const stray = Object.keys(found).find((key) => !known.includes(key));
  if (stray !== undefined) throw new InputError("unsupported", stray, `${name} takes no ${stray}: ${known.join(", ")}`);
}

function limit(what: string, found: number, most: number): void {
  if (found > most) throw new InputError("tooLarge", "A", `the fit needs ${found} ${what}, at most ${most} are served`);
}
