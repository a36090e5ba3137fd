import { type Dense, leverageGradientInversion, leverageInversion, type Problem } from "subnewton";
import { describe, expect, it } from "vitest";
import { cases, error, flat, matrixOfCase } from "./cases.js";

const times = (H: Dense, v: number[]): number[] =>
  v.map((_, j) => v.reduce((sum, vk, k) => sum + H.data[j * H.columns + k] * vk, 0));

const largest = (v: ArrayLike<number>): number => Array.from(v).reduce((m, x) => Math.max(m, Math.abs(x)), 0);
/** What a step as long as x would change the gradient by: times 2^-52, what the rounding of x alone leaves of it. */
const moved = (problem: Problem, x: number[]): number => largest(problem.hessian(x).data) * largest(x);

it("has every kind of case", () => {
  expect(cases.length).toBe(19);
  expect(new Set(cases.map((c) => c.format))).toEqual(new Set(["dense", "csr"]));
});

describe.each(cases)("$name at its test point", (c) => {
  const A = matrixOfCase(c);
  const { b, tau, w, xtest: x, hvec: h } = c;
  const scores = leverageInversion({ A, b, tau });
  const plain = leverageGradientInversion({ A, b, tau, c: c.c });
  const regularised = leverageGradientInversion({ A, b, tau, c: c.c, w });
  const products = (problem: Problem): number => error(problem.hvp(x, h), times(problem.hessian(x), h));

  it("has the scores, L_b, its gradient, Hessian and product", () => {
    expect(error(scores.predict(x), c.sigma_test)).toBeLessThan(1e-13);
    expect(error([scores.value(x)], [c.Lb])).toBeLessThan(1e-13);
    expect(error(scores.gradient(x), c.grad_Lb)).toBeLessThan(1e-11);
    expect(error(flat(scores.hessian(x)), flat(c.hess_Lb))).toBeLessThan(1e-10);
    expect(error(scores.hvp(x, h), c.hess_Lb_h)).toBeLessThan(1e-10);
    expect(products(scores)).toBeLessThan(1e-12);
  });

  it("has L_c, its gradient, Hessian and product", () => {
    expect(error(plain.predict(x), c.grad_Lb)).toBeLessThan(1e-11);
    expect(error([plain.value(x)], [c.Lc])).toBeLessThan(1e-13);
    expect(error(plain.gradient(x), c.grad_Lc)).toBeLessThan(1e-11);
    expect(error(flat(plain.hessian(x)), flat(c.hess_Lc))).toBeLessThan(1e-9);
    expect(error(plain.hvp(x, h), c.hess_Lc_h)).toBeLessThan(1e-9);
    expect(products(plain)).toBeLessThan(1e-11);
  });

  it("has the regularised L, its gradient and Hessian", () => {
    expect(error([regularised.value(x)], [c.L])).toBeLessThan(1e-13);
    expect(error(regularised.gradient(x), c.grad_L)).toBeLessThan(1e-11);
    expect(error(flat(regularised.hessian(x)), flat(c.hess_L))).toBeLessThan(1e-9);
    expect(products(regularised)).toBeLessThan(1e-11);
  });

  it("has the recorded minima", () => {
    if (c.xstar && c.gradnorm_star !== undefined) {
      const f = regularised.value(c.xstar);
      expect(Math.abs(f - c.fstar!)).toBeLessThan(1e-13 * Math.max(c.fstar!, regularised.value(c.x0!)));
      expect(largest(regularised.gradient(c.xstar))).toBeLessThan(1e-13 * moved(regularised, c.xstar));
    }
    if (c.xstar_Lb) {
      expect(Math.abs(scores.value(c.xstar_Lb) - c.fstar_Lb!)).toBeLessThan(1e-13);
      expect(largest(scores.gradient(c.xstar_Lb))).toBeLessThan(1e-13 * moved(scores, c.xstar_Lb));
    }
  });
});
