import type { Vector } from "../wasm/memory.js";

/** The elementwise functions a loss may use: kernels, so that the bits do not depend on the engine's Math. */
export interface LossMath {
  /** out_i <- e^(z_i) */
  exp(z: Vector, out: Vector): void;
  /** s_i <- sinh z_i, c_i <- cosh z_i */
  sinhCosh(z: Vector, s: Vector, c: Vector): void;
}

/**
 * A loss phi of z in R^n: pure formulas on views; no matrix, no memory, no addresses.
 *
 * prepare() evaluates the expensive functions once into `work`; every other formula reads only `work`, so a value, a
 * slope and a curvature at the same z share one exponential. Formulas work on the rows from..to-1 and index whole
 * arrays, so that a caller may pause between blocks of rows.
 */
export interface Loss {
  /** n, rows of z. */
  readonly size: number;
  /** n-vectors of `work`. */
  readonly work: number;
  /** work <- functions of z (both already cut to the same rows). */
  prepare(math: LossMath, z: Vector, work: readonly Vector[]): void;
  /** phi, summed over the rows. */
  value(work: readonly Vector[], from: number, to: number): number;
  /** 0.5 sum weights (|prediction|^2 + |target|^2) over the rows: the size that phi is the small difference of. */
  magnitude(work: readonly Vector[], from: number, to: number): number;
  /** out_i <- d phi / d z_i */
  slope(work: readonly Vector[], out: Float64Array, from: number, to: number): void;
  /** out_i <- the size of the terms that slope_i is the difference of. */
  slopeSize(work: readonly Vector[], out: Float64Array, from: number, to: number): void;
  /** out_i <- d^2 phi / d z_i^2; it may be negative. */
  curvature(work: readonly Vector[], out: Float64Array, from: number, to: number): void;
  /** out_i <- the prediction that is compared with b. */
  predict(work: readonly Vector[], out: Float64Array, from: number, to: number): void;
  /** out_i <- r_i with phi = 0.5 |r|^2 */
  residual(work: readonly Vector[], out: Float64Array, from: number, to: number): void;
  /** out_i <- d r_i / d z_i */
  residualSlope(work: readonly Vector[], out: Float64Array, from: number, to: number): void;
  /** T_i: row i's term is convex on all of R exactly when a regulariser adds at least T_i to its curvature. */
  convexityThreshold(i: number): number;
}
