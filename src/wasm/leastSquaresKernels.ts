import type { Vector } from "./memory.js";
import { need } from "./need.js";
import type { RawKernels } from "./raw.js";

/** Sums and products of 0.5 sum_i w_i (y_i - b_i)^2 with y = f(z); rows of weight 0 are left out, whatever y is there. */
export interface LeastSquaresKernels {
  /** sum w_i (y_i - b_i)^2, compensated; b = 0 where absent */
  squares(w: Vector, y: Vector, b?: Vector): number;
  /** out_i <- w_i s_i (y_i - b_i), s = f' */
  slope(w: Vector, s: Vector, y: Vector, b: Vector, out: Vector): void;
  /** out_i <- w_i (s_i^2 + (y_i - b_i) c_i), s = f', c = f'' */
  curvature(w: Vector, s: Vector, c: Vector, y: Vector, b: Vector, out: Vector): void;
}

export function leastSquaresKernels(raw: RawKernels): LeastSquaresKernels {
  return {
    squares(w, y, b) {
      need("y", y.length, w.length);
      if (b) need("b", b.length, w.length);
      return raw.squares(w.length, w.at, y.at, b ? b.at : 0);
    },
    slope(w, s, y, b, out) {
      for (const v of [s, y, b, out]) need("slope's array", v.length, w.length);
      raw.slope(w.length, w.at, s.at, y.at, b.at, out.at);
    },
    curvature(w, s, c, y, b, out) {
      for (const v of [s, c, y, b, out]) need("curvature's array", v.length, w.length);
      raw.curvature(w.length, w.at, s.at, c.at, y.at, b.at, out.at);
    },
  };
}
