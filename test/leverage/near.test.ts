import { readFileSync } from "node:fs";
import { dense, leverageGradientInversion, leverageInversion } from "subnewton";
import { describe, expect, it } from "vitest";
import { error, flat } from "./cases.js";

interface Near {
  name: string;
  A: number[][];
  b: number[];
  tau: number[];
  sigma: number[];
  gradient: number[];
  hessian: number[][];
}

// Made by test/certified/leverageNear/near.py from the definition alone; every x is 0.
const cases: Near[] = JSON.parse(readFileSync(new URL("../certified/leverageNear/near.json", import.meta.url), "utf8"));
const x = [0, 0, 0];

/** 2^-52 times a small number for the terms summed: nothing is lost to 1 / s_i. */
const ROUNDING = 1e-13;

describe.each(cases)("$name", ({ A, b, tau, sigma, gradient, hessian }) => {
  const problem = leverageInversion({ A: dense(A), b, tau });
  // c = 0: the gradient of L_c is H_b g, which needs both.
  const second = leverageGradientInversion({ A: dense(A), b, tau, c: [0, 0, 0] });

  it("loses no digits in sigma, gradient, Hessian and product", () => {
    expect(error(problem.predict(x), sigma)).toBeLessThan(ROUNDING);
    expect(error(problem.gradient(x), gradient)).toBeLessThan(ROUNDING);
    expect(error(flat(problem.hessian(x)), hessian.flat())).toBeLessThan(ROUNDING);
    const v = [0.3, -1, 0.7];
    const product = hessian.map((row) => row.reduce((sum, h, j) => sum + h * v[j], 0));
    expect(error(problem.hvp(x, v), product)).toBeLessThan(ROUNDING);
    expect(error(problem.vjp(x, problem.residual(x)), gradient)).toBeLessThan(ROUNDING);
  });

  it("loses no digits in the gradient of L_c", () => {
    const product = hessian.map((row) => row.reduce((sum, h, j) => sum + h * gradient[j], 0));
    expect(error(second.gradient(x), product)).toBeLessThan(ROUNDING);
  });
});

it("the cases reach from far off to 1e-12", () => {
  const nearest = cases.map(({ b }) => Math.min(...b.map(Math.abs)));
  expect(Math.min(...nearest)).toBe(1e-12);
  expect(cases.length).toBeGreaterThan(15);
});
