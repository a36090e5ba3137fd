import { attentionInversion, dense, expRegression, type LeastSquaresProblem, plan, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { refusal } from "../matrix/support/refusal.js";

/** Rosenbrock's function as least squares: r = (10 (x_2 - x_1^2), 1 - x_1), F = |r|^2 with factor 1. */
const rosenbrock: LeastSquaresProblem = {
  dimension: 2,
  leastSquares: { factor: 1, ridge: 0 },
  residual: (x) => Float64Array.of(10 * (x[1] - x[0] ** 2), 1 - x[0]),
  jacobian: (x) =>
    dense([
      [-20 * x[0], 10],
      [-1, 0],
    ]),
  jvp: (x, v) => Float64Array.of(-20 * x[0] * v[0] + 10 * v[1], -v[0]),
  vjp: (x, u) => Float64Array.of(-20 * x[0] * u[0] - u[1], 10 * u[0]),
  value: (x) => rosenbrock.residual(x).reduce((s, r) => s + r * r, 0),
  gradient: (x) => rosenbrock.vjp(x, rosenbrock.residual(x)).map((v) => 2 * v),
  hvp: (x, v) => {
    const H = rosenbrock.hessian(x).data;
    return Float64Array.of(H[0] * v[0] + H[1] * v[1], H[2] * v[0] + H[3] * v[1]);
  },
  hessian: (x) =>
    dense([
      [1200 * x[0] ** 2 - 400 * x[1] + 2, -400 * x[0]],
      [-400 * x[0], 200],
    ]),
};
const { residual: _r, jacobian: _j, jvp: _jv, vjp: _vj, ...plain } = rosenbrock;
const regression = expRegression({ A: dense([[1], [2]]), b: [2, 3] });
const attention = attentionInversion({ W: [[0.5]], V: [[0.8]], B: [[0.3], [-0.4]] });

describe("a method that the problem does not offer is refused with those it does:", () => {
  it.each([
    ["a regression", regression, "gaussNewton", "auto or exact or sampled or pcg"],
    ["an own problem without residual", plain, "gaussNewton", "auto or exact or gradient or adam"],
    ["an own least-squares problem", rosenbrock, "newton", "auto or exact or gaussNewton or gradient or adam"],
    [
      "an attention inversion",
      attention,
      "newton",
      "auto or gaussNewton or exact or sampled or pcg or gradient or adam",
    ],
  ] as const)("%s", (_what, problem, method, offered) => {
    const expected = {
      code: "unsupported",
      argument: "method",
      message: `method "${method}" is not supported here: use ${offered}`,
    };
    expect(refusal(() => solve(problem, { method: method as "exact" }))).toEqual(expected);
    expect(refusal(() => plan(problem, { method: method as "exact" }))).toEqual(expected);
  });
});

describe("every method that is offered solves", () => {
  it.each(["auto", "exact", "gaussNewton"] as const)("Rosenbrock's least squares: %s", (method) => {
    const result = solve(rosenbrock, { method, x0: [-1.2, 1] });
    expect(result.status).toBe("converged");
    expect(result.x[0]).toBeCloseTo(1, 10);
    expect(result.certificate.hessian).toBe("positive definite");
  });

  it.each(["auto", "gaussNewton", "exact", "sampled", "pcg", "gradient", "adam"] as const)(
    "a small attention: %s",
    (method) => {
      const result = solve(attention, { method, x0: [0.2, -0.3] });
      expect(result.status).toBe("converged");
      expect(result.success).toBe(true);
      expect(result.value).toBeLessThan(1e-12);
      const first = method === "gradient" || method === "adam" || method === "pcg";
      expect(result.certificate.hessian).toBe(first ? "not tested" : "positive definite");
      expect(result.message.includes("a saddle looks like a minimum")).toBe(first);
      expect(result.counts.factorization > 0).toBe(!first);
    },
  );

  it("auto is the first that is offered", () => {
    const steps = (method: "auto" | "gaussNewton") =>
      solve(attention, { method, x0: [0.2, -0.3] }).history.map((r) => r.hessian);
    expect(steps("auto")).toEqual(steps("gaussNewton"));
    expect(steps("auto")).toContain("gaussNewton");
  });

  it("exact is a damped Newton method where the session wants a trust region", () => {
    const kinds = solve(attention, { method: "exact", x0: [0.2, -0.3] }).history.map((r) => r.hessian);
    expect(kinds).toContain("damped");
    expect(solve(rosenbrock, { method: "exact" }).history.map((r) => r.hessian)).not.toContain("damped");
  });
});

describe("what a method lays out", () => {
  it("first-order methods have no room for matrices of dimension^2", () => {
    const wide = attentionInversion({
      W: dense({ rows: 16, columns: 16, data: new Float64Array(256).fill(0.01) }),
      V: dense({ rows: 16, columns: 16, data: new Float64Array(256).fill(0.1) }),
      B: dense({ rows: 32, columns: 16, data: new Float64Array(512).fill(1) }),
    });
    const square = 8 * (16 * 32) ** 2;
    expect(plan(wide, { method: "gaussNewton" })).toBeGreaterThan(3 * square);
    for (const method of ["gradient", "adam"] as const) expect(plan(wide, { method })).toBeLessThan(square / 2);
    const result = solve(wide, { method: "gradient", maxIterations: 3 });
    expect(result.iterations).toBe(3);
  });
});

describe("budgets", () => {
  const stiff = attentionInversion({ W: [[-0.4]], V: [[-0.2]], B: [[-0.04], [-0.03]], gamma: 1e-6 });

  it.each(["gaussNewton", "exact", "gradient", "adam"] as const)(
    "%s keeps to maxIterations, shared by the starts",
    (method) => {
      for (const maxIterations of [0, 1, 7]) {
        const result = solve(stiff, { method, maxIterations, starts: 3, seed: 5 });
        expect(result.iterations).toBeLessThanOrEqual(maxIterations);
        const used = [1, 2, 3].map((s) => result.history.filter((r) => r.start === s && r.iteration > 0).length);
        // The first start may use a third, rounded up, the second half of the rest.
        expect(used[0]).toBeLessThanOrEqual(Math.ceil(maxIterations / 3));
        expect(result.status).toBe("maxIterations");
      }
    },
  );

  it("a signal or a time limit ends a start", () => {
    for (const method of ["gaussNewton", "gradient"] as const) {
      expect(solve(stiff, { method, signal: AbortSignal.abort() }).status).toBe("aborted");
      expect(solve(stiff, { method, maxSeconds: 1e-9 }).status).toBe("maxSeconds");
    }
  });

  it("overflow everywhere fails", () => {
    const hopeless = { ...rosenbrock, value: () => Number.NaN };
    for (const method of ["gaussNewton", "gradient", "adam"] as const) {
      expect(solve(hopeless, { method }).status).toBe("failed");
    }
  });
});

describe("a saddle", () => {
  it("is left, and the region goes on behind it", () => {
    // r = (x^2 - 1, y): J'r has no x part at x = 0, where Gauss-Newton steps stay for ever.
    const twin: LeastSquaresProblem = {
      dimension: 2,
      residual: (x) => Float64Array.of(x[0] ** 2 - 1, x[1]),
      jacobian: (x) =>
        dense([
          [2 * x[0], 0],
          [0, 1],
        ]),
      jvp: (x, v) => Float64Array.of(2 * x[0] * v[0], v[1]),
      vjp: (x, u) => Float64Array.of(2 * x[0] * u[0], u[1]),
      value: (x) => 0.5 * ((x[0] ** 2 - 1) ** 2 + x[1] ** 2),
      gradient: (x) => Float64Array.of(2 * x[0] * (x[0] ** 2 - 1), x[1]),
      hvp: (x, v) => Float64Array.of((6 * x[0] ** 2 - 2) * v[0], v[1]),
      hessian: (x) =>
        dense([
          [6 * x[0] ** 2 - 2, 0],
          [0, 1],
        ]),
    };
    const result = solve(twin, { method: "gaussNewton", x0: [0, 1] });
    expect(result.success).toBe(true);
    expect(result.certificate.escapes).toBe(1);
    expect(result.value).toBeLessThan(1e-25);
    const kinds = result.history.map((r) => r.hessian);
    expect(kinds.indexOf("escape")).toBeGreaterThan(1);
    expect(kinds.slice(kinds.indexOf("escape"))).toContain("gaussNewton");
  });
});

describe("adam", () => {
  it("answers with the best point it met, F having risen on the way", () => {
    const result = solve(rosenbrock, { method: "adam", x0: [-1.2, 1], maxIterations: 300 });
    const costs = result.history.map((r) => r.cost);
    expect(Math.max(...costs.slice(1).map((c, k) => c - costs[k]))).toBeGreaterThan(0);
    expect(result.value).toBe(Math.min(...costs));
  });
});
