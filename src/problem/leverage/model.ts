import type { Paced } from "../../wasm/pace.js";

/** Plain facts of a point. */
export type Facts = Record<string, number | boolean | string>;

/**
 * What the public functions and the session of both leverage problems are made of: F and its derivatives at one point,
 * on plain views; what takes long pauses. move() first; then any of the others, in any order, each to its end.
 */
export interface Model {
  readonly dimension: number;
  /** Entries of the residual. */
  readonly residuals: number;
  /** Moves to x and returns F(x); Infinity where it is not defined, and the rest is then NaN. */
  move(x: ArrayLike<number>): Paced<number>;
  /** F at the current point. */
  value(): number;
  predict(out: Float64Array): void;
  gradient(out: Float64Array): Paced<void>;
  hvp(v: Float64Array, out: Float64Array): Paced<void>;
  /** F'', both triangles. */
  hessian(out: Float64Array): Paced<void>;
  residual(out: Float64Array): void;
  /** residuals x d, row-major */
  jacobian(out: Float64Array): Paced<void>;
  jvp(v: Float64Array, out: Float64Array): Paced<void>;
  vjp(u: Float64Array, out: Float64Array): Paced<void>;
  /** J'J, both triangles. */
  normal(out: Float64Array): Paced<void>;
  /** The metric of steps, both triangles: U'U (Dikin), with rows near their hyperplane held back. */
  metric(out: Float64Array): Paced<void>;
  /** out_j <- the summed sizes of the terms that g_j is the difference of. */
  gradientSize(out: Float64Array): Paced<void>;
  /** F + 0.5 |terms of the residual|^2 */
  magnitude(): number;
  /** out_i <- D_i > 0 with A' diag(D) A near F'' at a solution: what rows are sampled by. None: the method is not offered. */
  surrogate?(out: Float64Array): void;
  /** max |(A step)_i / s_i|, the largest relative change of s. */
  reach(step: Float64Array): number;
  /** x <- a start found by a method of its own; the model then stands nowhere. */
  start?(x: Float64Array): Paced<void>;
  /** Facts of the point for the certificate. */
  facts(): Paced<Facts>;
}
