import { describe, expect, it } from "vitest";
import { place } from "../../src/wasm/memory.js";
import { integer, seeded } from "../kernels/support/seeded.js";
import { add, type Exact, fromDouble, multiply, negate, ulpError } from "../reference/exact.js";

/** sum w_i (y_i - b_i)^2 by the kernel that the losses sum with. */
function squares(y: ArrayLike<number>, w?: ArrayLike<number>, b?: ArrayLike<number>): number {
  const { kernels, parts } = place((arena) => [0, 1, 2].map(() => arena.f64(y.length)));
  const [yv, wv, bv] = parts;
  yv.data.set(y);
  if (w) wv.data.set(w);
  if (b) bv.data.set(b);
  return kernels.leastSquares.squares(w ? wv : undefined, yv, b ? bv : undefined);
}

describe("the losses' compensated sum of squares", () => {
  it("is exact where terms cancel down to the last one", () => {
    // Squares 2^60, 1, -2^60, 2^-40: a plain sum keeps nothing of 1 and 2^-40.
    const y = [2 ** 30, 1, 2 ** 30, 2 ** -20];
    expect(squares(y, [1, 1, -1, 1])).toBe(1 + 2 ** -40);
    for (const length of [5, 6, 7, 8, 9]) {
      const long = Array.from({ length }, (_, i) => y[i % 4] ?? 0);
      const signs = Array.from({ length }, (_, i) => [1, 1, -1, 1][i % 4]);
      const wanted = long.reduce((sum, v, i) => (v < 2 ? sum + signs[i] * v * v : sum), 0);
      const rest = long.reduce((sum, v, i) => (v < 2 ? sum : sum + signs[i]), 0);
      expect(squares(long, signs)).toBe(rest * 2 ** 60 + wanted);
    }
  });

  it("sees a change of one term below the last bit of the sum (1e16 beside thousands of ones)", () => {
    const y = new Float64Array(4097).fill(1);
    y[0] = 1e8;
    expect(squares(y)).toBe(1e16 + 4096);
  });

  it("is within two roundings of the exact sum of its rounded terms, any length (seed 55)", () => {
    const random = seeded(55);
    for (let n = 0; n <= 67; n++) {
      const y = Float64Array.from({ length: n }, () => integer(random, -(2 ** 20), 2 ** 20));
      const b = Float64Array.from({ length: n }, () => integer(random, -(2 ** 20), 2 ** 20));
      // Powers of 2 as weights: every term is exact, only the additions round.
      const w = Float64Array.from({ length: n }, () =>
        integer(random, 0, 5) === 0 ? 0 : 2 ** integer(random, -30, 30),
      );
      let exact: Exact = fromDouble(0);
      for (let i = 0; i < n; i++) {
        const r = add(fromDouble(y[i]), negate(fromDouble(b[i])));
        exact = add(exact, multiply(fromDouble(w[i]), multiply(r, r)));
      }
      expect(ulpError(squares(y, w, b), exact)).toBeLessThanOrEqual(1);
    }
  });

  it("leaves rows of weight 0 out, whatever stands in them", () => {
    const bad = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
    for (const value of bad) {
      for (let at = 0; at < 9; at++) {
        const y = new Float64Array(9).fill(2);
        const w = new Float64Array(9).fill(1);
        y[at] = value;
        w[at] = 0;
        expect(squares(y, w)).toBe(32);
        expect(squares(y, w, new Float64Array(9).fill(1))).toBe(8);
      }
    }
  });
});
