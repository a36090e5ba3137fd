import { dense, leverageGradientInversion, leverageInversion } from "subnewton";
import { describe, expect, it } from "vitest";
import { brute } from "./brute.js";
import { error, flat } from "./cases.js";
import { draws } from "./draws.js";

const { rows, vector } = draws(7);
const A = rows(12, 3);
const b = vector(12, 2);
const tau = A.map(() => 0.25);
const x = vector(3);
const column = A.map((row) => row[0] - 2 * row[1] + 0.5 * row[2]);
const alone = A.map((row, i) => (i === 4 ? [0, 1, 3] : [row[0], row[1], 0]));
const blocks = A.map((row, i) => (i % 2 ? [row[0], 0, row[2]] : [0, row[1], 0]));
const twice = [...A, ...A];

const structures: Record<string, { A: number[][]; b: number[] }> = {
  "b in range(A)": { A, b: column },
  "b = 0": { A, b: A.map(() => 0) },
  "a coloop": { A: alone, b },
  "two blocks": { A: blocks, b },
  "duplicate rows": { A: twice, b: [...b, ...b] },
  "n = d + 1": { A: A.slice(0, 4), b: b.slice(0, 4) },
  "n = d": { A: A.slice(0, 3), b: b.slice(0, 3) },
  "a zero row": { A: A.map((row, i) => (i === 5 ? [0, 0, 0] : row)), b: b.map((v, i) => (i === 5 ? 0 : v)) },
  "rows of sizes 1e-150 to 1e150": {
    A: A.map((row, i) => row.map((v) => v * 10 ** (25 * (i - 6)))),
    b: b.map((v, i) => v * 10 ** (25 * (i - 6))),
  },
};

describe.each(Object.entries(structures))("%s", (name, { A, b }) => {
  const targets = A.map(() => 0.25);
  const scores = leverageInversion({ A: dense(A), b, tau: targets });
  const inversion = leverageGradientInversion({ A: dense(A), b, tau: targets, c: [0, 0, 0] });

  it("is evaluated without throwing", () => {
    const sigma = scores.predict(x);
    expect(sigma.reduce((sum, v) => sum + v, 0)).toBeCloseTo(3, 12);
    for (const problem of [scores, inversion]) {
      expect(problem.value(x)).toBeGreaterThanOrEqual(0);
      expect(problem.gradient(x).every(Number.isFinite)).toBe(true);
      expect(flat(problem.hessian(x)).every(Number.isFinite)).toBe(true);
      expect(problem.hvp(x, [1, 2, 3]).every(Number.isFinite)).toBe(true);
    }
  });

  it.skipIf(/zero|sizes/.test(name))("agrees with the n x n formulas", () => {
    const expected = brute(A, b, targets, x);
    const floor = Math.max(...expected.gradient.map(Math.abs), 1);
    expect(error(scores.predict(x), expected.sigma)).toBeLessThan(1e-12);
    const off = (found: ArrayLike<number>, wanted: number[]) =>
      Math.max(...wanted.map((v, k) => Math.abs(found[k] - v))) / Math.max(floor, ...wanted.map(Math.abs));
    expect(off(scores.gradient(x), expected.gradient)).toBeLessThan(1e-10);
    expect(off(flat(scores.hessian(x)), expected.hessian.flat())).toBeLessThan(1e-9);
  });
});

describe("rows of another scale", () => {
  it("change nothing", () => {
    const { A: scaled, b: scaledB } = structures["rows of sizes 1e-150 to 1e150"];
    const plain = leverageInversion({ A: dense(A), b, tau });
    const other = leverageInversion({ A: dense(scaled), b: scaledB, tau });
    expect(error(other.predict(x), plain.predict(x))).toBeLessThan(1e-13);
    expect(error(other.gradient(x), plain.gradient(x))).toBeLessThan(1e-12);
    expect(error(flat(other.hessian(x)), flat(plain.hessian(x)))).toBeLessThan(1e-12);
  });
});

describe("a point exactly on a hyperplane", () => {
  const onIt = b.map((v, i) => (i === 3 ? 0 : v));
  const beside = b.map((v, i) => (i === 3 ? 1e-13 : v));
  const zero = [0, 0, 0];

  it("is as good as one beside it", () => {
    const there = leverageInversion({ A: dense(A), b: onIt, tau });
    const close = leverageInversion({ A: dense(A), b: beside, tau });
    expect(there.predict(zero)[3]).toBeCloseTo(1, 15);
    expect(error(there.gradient(zero), close.gradient(zero))).toBeLessThan(1e-11);
    expect(error(flat(there.hessian(zero)), flat(close.hessian(zero)))).toBeLessThan(1e-11);
  });

  it("on as many independent ones as there are columns too", () => {
    const corner = b.map((v, i) => (i < 3 ? 0 : v));
    const there = leverageInversion({ A: dense(A), b: corner, tau });
    expect(there.predict(zero)[0]).toBeCloseTo(1, 15);
    expect(there.gradient(zero).every(Number.isFinite)).toBe(true);
    expect(flat(there.hessian(zero)).every(Number.isFinite)).toBe(true);
  });

  it("has no value where the rows are dependent: there sigma depends on the way one comes", () => {
    const four = leverageInversion({ A: dense(A), b: b.map((v, i) => (i < 4 ? 0 : v)), tau });
    const origin = leverageInversion({ A: dense(A), b: A.map(() => 0), tau });
    for (const problem of [four, origin]) {
      expect(problem.value(zero)).toBe(Number.POSITIVE_INFINITY);
      expect(problem.gradient(zero).every(Number.isNaN)).toBe(true);
      expect(problem.predict(zero).every(Number.isNaN)).toBe(true);
    }
  });

  it("has no value where s overflows", () => {
    const problem = leverageInversion({ A: dense(A), b, tau });
    expect(problem.value([1e308, 1e308, -1e308])).toBe(Number.POSITIVE_INFINITY);
    expect(problem.value([1e200, 1e200, 1e200])).toBeLessThan(12);
  });
});
