import type { Vector } from "./memory.js";
import { need } from "./need.js";
import type { RawKernels } from "./raw.js";

/**
 * Sums and products of 0.5 sum_i w_i (y_i - b_i)^2 with y = f(z); rows of weight 0 are left out, whatever y is there.
 * Undefined w stands for 1, undefined b for 0.
 */
export interface LeastSquaresKernels {
  /** sum w_i (y_i - b_i)^2, compensated */
  squares(w: Vector | undefined, y: Vector, b: Vector | undefined): number;
  /** out_i <- w_i s_i (y_i - b_i), s = f' */
  slope(w: Vector | undefined, s: Vector, y: Vector, b: Vector, out: Vector): void;
  /** out_i <- w_i (s_i^2 + (y_i - b_i) c_i), s = f', c = f'' */
  curvature(w: Vector | undefined, s: Vector, c: Vector, y: Vector, b: Vector, out: Vector): void;
}

export function leastSquaresKernels(raw: RawKernels): LeastSquaresKernels {
  return {
    squares(w, y, b) {
      if (w) need("w", w.length, y.length);
      if (b) need("b", b.length, y.length);
      return raw.squares(y.length, w ? w.at : 0, y.at, b ? b.at : 0);
    },
    slope(w, s, y, b, out) {
      for (const v of w ? [w, y, b, out] : [y, b, out]) need("slope's array", v.length, s.length);
      raw.slope(s.length, w ? w.at : 0, s.at, y.at, b.at, out.at);
    },
    curvature(w, s, c, y, b, out) {
      for (const v of w ? [w, c, y, b, out] : [c, y, b, out]) need("curvature's array", v.length, s.length);
      raw.curvature(s.length, w ? w.at : 0, s.at, c.at, y.at, b.at, out.at);
    },
  };
}
