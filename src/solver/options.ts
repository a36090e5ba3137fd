import { InputError } from "../inputError.js";
import { checkNames, checkNumber, checkVector, checkWhole, describe } from "../matrix/check.js";
import type { MethodName, Numbers } from "../problem/problem.js";
import type { IterationRecord } from "./record.js";

/** What solve, iterate and solveAsync take besides the problem. */
export interface SolveOptions {
  /** Start; default 0 in every entry, or where the problem would begin (leverageInversion has a method of its own). */
  readonly x0?: Numbers;
  /**
   * "exact": full Newton by Gram matrix and Cholesky. "gaussNewton": Levenberg-Marquardt, for inversion problems.
   * "gradient": Armijo descent; "adam": both first-order. "auto" is the first that the problem offers. Default "auto".
   */
  readonly method?: "auto" | MethodName;
  /** Relative: stops when F can fall by no more than tolerance F. Default 1e-8, near what differences of F can show. */
  readonly tolerance?: number;
  /** In all, over all starts. Default 200 a start, 2000 for the first-order methods. */
  readonly maxIterations?: number;
  /** In all. The one thing that reads a clock; default none. */
  readonly maxSeconds?: number;
  /** Whole number from 0 to 2^53 - 1 behind every random choice. Default 0. */
  readonly seed?: number;
  /** Start 1 is x0, the others are random; result.solutions has what they found. Default 1. */
  readonly starts?: number;
  /** Print a line an iteration. */
  readonly verbose?: boolean;
  /** Called with each iteration's record. */
  readonly onIteration?: (record: IterationRecord) => void;
  /** Aborts solveAsync (at its next pause) and the others (at the next iteration): status "aborted", best x so far. */
  readonly signal?: AbortSignal;
}

export interface CheckedOptions {
  /** Undefined for the problem's own start. */
  readonly x0?: Float64Array;
  readonly method: MethodName;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly maxSeconds: number;
  readonly seed: number;
  readonly starts: number;
  readonly verbose: boolean;
  readonly onIteration?: (record: IterationRecord) => void;
  readonly signal?: AbortSignal;
}

const NAMES = [
  "x0",
  "method",
  "tolerance",
  "maxIterations",
  "maxSeconds",
  "seed",
  "starts",
  "verbose",
  "onIteration",
  "signal",
];

/** Defaults filled in, everything checked before any work. `offered`: the problem's methods, "auto"'s choice first. */
export function checkOptions(
  dimension: number,
  options: SolveOptions = {},
  offered: readonly MethodName[] = ["exact"],
): CheckedOptions {
  if (typeof options !== "object" || options === null) {
    throw new InputError("type", "options", `options is ${describe(options)}, an object is needed`);
  }
  checkNames("a solve", options, NAMES);
  const { method: asked = "auto", onIteration, signal, verbose = false } = options;
  const method = asked === "auto" ? offered[0] : asked;
  if (!offered.includes(method)) {
    throw new InputError(
      "unsupported",
      "method",
      `method "${asked}" is not supported here: use ${["auto", ...offered].join(" or ")}`,
    );
  }
  const each = method === "gradient" || method === "adam" ? 2000 : 200;
  if (onIteration !== undefined && typeof onIteration !== "function") {
    throw new InputError("type", "onIteration", `onIteration is ${describe(onIteration)}, a function is needed`);
  }
  const starts = checkWhole("starts", options.starts ?? 1, 1);
  return {
    x0: options.x0 === undefined ? undefined : checkVector("x0", options.x0, dimension).slice(),
    method,
    tolerance: positive("tolerance", options.tolerance ?? 1e-8),
    maxIterations: checkWhole("maxIterations", options.maxIterations ?? each * starts, 0),
    maxSeconds:
      options.maxSeconds === undefined ? Number.POSITIVE_INFINITY : positive("maxSeconds", options.maxSeconds),
    seed: checkWhole("seed", options.seed ?? 0, 0),
    starts,
    verbose,
    onIteration,
    signal,
  };
}

function positive(argument: string, value: number): number {
  if (checkNumber(argument, value) > 0) return value;
  throw new InputError("range", argument, `${argument} = ${value} must be above 0`);
}
