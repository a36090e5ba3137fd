import type { TokenMatch } from "../problem/attention/snap.js";
import type { SolveMethod } from "../problem/problem.js";
import type { Counts } from "../problem/session.js";
import type { IterationRecord } from "./record.js";

/** How a solve ended. */
export type Status =
  | "converged"
  | "stalled"
  | "maxIterations"
  | "maxSeconds"
  | "aborted"
  | "unbounded"
  | "illPosed"
  | "failed";

/** The evidence behind an answer, recomputed from x. */
export interface Certificate {
  /** Half of g'H^-1 g at x, by the factor of the last iteration or conjugate gradients: what a further Newton step could gain. */
  readonly newtonDecrement: number;
  /** max_j |g_j| / s_j at x, s_j the summed sizes of the terms that g_j is the difference of: rounding alone gives about 1e-16. */
  readonly gradientQuotient: number;
  /** S = F + 0.5 sum weights_i b_i^2 at x: a fit that makes F a tiny part of it is perfect to that many digits. */
  readonly magnitude: number;
  /**
   * Second-order test of the exact Hessian at the last iteration, by what `test` says; where a pivot of its Cholesky
   * factorisation was negative, also by searching F along that direction both ways: "singular" if it does not fall,
   * "indefinite" if not searched.
   */
  readonly hessian: "positive definite" | "singular" | "indefinite" | "not tested";
  /** Smallest pivot over its diagonal entry: about 1/condition of the Hessian scaled to unit diagonal. */
  readonly smallestPivot: number;
  /** Share of the curvature that was negative and turned round by the majorant at the last iteration. */
  readonly clippedMass: number;
  /** What showed the Hessian to be positive definite: see SecondOrderTest; absent where nothing did. */
  readonly test?: "cholesky" | "lanczos" | "sample" | "scores";
  /** What the sampling of rows did, where the method samples. */
  readonly sampling?: SamplingCertificate;
  /** True where the regulariser meets every row's convexity threshold T_i: any minimum is then the only one. */
  readonly convex?: boolean;
  /**
   * Inversion problems: true where F is a perfect fit, 0 but for rounding, or no more than the problem's `noise` explains.
   * Several such solutions are equally good.
   */
  readonly zeroLoss?: boolean;
  /** Of solutions with zeroLoss, dense methods: largest over smallest singular value of the residual's J at x. */
  readonly jacobianCondition?: number;
  /** With it: directions of x that the data do not determine at all, N - rank J. */
  readonly lostDirections?: number;
  /** Where there are any: an orthonormal basis of them, vectors of N entries. */
  readonly lostBasis?: readonly (readonly number[])[];
  /** With `noise`: standard deviation of each entry of x, by the rows of J^+, to first order; 1.8e308 where it is lost. */
  readonly standardErrors?: readonly number[];
  /** With `embedding`: the nearest rows of the table to each token of a solution, and F with the tokens set to them. */
  readonly tokens?: readonly TokenMatch[];
  readonly snappedValue?: number;
  /** Leverage inversions: max |sigma - tau|, or |g - c|_2 for the gradient's: 0 but for rounding where the data are met. */
  readonly residual?: number;
  /** Of the residual's Jacobian (sigma's, or H_b) in the Dikin metric: largest over smallest singular value. */
  readonly condition?: number;
  /** |U (x - x0)|_2, the Dikin distance from where the first start began: below about 0.3, x0 points at this solution. */
  readonly distance?: number;
  /** The signs of s = A x - b, row by row. */
  readonly cell?: string;
  /** Root mean square of |x error|_2 for independent noise of size 1 in each score, or entry of B: |J^+|_F, to first order. */
  readonly errorPerNoise?: number;
  /** Connected parts of A's rows as a matroid: the scores tell |s| up to a scale for each. */
  readonly components?: number;
  /** Rows outside the span of the others: their score is 1 at every x. */
  readonly coloops?: number;
  /** True where b lies in range(A): all points x_b + t (x - x_b) then have the same scores. */
  readonly offsetInRange?: boolean;
  /** True where n >= d + 2, the rows of [A, b] are connected and b is not in range(A): then no other cell has these scores, for almost every x. */
  readonly uniqueInOtherCells?: boolean;
  /** False where a system of equations is left with a residual: a local minimum of its size that is no root. */
  readonly root?: boolean;
  /** False where the residual's Jacobian is singular at x: a whole set of points fits as well, and status is "illPosed". */
  readonly determined?: boolean;
  /**
   * Two-layer regression: the rows i with a_i'x = 0 that hold x, and their multipliers theta_i in (0, 1): 0 = g + sum_i theta_i gamma_i a_i,
   * g the gradient with these rows inactive, gamma_i what its jump at their kink is made of. Empty where F is smooth at x.
   */
  readonly kinks?: { readonly rows: readonly number[]; readonly multipliers: readonly number[] };
  /** False where x lies on so many kinks at once that not every direction could be excluded as one of descent. */
  readonly descentExcluded?: boolean;
  /** How often x0 was halved because F overflowed there, or was constant to every digit. */
  readonly halvings: number;
  /** How often a saddle was left along negative curvature. */
  readonly escapes: number;
}

