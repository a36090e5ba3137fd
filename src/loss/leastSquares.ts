import type { Vector } from "../wasm/memory.js";
import type { Loss, LossMath, Rows } from "./loss.js";

/** A function f of one variable with its first two derivatives, each read from one of the prepared arrays. */
export interface Link {
  /** Arrays that prepare() fills. */
  readonly work: number;
  prepare(math: LossMath, z: Vector, work: Rows): void;
  /** Which of them hold f, f' and f''. */
  readonly f: number;
  readonly slope: number;
  readonly curvature: number;
  /** T(b) = - inf over z of f'(z)^2 + (f(z) - b) f''(z). */
  threshold(b: number): number;
}

/**
 * phi(z) = 0.5 sum_i weights_i (f(z_i) - b_i)^2 for any link f:
 * slope weights f' (f - b), curvature weights (f'^2 + (f - b) f'').
 * Paper 004, Lemmas 3.1-3.4, 4.1-4.4, 5.1-5.3 with errata E6, E7, E9 mended (FORMULAS-regression 1.1).
 */
export function leastSquares(link: Link, b: Float64Array, weights?: Float64Array): Loss {
  const size = b.length;
  const weight = weights ?? new Float64Array(size).fill(1);
  // Rows are [b, weights, ...work].
  const f = (rows: Rows): Vector => rows[2 + link.f];
  const s = (rows: Rows): Vector => rows[2 + link.slope];
  return {
    size,
    constants: [b, weight],
    work: link.work,
    prepare: (math, z, rows) => link.prepare(math, z, rows.slice(2)),
    value: (math, rows) => 0.5 * math.squares(rows[1], f(rows), rows[0]),
    slope: (math, rows, out) => math.slope(rows[1], s(rows), f(rows), rows[0], out),
    curvature: (math, rows, out) =>
      math.curvature(rows[1], s(rows), rows[2 + link.curvature], f(rows), rows[0], out),
    slopeSize(rows, out) {
      const [targets, w, y, dy] = [rows[0].data, rows[1].data, f(rows).data, s(rows).data];
      for (let i = 0; i < w.length; i++) {
        out[i] = w[i] === 0 ? 0 : w[i] * Math.abs(dy[i]) * (Math.abs(y[i]) + Math.abs(targets[i]));
      }
    },
    predict: (rows, out) => out.set(f(rows).data),
    residual(rows, out) {
      const [targets, w, y] = [rows[0].data, rows[1].data, f(rows).data];
      for (let i = 0; i < w.length; i++) out[i] = w[i] === 0 ? 0 : Math.sqrt(w[i]) * (y[i] - targets[i]);
    },
    residualSlope(rows, out) {
      const [w, dy] = [rows[1].data, s(rows).data];
      for (let i = 0; i < w.length; i++) out[i] = w[i] === 0 ? 0 : Math.sqrt(w[i]) * dy[i];
    },
    targetSize: 0.5 * b.reduce((sum, bi, i) => sum + weight[i] * bi * bi, 0),
    convexityThreshold: (i) => weight[i] * link.threshold(b[i]),
  };
}
