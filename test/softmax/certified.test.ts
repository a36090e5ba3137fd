import { readdirSync, readFileSync } from "node:fs";
import { csr, dense, type Problem, type SolveOptions, softmaxRegression, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import type { Case as Solved } from "../endToEnd/cases.js";

interface Case extends Omit<Solved, "loss"> {
  readonly loss: "softmax";
  readonly x_test: number[];
  readonly f_test: number;
  readonly grad_test: number[];
  readonly hess_test?: number[][];
}

const folder = new URL("../certified/softmax/", import.meta.url);
const cases: Case[] = readdirSync(folder)
  .filter((name) => name.startsWith("softmax_"))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Case);

function problemOf({ A, n, d, b, w }: Case): Problem {
  return softmaxRegression({ A: A.storage === "dense" ? dense(A.rows) : csr({ rows: n, columns: d, ...A }), b, w });
}

const largest = (v: ArrayLike<number>): number => Array.from(v).reduce((m, x) => Math.max(m, Math.abs(x)), 0);
const apart = (got: ArrayLike<number>, want: readonly number[]): number =>
  largest(want.map((v, j) => v - got[j])) / largest(want);
const gap = (value: number, c: Case): number => (value - c.fstar) / Math.max(Math.abs(c.fstar), 1e-12);
/** Below this a "lower value" is the rounding of fstar, or of a perfect fit. */
const ROUNDING = -1e-11;

it("has eight references", () => {
  expect(cases.length).toBe(8);
});

describe.each(cases)("$name", (c) => {
  const problem = problemOf(c);

  it("value, gradient and Hessian at the test point", () => {
    expect(Math.abs(problem.value(c.x_test) - c.f_test) / Math.abs(c.f_test)).toBeLessThan(1e-11);
    expect(apart(problem.gradient(c.x_test), c.grad_test)).toBeLessThan(1e-9);
    if (c.hess_test) expect(apart(problem.hessian(c.x_test).data, c.hess_test.flat())).toBeLessThan(1e-8);
  });

  it.each(["exact", "sampled", "pcg", "auto"] as const)(
    "%s: the best known value in 32 starts, every end honest",
    (method) => {
      const options: SolveOptions = { x0: c.x0, method, starts: 32 };
      const result = solve(problem, options);
      expect(gap(result.value, c)).toBeLessThanOrEqual(1e-8);
      for (const { x, value, gradientNorm, certificate } of result.solutions) {
        expect(gap(value, c)).toBeGreaterThan(ROUNDING);
        expect(problem.value(x)).toBe(value);
        expect(largest(problem.gradient(x))).toBe(gradientNorm);
        expect(certificate.hessian).toBe("positive definite");
      }
      if (!c.strictly_convex) return;
      expect(result.certificate.convex).toBe(true);
      expect(result.solutions.length).toBe(1);
      expect(gap(solve(problem, { x0: c.x0, method }).value, c)).toBeLessThanOrEqual(1e-8);
    },
  );
});
