// Problems have Symbol.dispose: a consumer whose lib is ES2022 gets its type from here.
/// <reference lib="esnext.disposable" preserve="true" />
import type { Costs } from "../matrix/costs.js";
import type { Dense } from "../matrix/dense.js";
import type { RowCosts } from "../matrix/rowCosts.js";
import type { Layout } from "../wasm/memory.js";
import type { Session } from "./session.js";

/** Any array of numbers: plain, typed, or frozen. */
export type Numbers = ArrayLike<number>;

/**
 * What a solver minimises: an immutable description with pure functions of x in R^dimension.
 * Everything this package builds has all of it; a problem of your own needs the first five.
 */
export interface Problem {
  /** d, the length of x. */
  readonly dimension: number;
  /** F(x); Infinity where it overflows. */
  value(x: Numbers): number;
  /** g = F'(x), d entries. */
  gradient(x: Numbers): Float64Array;
  /** F''(x) v, d entries. */
  hvp(x: Numbers, v: Numbers): Float64Array;
  /** F''(x), d x d, both triangles. */
  hessian(x: Numbers): Dense;
  /** What the model says of each row. */
  predict?(x: Numbers): Float64Array;
  /** Frees the memory behind the functions above; later use throws. */
  dispose?(): void;
}

/** A problem that is 0.5 |r(x)|^2 for a residual r of m entries, or another multiple of it, with or without a ridge. */
export interface LeastSquaresProblem extends Problem {
  /** F(x) = factor |r(x)|^2 + 0.5 ridge |x|^2. Default factor 0.5, ridge 0. */
  readonly leastSquares?: { readonly factor: number; readonly ridge: number };
  /** r(x), m entries. */
  residual(x: Numbers): Float64Array;
  /** J = r'(x), m x d. */
  jacobian(x: Numbers): Dense;
  /** J v, m entries. */
  jvp(x: Numbers, v: Numbers): Float64Array;
  /** J'u, d entries. */
  vjp(x: Numbers, u: Numbers): Float64Array;
}

/** One memory with the matrix, the session's workspace, and whatever the solver laid out behind them. */
export interface Opened<T> {
  readonly session: Session;
  readonly parts: T;
}

/** How a solver gets at a problem of this package; a problem without it goes through the adapter. */
export const OPEN: unique symbol = Symbol("subnewton.open");

/** Residuals and scores of the data part of F (no regulariser, no ridge) at a point. */
export interface Scatter {
  /** sum weights_i r_i^2 */
  readonly squares: number;
  /** Rows with weight above 0. */
  readonly rows: number;
  /** sum_i s_i s_i' over the rows' own gradients s_i: d x d, upper triangle. */
  meat(): Float64Array;
}

/** Sizes of the rows behind a Hessian A' diag(D) A + ridge I: what the choice of a method rests on. */
export interface RowShape {
  readonly rows: number;
  readonly columns: number;
  /** True where A' diag(D) A only stands in for the Hessian, whose cost the row costs then do not tell. */
  readonly surrogate?: boolean;
  costsWith(costs: Costs): RowCosts;
}

/** A method of solve's options, by name. */
export type SolveMethod = "exact" | "sampled" | "pcg" | "gaussNewton" | "gradient" | "adam";

export interface Openable {
  readonly [OPEN]: {
    /** The methods that the problem's session can serve, "auto"'s choice first. Default only "exact". */
    readonly methods?: readonly SolveMethod[];
    /** Undefined where the Hessian has no rows to sample. */
    readonly shape?: RowShape;
    /** Rows of J, where the session has a jacobianForm. */
    readonly jacobianRows?: number;
    /** Bytes of one memory with the problem and this layout in it; `matrices` as in open. */
    bytes(layout: Layout<unknown>, matrices?: boolean): number;
    /** With room for the session's own d x d arrays where `matrices` (default): hessian and gaussNewton need it. */
    open<T>(layout: Layout<T>, matrices?: boolean): Opened<T>;
    /** What the data scatter about the fit at x, for standard errors; none where the rows are no observations. */
    scatter?(x: Numbers): Scatter;
  };
}

/** The methods a problem offers, "auto"'s choice first. */
export function methodsOf(problem: object): readonly SolveMethod[] {
  if (isOpenable(problem)) return problem[OPEN].methods ?? ["exact"];
  return ["exact", ...(isLeastSquares(problem) ? ["gaussNewton" as const] : []), "gradient", "adam"];
}

export function isLeastSquares(problem: object): problem is LeastSquaresProblem {
  return "residual" in problem && "jacobian" in problem && "jvp" in problem && "vjp" in problem;
}

export function isOpenable(problem: object): problem is Openable {
  return OPEN in problem;
}
