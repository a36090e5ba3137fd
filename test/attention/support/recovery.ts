import { attentionInversion } from "subnewton";
import { seeded } from "../../kernels/support/seeded.js";
import { norm } from "./cases.js";
import { normals } from "./oracle.js";

/** Tokens N(0, 1), W N(0, (1/d)^2) so that scores have size 1, V N(0, 1/d), and the output they give. */
export function instance(seed: number, n: number, d: number, widths = [d]) {
  const random = seeded(seed);
  const matrix = (rows: number, columns: number, size: number): number[][] =>
    Array.from({ length: rows }, () => normals(random, columns).map((v) => size * v));
  const truth = Float64Array.from(normals(random, n * d));
  const blank = widths.map((dv) => ({
    W: matrix(d, d, 1 / d),
    V: matrix(d, dv, d ** -0.5),
    B: Array.from({ length: n }, () => new Array<number>(dv).fill(0)),
  }));
  const Y = attentionInversion({ heads: blank }).predict(truth);
  let from = 0;
  const heads = blank.map((head, k) => ({
    ...head,
    B: head.B.map(() => {
      from += widths[k];
      return Array.from(Y.subarray(from - widths[k], from));
    }),
  }));
  return { problem: attentionInversion({ heads }), heads, truth, size: norm(Y) ** 2 };
}

/** |x - truth| / |truth| */
export const error = (x: Float64Array, truth: Float64Array): number =>
  norm(x.map((v, j) => v - truth[j])) / norm(truth);
