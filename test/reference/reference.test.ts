import { describe, expect, it } from "vitest";
import { reals, seeded } from "../kernels/support/seeded.js";
import { add, bitLength, type Exact, fromDouble, multiply, negate, sqrt, ulpError } from "./exact.js";
import { exactCosh, exactExp, exactSinh } from "./exponential.js";
import { Sum } from "./sum.js";

/** |a - b| / |b|, up to powers of two. */
function distance(a: Exact, b: Exact): number {
  const difference = add(a, negate(b));
  return difference.n === 0n ? 0 : 2 ** (bitLength(difference.n) + difference.e - bitLength(b.n) - b.e + 1);
}

const ulpOf = (x: number): number => Math.abs(x) * 2 ** -52;

/** A double beside the exact number: cut off, not rounded. */
function nearest({ n, e }: Exact): number {
  const drop = Math.max(0, bitLength(n) - 60);
  return Number(n >> BigInt(drop)) * 2 ** (e + drop);
}

/** The number of these decimal digits. */
function decimal(digits: string): Exact {
  const [whole, fraction] = digits.split(".");
  return { n: (BigInt(whole + fraction) << 400n) / 10n ** BigInt(fraction.length), e: -400 };
}

describe("the exact references", () => {
  it("know published digits", () => {
    const e = decimal("2.71828182845904523536028747135266249775724709369995957496696763");
    expect(distance(exactExp(1), e)).toBeLessThan(1e-58);
    const sinh = decimal("1.17520119364380145688238185059560081515571798133409587022956541");
    expect(distance(exactSinh(1), sinh)).toBeLessThan(1e-58);
    const cosh = decimal("1.54308063481524377847790562075706168260152911236586370473740221");
    expect(distance(exactCosh(1), cosh)).toBeLessThan(1e-58);
  });

  it("keep the identities of exp, sinh and cosh", () => {
    const one: Exact = { n: 1n, e: 0 };
    for (const x of [5e-324, 1e-200, 2 ** -40, 0.1, 0.4999, 0.5, 1, 13.7, 300, 745, 1400.5]) {
      expect(distance(multiply(exactExp(x), exactExp(-x)), one)).toBeLessThan(2 ** -230);
      const [s, c] = [exactSinh(x), exactCosh(x)];
      expect(distance(add(s, c), exactExp(x))).toBeLessThan(2 ** -230);
      expect(distance(exactSinh(-x), negate(s))).toBeLessThan(2 ** -230);
      // sinh 2x = 2 sinh x cosh x crosses from the series to the exponentials.
      expect(distance(exactSinh(2 * x), multiply({ n: 2n, e: 0 }, multiply(s, c)))).toBeLessThan(2 ** -230);
    }
  });

  it("measure ulps", () => {
    expect(ulpError(1, { n: 1n, e: 0 })).toBe(0);
    expect(ulpError(1 + 2 ** -52, { n: 1n, e: 0 })).toBe(1);
    expect(ulpError(2, { n: 3n, e: -1 })).toBe(2 ** 51);
    expect(ulpError(1.5, add(fromDouble(1.5), { n: 1n, e: -54 }))).toBe(0.25);
    expect(ulpError(0, { n: 1n, e: -1075 })).toBe(0.5);
    expect(ulpError(5e-324, { n: 3n, e: -1075 })).toBe(0.5);
    expect(ulpError(Infinity, { n: 1n, e: 1024 })).toBe(0);
    expect(ulpError(Number.MAX_VALUE, { n: 1n, e: 1024 })).toBe(0.5);
    expect(ulpError(Number.NaN, { n: 1n, e: 0 })).toBe(Infinity);
    expect(ulpError(-1, { n: 1n, e: 0 })).toBe(2 ** 53);
  });

  it("take square roots", () => {
    for (const x of [1, 2, 3, 1e300, 5e-324, 7 * 2 ** -1001]) {
      const root = sqrt(fromDouble(x));
      expect(distance(multiply(root, root), fromDouble(x))).toBeLessThan(2 ** -110);
      expect(ulpError(Math.sqrt(x), root)).toBeLessThanOrEqual(0.5);
    }
  });

  it("sum as if in twice the precision", () => {
    const random = seeded(1);
    for (let n = 0; n <= 40; n++) {
      const values = reals(random, 6 * n);
      const sum = new Sum();
      let exact: Exact = { n: 0n, e: 0 };
      let size = 0;
      for (let i = 0; i < n; i++) {
        const [t, a, b, c, d, e] = values.subarray(6 * i, 6 * i + 6);
        sum.add(t).addProduct(a, b).addProduct3(c, d, e);
        for (const factors of [[t], [a, b], [c, d, e]]) {
          exact = add(exact, factors.map(fromDouble).reduce(multiply));
          size += Math.abs(factors.reduce((x, y) => x * y));
        }
      }
      expect(sum.terms).toBe(3 * n);
      expect(Math.abs(sum.size - size)).toBeLessThanOrEqual(1e-14 * size);
      // One rounding of the result, and per term a few of size u^2 (Ogita, Rump, Oishi, proposition 4.4).
      const bound = ulpOf(sum.value) + 40 * (n + 1) * 2 ** -106 * size;
      expect(Math.abs(sum.value - nearest(exact)), `${n} terms`).toBeLessThanOrEqual(bound);
    }
    // 1e16 + 1 - 1e16, and a product whose error alone is left.
    expect(new Sum(1e16).add(1).add(-1e16).value).toBe(1);
    const t = 1 + 2 ** -30;
    expect(new Sum().addProduct(t, t).add(-(1 + 2 ** -29)).value).toBe(2 ** -60);
    expect(new Sum().addProduct3(t, t, 4).add(-(4 + 2 ** -27)).value).toBe(2 ** -58);
  });
});
