import { checkProblem, dense, type Problem, plan, solve } from "subnewton";
import { describe, expect, it } from "vitest";

const rosenbrock: Problem = {
  dimension: 2,
  value: (x) => 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2,
  gradient: (x) => Float64Array.of(-400 * x[0] * (x[1] - x[0] ** 2) - 2 * (1 - x[0]), 200 * (x[1] - x[0] ** 2)),
  hvp(x, v) {
    const H = rosenbrock.hessian(x).data;
    return Float64Array.of(H[0] * v[0] + H[1] * v[1], H[2] * v[0] + H[3] * v[1]);
  },
  hessian: (x) =>
    dense([
      [1200 * x[0] ** 2 - 400 * x[1] + 2, -400 * x[0]],
      [-400 * x[0], 200],
    ]),
};

describe("a problem of one's own", () => {
  it("passes the derivative check", () => {
    const report = checkProblem(rosenbrock);
    expect(report.checks.filter((c) => !c.ok)).toEqual([]);
  });

  it("Rosenbrock from (-1.2, 1)", () => {
    const result = solve(rosenbrock, { x0: [-1.2, 1] });
    expect(result.status).toBe("converged");
    expect(result.x[0]).toBeCloseTo(1, 10);
    expect(result.x[1]).toBeCloseTo(1, 10);
    expect(plan(rosenbrock)).toBeGreaterThan(0);
  });

  it("a monkey saddle beside a bowl: the saddle is left, random starts agree", () => {
    // (x^2 - 1)^2 + y^2 has a saddle at 0 and minima at (+-1, 0).
    const twin: Problem = {
      dimension: 2,
      value: (x) => (x[0] ** 2 - 1) ** 2 + x[1] ** 2,
      gradient: (x) => Float64Array.of(4 * x[0] * (x[0] ** 2 - 1), 2 * x[1]),
      hvp: (x, v) => Float64Array.of((12 * x[0] ** 2 - 4) * v[0], 2 * v[1]),
      hessian: (x) =>
        dense([
          [12 * x[0] ** 2 - 4, 0],
          [0, 2],
        ]),
    };
    const result = solve(twin, { starts: 8 });
    expect(result.success).toBe(true);
    expect(result.certificate.escapes).toBe(1);
    expect(result.value).toBeLessThan(1e-20);
    expect(result.solutions.map((s) => Math.round(s.x[0])).sort()).toEqual([-1, 1]);
    expect(result.solutions.reduce((sum, s) => sum + s.hits, 0)).toBe(8);
  });
});
