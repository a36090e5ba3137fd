import { readdirSync, readFileSync } from "node:fs";
import { coshRegression, csr, dense, expRegression, type Problem, sinhRegression, solve } from "subnewton";
import { describe, expect, it } from "vitest";

interface Case {
  name: string;
  loss: "exp" | "cosh" | "sinh";
  n: number;
  d: number;
  A: { storage: "dense"; rows: number[][] } | { storage: "csr"; indptr: number[]; indices: number[]; data: number[] };
  b: number[];
  w: number[];
  x0: number[];
  fstar: number;
  xstar: number[];
  strictly_convex: boolean | null;
  fstar_status: string;
  x_test: number[];
  f_test: number;
  grad_test: number[];
  hess_test?: number[][];
}

const folder = new URL("../certified/", import.meta.url);
const regression = { exp: expRegression, cosh: coshRegression, sinh: sinhRegression };
const cases: Case[] = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Case);

function problemOf(c: Case): Problem {
  const A = c.A.storage === "dense" ? dense(c.A.rows) : csr({ rows: c.n, columns: c.d, ...c.A });
  return regression[c.loss]({ A, b: c.b, w: c.w });
}

const largest = (v: ArrayLike<number>): number => Array.from(v).reduce((m, x) => Math.max(m, Math.abs(x)), 0);
const gap = (value: number, c: Case): number => (value - c.fstar) / Math.max(Math.abs(c.fstar), 1e-12);
/** Below this a "lower value" is the rounding of fstar itself. */
const ROUNDING = -1e-13;

it("has every loss", () => {
  expect(new Set(cases.map((c) => c.loss))).toEqual(new Set(["exp", "cosh", "sinh"]));
  expect(cases.length).toBe(21);
});

describe.each(cases)("$name", (c) => {
  const problem = problemOf(c);

  it("value, gradient and Hessian at the test point", () => {
    expect(Math.abs(problem.value(c.x_test) - c.f_test) / Math.abs(c.f_test)).toBeLessThan(1e-11);
    const g = problem.gradient(c.x_test);
    expect(largest(c.grad_test.map((v, j) => v - g[j])) / largest(c.grad_test)).toBeLessThan(1e-9);
    if (!c.hess_test) return;
    const expected = c.hess_test.flat();
    const H = problem.hessian(c.x_test).data;
    expect(largest(expected.map((v, k) => v - H[k])) / largest(expected)).toBeLessThan(1e-8);
  });

  it("from x0: the minimum where it is unique, else a confirmed local one", () => {
    const result = solve(problem, { x0: c.x0 });
    expect(result.status).toBe("converged");
    expect(result.success).toBe(true);
    expect(result.certificate.hessian).not.toBe("indefinite");
    expect(gap(result.value, c)).toBeGreaterThan(ROUNDING);
    if (c.strictly_convex) {
      expect(gap(result.value, c)).toBeLessThanOrEqual(1e-8);
      expect(result.certificate.convex).toBe(true);
    }
    expect(result.gradientNorm).toBe(largest(problem.gradient(result.x)));
    expect(result.value).toBe(problem.value(result.x));
  });

  it("with 16 starts: the best known value", () => {
    const result = solve(problem, { x0: c.x0, starts: 16 });
    const hard = c.name.startsWith("cosh_13"); // its best value was hit once in 14 starts by the reference code
    expect(gap(result.value, c)).toBeLessThanOrEqual(hard ? 1e-3 : 1e-8);
    expect(result.value).toBe(result.solutions[0].value);
    for (let k = 1; k < result.solutions.length; k++) {
      expect(result.solutions[k].value).toBeGreaterThanOrEqual(result.solutions[k - 1].value);
    }
    expect(result.solutions.reduce((sum, s) => sum + s.hits, 0)).toBeLessThanOrEqual(16);
  });
});
