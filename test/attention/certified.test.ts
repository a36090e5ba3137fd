import { solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { apart, cases, norm, problemOf, vec } from "./support/cases.js";

describe.each(cases)("$name", (c) => {
  const problem = problemOf(c);
  const size = norm(c.B.flat()) ** 2;
  const x0 = vec(c.X0);

  it.each(["gaussNewton", "exact"] as const)(
    "%s from X0: a confirmed minimum no higher than the certified one",
    (method) => {
      const result = solve(problem, { x0, method });
      expect(result.status).toBe("converged");
      expect(result.value - c.fstar).toBeLessThan(1e-15 * size);
      expect(result.value).toBe(problem.value(result.x));
      expect(result.gradient).toEqual(problem.gradient(result.x));
      expect(result.certificate.hessian).toBe(c.name === "hugescores" ? "singular" : "positive definite");
    },
  );

  it("from X0 the certified X itself, to rounding times the condition of J", () => {
    const result = solve(problem, { x0 });
    const smallest = Math.min(...c.sv_J_at_Xtrue);
    const condition = c.sv_J_at_Xtrue[0] / smallest;
    // The condition of hugescores is 1e6: its unattended token is fixed by X0 only.
    expect(apart(result.x, vec(c.Xstar))).toBeLessThan(1e-13 * Math.max(condition, 100));
  });

  it("with 40 starts: f* or lower, every solution confirmed and distinct, best first", () => {
    const result = solve(problem, { x0, starts: 40 });
    expect(result.success).toBe(true);
    expect(result.value - c.fstar).toBeLessThan(1e-10 * size);
    expect(result.solutions[0].x).toEqual(result.x);
    expect(result.solutions.reduce((sum, s) => sum + s.hits, 0)).toBeLessThanOrEqual(40);
    result.solutions.forEach((solution, k) => {
      expect(solution.value).toBe(problem.value(solution.x));
      if (k > 0) expect(solution.value).toBeGreaterThanOrEqual(result.solutions[k - 1].value);
      for (const other of result.solutions.slice(0, k)) expect(apart(other.x, solution.x)).toBeGreaterThan(1e-4);
    });
  });
});

it("the paper's gamma regularises the data away: the minimiser is nothing like X (erratum 18)", () => {
  const c = cases.find(({ name }) => name === "gamma_paper")!;
  const result = solve(problemOf(c), { x0: vec(c.X0), starts: 5 });
  expect(norm(result.x) / norm(vec(c.X_true))).toBeLessThan(1e-5);
  expect(result.solutions.length).toBe(1);
});

it("run again: equal in every count and every bit", () => {
  const c = cases.find(({ name }) => name === "n4d4")!;
  const run = () => {
    const { seconds: _, history, ...rest } = solve(problemOf(c), { x0: vec(c.X0), starts: 5, seed: 3 });
    return { ...rest, history: history.map(({ seconds: __, ...record }) => record) };
  };
  expect(run()).toEqual(run());
});
