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
      const n = (b ?? w ?? y).length;
      need("y", y.length, n);
      if (w) need("w", w.length, n);
      return raw.squares(n, w ? w.at : 0, y.at, b ? b.at : 0);
    },
    slope(w, s, y, b, out) {
      for (const v of w ? [w, s, y, b] : [s, y, b]) need("slope's array", v.length, out.length);
      raw.slope(out.length, w ? w.at : 0, s.at, y.at, b.at, out.at);
    },
    curvature(w, s, c, y, b, out) {
      for (const v of w ? [w, s, c, y, b] : [s, c, y, b]) need("curvature's array", v.length, out.length);
      raw.curvature(out.length, w ? w.at : 0, s.at, c.at, y.at, b.at, out.at);
    },
  };
}
