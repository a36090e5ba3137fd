import { InputError } from "../inputError.js";
import { checkNames, checkNumber, checkVector, checkWhole, describe } from "../matrix/check.js";
import { COSTS, type Costs, checkCosts } from "../matrix/costs.js";
import type { Numbers, SolveMethod } from "../problem/problem.js";
import type { IterationRecord } from "./record.js";

/** What solve, iterate and solveAsync take besides the problem. */
export interface SolveOptions {
  /** Start; default 0 in every entry, or where the problem would begin (leverageInversion has a method of its own, attentionInversion a random start). */
  readonly x0?: Numbers;
  /**
   * "exact": full Newton by Gram matrix and Cholesky. "sampled": the papers' step x - H~^-1 g, H~ a sample of rows.
   * "pcg": conjugate gradients on the exact Hessian with the sampled factor as preconditioner; for attention without one, in
   * a trust region, without any d x d array. "sampled" there draws rows of the Jacobian. "gaussNewton":
   * Levenberg-Marquardt, for inversion problems. "gradient": Armijo descent; "adam": both first-order. "auto", the default:
   * the first that the problem offers; for a regression the one whose predicted time is least, by a formula in n, d and
   * the row lengths.
   */
  readonly method?: MethodName;
  /** How "sampled" and "pcg" choose rows. */
  readonly sampling?: SamplingOptions;
  /** The machine's speeds for "auto", from calibrate(); default: the shipped ones. */
  readonly costs?: Costs;
  /** Relative: stops when F can fall by no more than tolerance F. Default 1e-8, near what differences of F can show. */
  readonly tolerance?: number;
  /** In all, over all starts. Default 200 a start; 400 for gaussNewton, 2000 for the first-order methods. */
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

export type MethodName = "auto" | SolveMethod;

export interface SamplingOptions {
  /** Expected rows of a sample; n or more takes every row. Default 8 d for "pcg" and of a Jacobian, 16 d for "sampled" (SOLVER 1.4). */
  readonly rows?: number;
  /** Probabilities by leverage scores (default), by D_i |a_i|^2, or all equal: the last two fail on coherent rows. */
  readonly by?: "leverage" | "rowNorm" | "uniform";
  /** For "sampled": "search" scales the step to the model's minimum and searches F; "unit" is the papers' x - H~^-1 g. */
  readonly step?: "search" | "unit";
  /** Measure the last sample's spectral error at the solution by 12 Lanczos steps. Default false. */
  readonly certify?: boolean;
}

export interface CheckedOptions {
  readonly method: MethodName;
  readonly sampling: SamplingOptions;
  readonly costs: Costs;
  /** Undefined for the problem's own start. */
  readonly x0?: Float64Array;
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
  "sampling",
  "costs",
  "tolerance",
  "maxIterations",
  "maxSeconds",
  "seed",
  "starts",
  "verbose",
  "onIteration",
  "signal",
];

/** Iterations a start: first-order steps are cheap and many, and Levenberg's method may cross long valleys. */
const EACH: Partial<Record<MethodName, number>> = { gaussNewton: 400, gradient: 2000, adam: 2000 };

/** Defaults filled in, everything checked before any work. `offered`: the problem's methods, "auto"'s choice first. */
export function checkOptions(
  dimension: number,
  options: SolveOptions = {},
  offered: readonly SolveMethod[] = ["exact"],
): CheckedOptions {
  if (typeof options !== "object" || options === null) {
    throw new InputError("type", "options", `options is ${describe(options)}, an object is needed`);
  }
  checkNames("a solve", options, NAMES);
  const { method: asked = "auto", onIteration, signal, verbose = false } = options;
  // Where the first offered is "exact", the choice of a matrix for it is still to be made.
  const method = asked === "auto" && offered[0] !== "exact" ? offered[0] : asked;
  if (method !== "auto" && !offered.includes(method)) {
    throw new InputError(
      "unsupported",
      "method",
      `method "${String(asked)}" is not supported here: use ${["auto", ...offered].join(" or ")}`,
    );
  }
  if (signal !== undefined && !("aborted" in Object(signal))) {
    throw new InputError(
      "type",
      "signal",
      `signal is ${describe(signal)}, an AbortSignal is needed: controller.signal`,
    );
  }
  if (onIteration !== undefined && typeof onIteration !== "function") {
    throw new InputError("type", "onIteration", `onIteration is ${describe(onIteration)}, a function is needed`);
  }
  const starts = checkWhole("starts", options.starts ?? 1, 1);
  return {
    method,
    sampling: checkSampling(options.sampling),
    costs: options.costs === undefined ? COSTS : checkCosts(options.costs),
    x0: options.x0 === undefined ? undefined : checkVector("x0", options.x0, dimension).slice(),
    tolerance: positive("tolerance", options.tolerance ?? 1e-8),
    maxIterations: checkWhole("maxIterations", options.maxIterations ?? (EACH[method] ?? 200) * starts, 0),
    maxSeconds:
      options.maxSeconds === undefined ? Number.POSITIVE_INFINITY : positive("maxSeconds", options.maxSeconds),
    seed: checkWhole("seed", options.seed ?? 0, 0),
    starts,
    verbose,
    onIteration,
    signal,
  };
}

function checkSampling(sampling: SamplingOptions = {}): SamplingOptions {
  if (typeof sampling !== "object" || sampling === null) {
    throw new InputError("type", "sampling", `sampling is ${describe(sampling)}, an object is needed`);
  }
  checkNames("sampling", sampling, ["rows", "by", "step", "certify"]);
  if (sampling.rows !== undefined) checkWhole("sampling.rows", sampling.rows, 1);
  oneOf("sampling.by", sampling.by, ["leverage", "rowNorm", "uniform"]);
  oneOf("sampling.step", sampling.step, ["search", "unit"]);
  oneOf("sampling.certify", sampling.certify, [true, false]);
  return { ...sampling };
}

function oneOf(argument: string, value: unknown, known: readonly unknown[]): void {
  if (value === undefined || known.includes(value)) return;
  const list = known.map((k) => JSON.stringify(k)).join(", ");
  throw new InputError("range", argument, `${argument} = ${describe(value)} must be one of ${list}`);
}

function positive(argument: string, value: number): number {
  if (checkNumber(argument, value) > 0) return value;
  throw new InputError("range", argument, `${argument} = ${value} must be above 0`);
}
