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
  const constants = weights ? [b, weights] : [b];
  // Rows are [b, weights where given, ...work].
  const first = constants.length;
  const weight = (rows: Rows): Vector | undefined => (weights ? rows[1] : undefined);
  const f = (rows: Rows): Vector => rows[first + link.f];
  const s = (rows: Rows): Vector => rows[first + link.slope];
  const c = (rows: Rows): Vector => rows[first + link.curvature];
  const weightAt = (rows: Rows, i: number): number => (weights ? rows[1].data[i] : 1);
  return {
    size: b.length,
    constants,
    work: link.work,
    prepare: (math, z, rows) => link.prepare(math, z, rows.slice(first)),
    value: (math, rows) => 0.5 * math.squares(weight(rows), f(rows), rows[0]),
    slope: (math, rows, out) => math.slope(weight(rows), s(rows), f(rows), rows[0], out),
    curvature: (math, rows, out) => math.curvature(weight(rows), s(rows), c(rows), f(rows), rows[0], out),
    slopeSize(rows, out) {
      const [targets, y, dy] = [rows[0].data, f(rows).data, s(rows).data];
      for (let i = 0; i < y.length; i++) {
        const w = weightAt(rows, i);
        out[i] = w === 0 ? 0 : w * Math.abs(dy[i]) * (Math.abs(y[i]) + Math.abs(targets[i]));
      }
    },
    predict: (rows, out) => out.set(f(rows).data),
    residual(rows, out) {
      const [targets, y] = [rows[0].data, f(rows).data];
      for (let i = 0; i < y.length; i++) {
        const w = weightAt(rows, i);
        out[i] = w === 0 ? 0 : Math.sqrt(w) * (y[i] - targets[i]);
      }
    },
    residualSlope(rows, out) {
      const dy = s(rows).data;
      for (let i = 0; i < dy.length; i++) {
        const w = weightAt(rows, i);
        out[i] = w === 0 ? 0 : Math.sqrt(w) * dy[i];
      }
    },
    observations: weights ? weights.reduce((count, w) => count + (w > 0 ? 1 : 0), 0) : b.length,
    targetSize: 0.5 * targetSquares(b, weights),
    convexityThreshold: (i) => (weights ? weights[i] : 1) * link.threshold(b[i]),
  };
}

function targetSquares(b: Float64Array, weights?: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < b.length; i++) sum += (weights ? weights[i] : 1) * b[i] * b[i];
  return sum;
}
