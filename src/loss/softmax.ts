import type { Vector } from "../wasm/memory.js";

/** What the softmax loss computes with: kernels on blocks of rows. */
export interface SharesMath {
  /** out <- [min x_i, max x_i] */
  extent(x: Vector, out: Vector): void;
  /** out_i <- e^(x_i - shift); returns their sum */
  expShifted(x: Vector, shift: number, out: Vector): number;
  /** f_i <- f_i / total; out <- [sum f_i (f_i - b_i), sum f_i^2] */
  shares(total: number, f: Vector, b: Vector, out: Vector): void;
  /** out_i <- f_i (f_i - b_i - t); returns their sum */
  sharesSlope(f: Vector, b: Vector, t: number, out: Vector): number;
  /** out_i <- f_i (2 f_i - b_i - t); returns their sum */
  sharesCurvature(f: Vector, b: Vector, t: number, out: Vector): number;
}

/** What the rows of z have in common. */
export interface Common {
  /** max z and the row k it stands in. */
  most: number;
  largest: number;
  /** sum of e^(z_i - most) over the rows but k: the total is 1 more, and 1 - f_k = others / total without cancellation. */
  others: number;
  /** t = <f, f - b> and s = <f, f>. */
  t: number;
  s: number;
}

/**
 * phi(z) = 0.5 |f - b|^2, f = softmax(z) = e^(z - max) / sum e^(z - max), in passes over blocks of rows: the functions
 * below see rows from..from + length - 1. With c = f - b, t = <f, c>, s = <f, f>:
 *
 *     slope      f.(c - t 1)
 *     curvature  (a) P' diag(p) P,  P = I - 1 f',  p = f.(f + c - t 1)      (b) diag(p) - p f' - f p' + s f f'
 *
 * (paper 001, Lemmas 5.6 and 5.15 with errata S1-S4 mended, FORMULAS-regression 1.2). Entry k of the slope is taken as
 * minus the sum of the others, and k's curvature apart from the others': where f_k is nearly 1, every number is then
 * as small as 1 - f_k and none is the rounded difference of large ones.
 */
export const softmax = {
  begin: (): Common => ({ most: Number.NEGATIVE_INFINITY, largest: -1, others: 0, t: 0, s: 0 }),
  /** First pass: max z. */
  findMost(math: SharesMath, z: Vector, from: number, two: Vector, common: Common): void {
    math.extent(z, two);
    const most = two.data[1];
    if (most <= common.most) return;
    common.most = most;
    const at = z.data.indexOf(most);
    common.largest = at < 0 ? common.largest : from + at;
  },
  /** Second pass: f <- e^(z - most). */
  powers(math: SharesMath, z: Vector, f: Vector, common: Common): number {
    return math.expShifted(z, common.most, f);
  },
  /** Third pass, with all powers summed: f <- softmax(z). */
  divide(math: SharesMath, f: Vector, b: Vector, two: Vector, common: Common): void {
    math.shares(1 + common.others, f, b, two);
    common.t += two.data[0];
    common.s += two.data[1];
  },
  /** out_i <- the size of the terms that the slope is the difference of. */
  slopeSize({ t }: Common, f: Float64Array, b: Float64Array, out: Float64Array): void {
    for (let i = 0; i < f.length; i++) out[i] = f[i] * (f[i] + Math.abs(b[i]) + Math.abs(t));
  },
  /** p_i of one row. */
  curvatureOf: ({ t }: Common, f: number, b: number): number => f * (f + (f - b - t)),
  /**
   * A T with Hess phi >= -T I at every z: v'Bv = sum_i f_i k_i (v_i - <f, v>)^2, k_i = 2 f_i - b_i - t >= -(max b - min b + 1),
   * and the variance of v under f is |v|^2 / 2 at most. For shares b it is 1 at most (paper 001, Lemma 6.3, asks for 4: S9).
   */
  convexityThreshold(b: Float64Array): number {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < b.length; i++) {
      if (b[i] < least) least = b[i];
      if (b[i] > most) most = b[i];
    }
    return (most - least + 1) / 2;
  },
};
