import type { Vector } from "./memory.js";
import { need } from "./need.js";
import type { RawKernels } from "./raw.js";

/** Sums and products of 0.5 |f - b|^2 with f = softmax(z), over some of the rows at a time; t = <f, f - b> over all. */
export interface SharesKernels {
  /** out_i <- e^(x_i - shift); returns their sum; out may be x */
  expShifted(x: Vector, shift: number, out: Vector): number;
  /** f_i <- f_i / total; out <- [sum f_i (f_i - b_i), sum f_i^2] */
  shares(total: number, f: Vector, b: Vector, out: Vector): void;
  /** out_i <- f_i (f_i - b_i - t); returns their sum */
  sharesSlope(f: Vector, b: Vector, t: number, out: Vector): number;
  /** out_i <- f_i (2 f_i - b_i - t); returns their sum */
  sharesCurvature(f: Vector, b: Vector, t: number, out: Vector): number;
}

export function sharesKernels(raw: RawKernels): SharesKernels {
  return {
    expShifted(x, shift, out) {
      need("out", out.length, x.length);
      return raw.expShifted(x.length, x.at, shift, out.at);
    },
    shares(total, f, b, out) {
      need("b", b.length, f.length);
      need("out", out.length, 2);
      raw.shares(f.length, total, f.at, b.at, out.at);
    },
    sharesSlope(f, b, t, out) {
      need("b", b.length, f.length);
      need("out", out.length, f.length);
      return raw.sharesSlope(f.length, f.at, b.at, t, out.at);
    },
    sharesCurvature(f, b, t, out) {
      need("b", b.length, f.length);
      need("out", out.length, f.length);
      return raw.sharesCurvature(f.length, f.at, b.at, t, out.at);
    },
  };
}
