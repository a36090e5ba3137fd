import type { Vector } from "./memory.js";
import { need } from "./need.js";
import type { RawKernels } from "./raw.js";

export interface VectorKernels {
  /** x'y */
  dot(x: Vector, y: Vector): number;
  /** y <- y + a x */
  axpy(a: number, x: Vector, y: Vector): void;
  /** out <- x + a y */
  scaleAdd(x: Vector, a: number, y: Vector, out: Vector): void;
  /** max |x_i|, NaN if any is */
  normMax(x: Vector): number;
  /** |x|_2 without overflow */
  norm2(x: Vector): number;
  /** out_i <- e^(x_i) */
  exp(x: Vector, out: Vector): void;
  /** s_i <- sinh x_i, c_i <- cosh x_i */
  sinhCosh(x: Vector, s: Vector, c: Vector): void;
  /** out_i <- out_i + x_i y_i */
  multiplyAdd(x: Vector, y: Vector, out: Vector): void;
  /** out <- [number of x_i < 0, sum of |x_i| over them, sum of |x_i| over all] */
  signs(x: Vector, out: Vector): void;
  /** out <- [min x_i, max x_i], both NaN if any is; [Infinity, -Infinity] without entries */
  extent(x: Vector, out: Vector): void;
}

export function vectorKernels(raw: RawKernels): VectorKernels {
  return {
    dot(x, y) {
      need("y", y.length, x.length);
      return raw.dot(x.length, x.at, y.at);
    },
    axpy(a, x, y) {
      need("y", y.length, x.length);
      raw.axpy(x.length, a, x.at, y.at);
    },
    scaleAdd(x, a, y, out) {
      need("y", y.length, x.length);
      need("out", out.length, x.length);
      raw.scaleAdd(x.length, x.at, a, y.at, out.at);
    },
    normMax: (x) => raw.normMax(x.length, x.at),
    norm2: (x) => raw.norm2(x.length, x.at),
    exp(x, out) {
      need("out", out.length, x.length);
      raw.exp(x.length, x.at, out.at);
    },
    sinhCosh(x, s, c) {
      need("s", s.length, x.length);
      need("c", c.length, x.length);
      raw.sinhCosh(x.length, x.at, s.at, c.at);
    },
    multiplyAdd(x, y, out) {
      need("y", y.length, x.length);
      need("out", out.length, x.length);
      raw.multiplyAdd(x.length, x.at, y.at, out.at);
    },
    signs(x, out) {
      need("out", out.length, 3);
      raw.signs(x.length, x.at, out.at);
    },
    extent(x, out) {
      need("out", out.length, 2);
      raw.extent(x.length, x.at, out.at);
    },
  };
}
