import { solve, twoLayerRegression } from "subnewton";
import { describe, expect, it } from "vitest";
import { cases, error, matrixOf } from "./support.js";

const problemOf = (c: (typeof cases)[number]) =>
  twoLayerRegression({ A1: matrixOf(c.A), A2: matrixOf(c.A2), b: c.b, w: c.w });

it("has every kind of reference", () => {
  expect(cases.length).toBe(7);
  expect(new Set(cases.map((c) => c.A.storage))).toEqual(new Set(["dense", "csr"]));
  expect(cases.filter((c) => c.kink).length).toBeGreaterThanOrEqual(4);
});

describe.each(cases)("$name", (c) => {
  const problem = problemOf(c);

  it("has the value, gradient and Hessian of 40 digits at its test point", () => {
    expect(error([problem.value(c.x_test)], [c.f_test])).toBeLessThan(1e-11);
    expect(error(problem.gradient(c.x_test), c.grad_test)).toBeLessThan(1e-9);
    if (c.hess_test) expect(error(problem.hessian(c.x_test).data, c.hess_test.flat())).toBeLessThan(1e-8);
    const v = c.x_test.map((_, j) => Math.sin(j + 1));
    const H = problem.hessian(c.x_test).data;
    const product = v.map((_, i) => v.reduce((sum, vj, j) => sum + H[i * c.d + j] * vj, 0));
    expect(error(problem.hvp(c.x_test, v), product)).toBeLessThan(1e-12);
  });

  // relu_09's best value was found by 1 of 26 starts: lower is no error, and a little higher none either.
  const hard = c.name.startsWith("relu_09");

  it("reaches the best known value from 32 starts, and tells its kinks", () => {
    const result = solve(problem, { x0: c.x0, starts: hard ? 3 : 32 });
    expect(result.success).toBe(true);
    expect(result.gradientNorm).toBeLessThanOrEqual(1e-8);
    const gap = (result.value - c.fstar) / Math.abs(c.fstar);
    expect(gap).toBeLessThanOrEqual(hard ? 1e-4 : 1e-8);
    const kinks = result.certificate.kinks!;
    expect(kinks.rows.length).toBe(kinks.multipliers.length);
    for (const theta of kinks.multipliers) expect(theta >= 0 && theta <= 1).toBe(true);
    if (Math.abs(gap) <= 1e-9) {
      expect(kinks.rows).toEqual([...(c.kink?.active_rows ?? [])].sort((a, b) => a - b));
    }
  });
});
