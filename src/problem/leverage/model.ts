import type { Kernels } from "../../wasm/kernels.js";
import type { Pace, Paced } from "../../wasm/pace.js";

/** Plain facts of a point. */
export type Facts = Record<string, number | boolean | string>;

/**
 * What the public functions and the session of both leverage problems are made of: F and its derivatives at one point,
 * on plain views. move() first; then any of the others, in any order.
 */
export interface Model {
  readonly dimension: number;
  /** Entries of the residual. */
  readonly residuals: number;
  /** Planned nanoseconds of a value, of a product with the Hessian, and of the Gauss-Newton matrix. */
  readonly costs: { readonly value: number; readonly product: number; readonly matrix: number };
  /** Moves to x and returns F(x); Infinity where it is not defined, and the rest is then NaN. */
  move(x: ArrayLike<number>): number;
  /** F at the current point. */
  value(): number;
  predict(out: Float64Array): void;
  gradient(out: Float64Array): void;
  hvp(v: Float64Array, out: Float64Array): void;
  /** F'', both triangles. */
  hessian(out: Float64Array): void;
  residual(out: Float64Array): void;
  /** residuals x d, row-major */
  jacobian(out: Float64Array): void;
  jvp(v: Float64Array, out: Float64Array): void;
  vjp(u: Float64Array, out: Float64Array): void;
  /** J'J, both triangles. */
  normal(out: Float64Array): void;
  /** The metric of steps, both triangles: U'U (Dikin), with rows near their hyperplane held back. */
  metric(out: Float64Array): void;
  /** out_j <- the summed sizes of the terms that g_j is the difference of. */
  gradientSize(out: Float64Array): void;
  /** F + 0.5 |terms of the residual|^2 */
  magnitude(): number;
  /** max |(A step)_i / s_i|, the largest relative change of s. */
  reach(step: Float64Array): number;
  /** x <- a start found by a method of its own; the model then stands nowhere. */
  start?(kernels: Kernels, pace: Pace, x: Float64Array): Paced<void>;
  /** Facts of the point for the certificate. */
  facts(): Facts;
}
