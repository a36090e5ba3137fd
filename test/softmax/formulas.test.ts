import fc from "fast-check";
import { csrFromTriplets, dense, softmaxRegression } from "subnewton";
import { describe, expect, it } from "vitest";

/** The formulas of FORMULAS-regression 1.2 written out with n x n arrays, and nothing of the package's. */
function textbook(u: readonly number[], b: readonly number[]) {
  const top = Math.max(...u);
  const powers = u.map((v) => Math.exp(v - top));
  const total = powers.reduce((sum, v) => sum + v, 0);
  const f = powers.map((v) => v / total);
  const c = f.map((v, i) => v - b[i]);
  const t = f.reduce((sum, v, i) => sum + v * c[i], 0);
  const s = f.reduce((sum, v) => sum + v * v, 0);
  const p = f.map((v, i) => v * (v + c[i] - t));
  const n = u.length;
  const square = (entry: (i: number, j: number) => number): number[] =>
    Array.from({ length: n * n }, (_, k) => entry(Math.floor(k / n), k % n));
  const P = square((i, j) => (i === j ? 1 : 0) - f[j]);
  const sumOver = (term: (k: number) => number): number => f.reduce((sum, _, k) => sum + term(k), 0);
  return {
    slope: f.map((v, i) => v * (c[i] - t)),
    a: square((i, j) => sumOver((k) => P[k * n + i] * p[k] * P[k * n + j])),
    b: square((i, j) => (i === j ? p[i] : 0) - p[i] * f[j] - f[i] * p[j] + s * f[i] * f[j]),
    c: square((i, j) => (i === j ? p[i] : 0) + s * (f[i] - p[i] / s) * (f[j] - p[j] / s) - (p[i] * p[j]) / s),
  };
}

const number = (size: number) => fc.double({ min: -size, max: size, noNaN: true });
/** n, z and b of any signs; z up to spreads where one share takes nearly all. */
const points = fc.integer({ min: 2, max: 9 }).chain((n) =>
  fc.record({
    u: fc.array(number(12), { minLength: n, maxLength: n }),
    b: fc.array(number(2), { minLength: n, maxLength: n }),
    shift: number(100),
  }),
);
const identity = (n: number) =>
  dense(Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 1 : 0))));
const largest = (v: ArrayLike<number>): number => Array.from(v).reduce((m, x) => Math.max(m, Math.abs(x)), 0);
/** Shares are rounded to 2^-52 of themselves, targets up to 2 are subtracted from them. */
const ROUNDING = 1e-14;
const property = (check: (point: { u: number[]; b: number[]; shift: number }) => void): void =>
  fc.assert(fc.property(points, check), { seed: 41, numRuns: 200 });

describe("with A = I the Hessian is B (seed 41):", () => {
  it("B 1 = 0, to the size of each row's entries", () => {
    property(({ u, b }) => {
      const n = u.length;
      const B = softmaxRegression({ A: identity(n), b }).hessian(u).data;
      for (let i = 0; i < n; i++) {
        const row = B.subarray(i * n, (i + 1) * n);
        expect(Math.abs(row.reduce((sum, v) => sum + v, 0))).toBeLessThanOrEqual(ROUNDING * (largest(row) + 2 ** -60));
      }
    });
  });

  it("forms (a), (b) and (c), the rank-two identity, are one matrix, and B is it", () => {
    property(({ u, b }) => {
      const B = softmaxRegression({ A: identity(u.length), b }).hessian(u).data;
      const forms = textbook(u, b);
      for (const form of [forms.a, forms.b, forms.c]) {
        expect(largest(form.map((v, k) => v - B[k]))).toBeLessThanOrEqual(20 * ROUNDING);
      }
    });
  });

  it("the gradient is f.(c - t), and products are the Hessian's", () => {
    property(({ u, b }) => {
      const n = u.length;
      const problem = softmaxRegression({ A: identity(n), b });
      const { slope } = textbook(u, b);
      const g = problem.gradient(u);
      expect(largest(slope.map((v, i) => v - g[i]))).toBeLessThanOrEqual(ROUNDING);
      const B = problem.hessian(u).data;
      const hv = problem.hvp(u, b);
      const want = u.map((_, i) => b.reduce((sum, v, j) => sum + B[i * n + j] * v, 0));
      expect(largest(want.map((v, i) => v - hv[i]))).toBeLessThanOrEqual(20 * ROUNDING);
    });
  });

  it("z + t 1 has the value, the gradient and the shares of z", () => {
    property(({ u, b, shift }) => {
      const problem = softmaxRegression({ A: identity(u.length), b });
      const moved = u.map((v) => v + shift);
      // z + t rounds to 2^-53 |t|, which is what the shares then differ by.
      const allowed = 1e-13;
      const value = problem.value(u);
      expect(Math.abs(problem.value(moved) - value)).toBeLessThanOrEqual(allowed * (1 + value));
      const f = problem.predict!(u);
      expect(largest(problem.predict!(moved).map((v, i) => v - f[i]))).toBeLessThanOrEqual(allowed);
      const g = problem.gradient(u);
      expect(largest(problem.gradient(moved).map((v, i) => v - g[i]))).toBeLessThanOrEqual(10 * allowed);
    });
  });
});

