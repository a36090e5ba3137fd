import { describe, expect, it } from "vitest";
import { sameBits } from "./support/check.js";
import { Sandbox } from "./support/sandbox.js";
import { type Random, reals, seeded } from "./support/seeded.js";

// The compiler's optimiser is told "fast math": these tests show that it kept every rounding in its place.
const box = new Sandbox(1 << 13);
const { vector, dense, symmetric } = box.kernels;

/** n doubles over 200 binades: any other order of sums gives other bits. */
function wild(random: Random, n: number): Float64Array {
  return reals(random, n).map((x) => x * 2 ** Math.floor(random() * 200 - 100));
}

/** x'y in `lanes` partial sums of stride `lanes`, joined by `join`, the rest added one by one. */
function inLanes(lanes: number, x: Float64Array, y: Float64Array, join: (s: number[]) => number): number {
  const s = new Array<number>(lanes).fill(0);
  const whole = x.length - (x.length % lanes);
  for (let i = 0; i < whole; i++) s[i % lanes] += x[i] * y[i];
  let sum = join(s);
  for (let i = whole; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

describe("order of operations", () => {
  it("dot adds eight partial sums, pair by pair, and then the rest", () => {
    const join = (s: number[]): number => s[0] + s[2] + (s[4] + s[6]) + (s[1] + s[3] + (s[5] + s[7]));
    for (let n = 0; n <= 67; n++) {
      for (let seed = 0; seed < 20; seed++) {
        box.reset(seed);
        const [x, y] = [wild(seeded(n + 100 * seed), n), wild(seeded(n + 100 * seed + 50), n)];
        sameBits(`length ${n}`, [vector.dot(box.vector(x), box.vector(y))], [inLanes(8, x, y, join)]);
      }
    }
  });

  it("denseMultiply adds four partial sums, the same in groups of four rows and in single rows", () => {
    const join = (s: number[]): number => s[0] + s[2] + (s[1] + s[3]);
    for (let columns = 1; columns <= 67; columns++) {
      box.reset(columns);
      const [row, x] = [wild(seeded(columns), columns), wild(seeded(columns + 100), columns)];
      const data = Float64Array.from({ length: 7 * columns }, (_, k) => row[k % columns]);
      const z = box.vector(7);
      dense.multiply({ rows: 7, columns, data: box.vector(data) }, box.vector(x), z, 0, 7);
      sameBits(`${columns} columns`, z.data, new Float64Array(7).fill(inLanes(4, row, x, join)));
    }
  });

  it("loses in a sum what a sum in this order loses, and nothing else", () => {
    box.reset(1);
    const ones = box.vector(new Float64Array(24).fill(1));
    const x = new Float64Array(24);
    // One lane: 1e16 + 1 rounds back to 1e16. Two lanes: the 1 survives.
    [x[0], x[8], x[16]] = [1e16, 1, -1e16];
    expect(vector.dot(box.vector(x), ones)).toBe(0);
    [x[8], x[9]] = [0, 1];
    expect(vector.dot(box.vector(x), ones)).toBe(1);
  });

  it("rounds the product before the sum: no fused multiply-add", () => {
    // (1 + 2^-30)^2 = 1 + 2^-29 + 2^-60; the product loses the last term, a fused sum would keep it.
    const t = 1 + 2 ** -30;
    const minus = -(1 + 2 ** -29);
    for (let n = 1; n <= 9; n++) {
      box.reset(n);
      const [x, y, out] = [
        box.vector(new Float64Array(n).fill(t)),
        box.vector(new Float64Array(n).fill(minus)),
        box.vector(n),
      ];
      vector.scaleAdd(y, t, x, out);
      sameBits("scaleAdd", out.data, new Float64Array(n));
      vector.axpy(t, x, y);
      sameBits("axpy", y.data, new Float64Array(n));
    }
    box.reset(1);
    for (const lane of [0, 7]) {
      const [x, y] = [new Float64Array(17), new Float64Array(17)];
      [x[lane], y[lane], x[lane + 8], y[lane + 8]] = [1, minus, t, t];
      expect(vector.dot(box.vector(x), box.vector(y))).toBe(0);
    }
  });

  it("keeps signed zeros, infinities and the difference of infinities", () => {
    for (let n = 1; n <= 9; n++) {
      box.reset(n);
      const all = (x: number) => box.vector(new Float64Array(n).fill(x));
      const out = all(1);
      const cases = [
        [-0, 0, -5, -0],
        [-0, 0, 5, 0],
        [0, -1, 0, 0],
        [-0, -1, 0, -0],
        [3, -1, 3, 0],
        [Infinity, -1, Infinity, Number.NaN],
        [1, 0, Infinity, Number.NaN],
        [1, 0, Number.NaN, Number.NaN],
      ];
      for (const [x, a, y, want] of cases) {
        vector.scaleAdd(all(x), a, all(y), out);
        sameBits(`${x} + ${a} * ${y}`, out.data, new Float64Array(n).fill(want));
      }
    }
  });
});

describe("NaN", () => {
  it("reaches the result from every position", () => {
    for (let n = 1; n <= 35; n++) {
      for (let at = 0; at < n; at++) {
        box.reset(n);
        const values = reals(seeded(n), n);
        values[at] = Number.NaN;
        const x = box.vector(values);
        const y = box.vector(reals(seeded(n), n));
        const out = box.vector(n);
        expect(vector.dot(x, y)).toBeNaN();
        expect(vector.dot(y, x)).toBeNaN();
        vector.exp(x, out);
        for (let i = 0; i < n; i++) expect(Number.isNaN(out.data[i])).toBe(i === at);
        const z = box.vector(5);
        const A = { rows: 5, columns: n, data: box.vector(new Float64Array(5 * n).fill(1)) };
        dense.multiply(A, x, z, 0, 5);
        expect(z.data.every(Number.isNaN)).toBe(true);
        const g = box.vector(n);
        g.data.fill(0);
        A.data.data.fill(Number.NaN, at, at + 1);
        const five = box.vector(new Float64Array(5));
        // 0 times NaN is NaN: a dense row of weight 0 is not skipped.
        dense.multiplyTransposeAdd(A, five, g, 0, 5);
        expect(Number.isNaN(g.data[at])).toBe(true);
      }
    }
  });

  it("reaches the solution of a triangular system", () => {
    box.reset(1);
    const y = box.vector([Number.NaN, 1]);
    symmetric.solveTransposed(2, 2, box.vector([1, 0, 0, 1]), y);
    expect(y.data.every(Number.isNaN)).toBe(true);
  });
});
