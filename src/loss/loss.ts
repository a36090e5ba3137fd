import type { Vector } from "../wasm/memory.js";

/** What a loss computes with: kernels, so that the bits do not depend on the engine's Math. */
export interface LossMath {
  /** out_i <- e^(z_i) */
  exp(z: Vector, out: Vector): void;
  /** s_i <- sinh z_i, c_i <- cosh z_i */
  sinhCosh(z: Vector, s: Vector, c: Vector): void;
  /** sum w_i (y_i - b_i)^2, rows of weight 0 left out; undefined w is 1, undefined b is 0 */
  squares(w: Vector | undefined, y: Vector, b: Vector | undefined): number;
  /** out_i <- w_i s_i (y_i - b_i) */
  slope(w: Vector | undefined, s: Vector, y: Vector, b: Vector, out: Vector): void;
  /** out_i <- w_i (s_i^2 + (y_i - b_i) c_i) */
  curvature(w: Vector | undefined, s: Vector, c: Vector, y: Vector, b: Vector, out: Vector): void;
}

/** A loss's n-vectors, all cut to the same rows: its constants first, then what prepare() fills. */
export type Rows = readonly Vector[];

/**
 * A loss phi of z in R^n: pure formulas on views; no matrix, no memory, no addresses.
 *
 * prepare() evaluates the expensive functions once; every other formula reads what it left, so a value, a slope and a
 * curvature at the same z share one exponential. Formulas see some of the rows at a time, so that a caller may pause.
 */
export interface Loss {
  /** n, rows of z. */
  readonly size: number;
  /** n-vectors that never change (targets, weights); the session keeps a copy of them as the first of `rows`. */
  readonly constants: readonly Float64Array[];
  /** n-vectors that prepare() fills, the rest of `rows`. */
  readonly work: number;
  prepare(math: LossMath, z: Vector, rows: Rows): void;
  /** phi, summed over the rows. */
  value(math: LossMath, rows: Rows): number;
  /** out_i <- d phi / d z_i */
  slope(math: LossMath, rows: Rows, out: Vector): void;
  /** out_i <- the size of the terms that the slope is the difference of. */
  slopeSize(rows: Rows, out: Float64Array): void;
  /** out_i <- d^2 phi / d z_i^2; it may be negative. */
  curvature(math: LossMath, rows: Rows, out: Vector): void;
  /** out_i <- the prediction that is compared with b. */
  predict(rows: Rows, out: Float64Array): void;
  /** out_i <- r_i with phi = 0.5 |r|^2 */
  residual(rows: Rows, out: Float64Array): void;
  /** out_i <- d r_i / d z_i */
  residualSlope(rows: Rows, out: Float64Array): void;
  /** Rows that count: those of weight above 0. */
  readonly observations: number;
  /** 0.5 |target|^2 over all rows: with F itself, the scale that F is the small difference of. */
  readonly targetSize: number;
  /** T_i: row i's term is convex on all of R exactly when a regulariser adds at least T_i to its curvature. */
  convexityThreshold(i: number): number;
}
