import type { Vector } from "../wasm/memory.js";
import type { Loss, LossMath } from "./loss.js";
import { weightedSquares } from "./sum.js";

/** A function f of one variable with its first two derivatives, each read from one of the prepared arrays. */
export interface Link {
  /** Arrays that prepare() fills. */
  readonly work: number;
  prepare(math: LossMath, z: Vector, work: readonly Vector[]): void;
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
  const f = (work: readonly Vector[]): Float64Array => work[link.f].data;
  const slopes = (work: readonly Vector[]): Float64Array => work[link.slope].data;
  return {
    size,
    work: link.work,
    prepare: link.prepare,
    value: (work, from, to) => 0.5 * weightedSquares(weight, f(work), b, from, to),
    magnitude(work, from, to) {
      const y = f(work);
      let sum = 0;
      for (let i = from; i < to; i++) sum += weight[i] === 0 ? 0 : weight[i] * (y[i] * y[i] + b[i] * b[i]);
      return 0.5 * sum;
    },
    slope(work, out, from, to) {
      const y = f(work);
      const s = slopes(work);
      for (let i = from; i < to; i++) out[i] = weight[i] === 0 ? 0 : weight[i] * s[i] * (y[i] - b[i]);
    },
    slopeSize(work, out, from, to) {
      const y = f(work);
      const s = slopes(work);
      for (let i = from; i < to; i++) {
        out[i] = weight[i] === 0 ? 0 : weight[i] * Math.abs(s[i]) * (Math.abs(y[i]) + Math.abs(b[i]));
      }
    },
    curvature(work, out, from, to) {
      const y = f(work);
      const s = slopes(work);
      const c = work[link.curvature].data;
      for (let i = from; i < to; i++) {
        out[i] = weight[i] === 0 ? 0 : weight[i] * (s[i] * s[i] + (y[i] - b[i]) * c[i]);
      }
    },
    predict: (work, out, from, to) => out.set(f(work).subarray(from, to), from),
    residual(work, out, from, to) {
      const y = f(work);
      for (let i = from; i < to; i++) out[i] = weight[i] === 0 ? 0 : Math.sqrt(weight[i]) * (y[i] - b[i]);
    },
    residualSlope(work, out, from, to) {
      const s = slopes(work);
      for (let i = from; i < to; i++) out[i] = weight[i] === 0 ? 0 : Math.sqrt(weight[i]) * s[i];
    },
    convexityThreshold: (i) => weight[i] * link.threshold(b[i]),
  };
}