/** e^-gap of two rows against one: the first-order forms of slope and curvature, whose own terms are of size delta. */
describe("where one share is nearly 1", () => {
  it.each([10, 40, 100, 300, 440])("gap %i: gradient and Hessian keep their digits though 1 - f rounds to 0", (gap) => {
    const [x, b] = [gap, [0.25, 0.5, 0.25]];
    // z = (x, 0, -x / 2): f_1 = 1 to first order, f_2 = e^-x, and row 3 beyond.
    const A = dense([[1], [0], [-0.5]]);
    const problem = softmaxRegression({ A, b });
    const two = Math.exp(-x);
    const three = Math.exp(-1.5 * x);
    // F = F_0 + sum over i > 1 of f_i (c_i - c_1) for small f: c_1 = 0.75, c_2 = -0.5, c_3 = -0.25.
    const slope = 1 * 1.25 * two + 1.5 * 1 * three;
    const curvature = -1.25 * two - 1.5 * 1.5 * 1 * three;
    // Second-order terms are e^-gap of these.
    const rest = 10 * Math.exp(-0.5 * gap) + 1e-13;
    expect(Math.abs(problem.gradient([x])[0] / slope - 1)).toBeLessThan(rest);
    expect(Math.abs(problem.hessian([x]).data[0] / curvature - 1)).toBeLessThan(rest);
    expect(Math.abs(problem.hvp([x], [1])[0] / curvature - 1)).toBeLessThan(rest);
  });

  it("scores of any size overflow nothing", () => {
    const problem = softmaxRegression({ A: dense([[1], [-1], [0.5]]), b: [0, 1, 0] });
    expect(problem.value([1e300])).toBe(1);
    expect([...problem.predict!([1e308])]).toEqual([1, 0, 0]);
    expect([...problem.gradient([1e300])]).toEqual([0]);
  });
});

it("sparse and dense storage agree, with a regulariser, a ridge and columns stored in full (seed 42)", () => {
  const entry = fc.oneof(fc.constant(0), number(3));
  const instance = fc.record({
    rows: fc.array(fc.tuple(entry, entry, entry), { minLength: 4, maxLength: 12 }),
    offset: fc.constantFrom(0, 1, 700),
    w: fc.constantFrom(0, 0.3),
    ridge: fc.constantFrom(0, 0.2),
    x: fc.tuple(number(1), number(1), number(1)),
  });
  fc.assert(
    fc.property(instance, ({ rows, offset, w, ridge, x }) => {
      // The first column is full and far from 0 where there is an offset.
      const full = rows.map(([a, ...rest]) => [a / 3 + offset, ...rest]);
      const b = rows.map((_, i) => (i % 3) / 2);
      const stored = full.flatMap((row, i) => row.map((v, j) => ({ i, j, v }))).filter(({ v }) => v !== 0);
      const [row, column, value] = [stored.map((e) => e.i), stored.map((e) => e.j), stored.map((e) => e.v)];
      const sparse = csrFromTriplets({ rows: rows.length, columns: 3, row, column, value });
      const [one, two] = [dense(full), sparse].map((A) => softmaxRegression({ A, b, w, ridge }));
      const close = (got: ArrayLike<number>, want: ArrayLike<number>): void => {
        const size = largest(want) + 1;
        expect(largest(Array.from(got, (v, k) => v - want[k]))).toBeLessThanOrEqual(1e-11 * size);
      };
      close([one.value(x)], [two.value(x)]);
      for (const name of ["gradient", "residual"] as const) close(one[name](x), two[name](x));
      for (const name of ["hessian", "jacobian"] as const) close(one[name](x).data, two[name](x).data);
      close(one.jvp(x, [1, 2, 3]), two.jvp(x, [1, 2, 3]));
      close(one.vjp(x, one.residual(x)), one.gradient(x));
    }),
    { seed: 42, numRuns: 150 },
  );
});