/** How far a sampled Hessian is from the exact one: |u'H~u / u'Hu - 1| is at most this for every u. */
export interface SpectralError {
  /** By Lanczos steps, within a few per cent. */
  readonly measured: number;
  /** What those steps prove with the stated confidence; null where they prove nothing. */
  readonly certified: number | null;
  readonly confidence: number;
  readonly steps: number;
}

/** What the sampling of one start did; figures of a sample are the last one's. */
export interface SamplingCertificate {
  readonly by: "leverage" | "rowNorm" | "uniform";
  /** Expected rows of the sample, rows it got, and those of them that were certain to be taken. */
  readonly rowsAsked: number;
  readonly rowsKept: number;
  readonly certainRows: number;
  /** Largest 1 / p_i of a row taken. */
  readonly maxWeight: number;
  /** Sum of the estimated leverage scores, each at most 1: the effective dimension, d at most; 0 without scores. */
  readonly sumOfScores: number;
  /** max_j |H~_jj / H_jj - 1|: a lower bound of the spectral error. */
  readonly diagonalError: number;
  /** Samples drawn, scores computed anew, columns whose lost diagonal was restored, factorisations that failed. */
  readonly draws: number;
  readonly refreshes: number;
  readonly repaired: number;
  readonly retries: number;
  readonly seed: number;
  /** With sampling.certify: the last sample against the majorant it was drawn from, at the solution. */
  readonly epsilon?: SpectralError;
}

/** A point that passed the stopping test; `hits` starts ended there. */
export interface Solution {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradientNorm: number;
  readonly hits: number;
  readonly certificate: Certificate;
}

/** The method a solve used; `auto` chose it by predicted time, which is a pure function of the problem's sizes. */
export interface Choice {
  readonly method: SolveMethod;
  /** One sentence. */
  readonly why: string;
  /** Predicted seconds of each method that was considered, on the machine the shipped constants were measured on. */
  readonly predictedSeconds: Readonly<Record<string, number>>;
}

/** Plain data: survives structuredClone, and JSON.stringify writes its arrays as arrays. */
export interface Result {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  /** max |g_j|, recomputed at x. */
  readonly gradientNorm: number;
  /** True for converged, and for stalled with the gradient below the rounding bound. */
  readonly success: boolean;
  readonly status: Status;
  /** What happened and what to do. */
  readonly message: string;
  readonly iterations: number;
  readonly counts: Counts;
  readonly history: readonly IterationRecord[];
  readonly seconds: number;
  readonly certificate: Certificate;
  /** Which method ran, and why. */
  readonly choice: Choice;
  /** Distinct solutions of all starts, best first. */
  readonly solutions: readonly Solution[];
}

/** A vector of a result: JSON.stringify would write a typed array as an object with a key for each index. */
export function jsonSafe(data: Float64Array): Float64Array {
  Object.defineProperty(data, "toJSON", { value: () => Array.from(data) });
  return data;
}
