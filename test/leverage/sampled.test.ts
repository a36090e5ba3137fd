import { dense, leverageGradientInversion, leverageInversion, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { FAMILIES, instance, relativeError } from "../../bench/leverage/instance.js";
import { eigenvalues, whiten } from "../../src/problem/leverage/eigen.js";
import { known } from "./draws.js";

describe.each(FAMILIES)("method sampled, family %s", (family) => {
  const made = instance(family, 300, 6, 5);
  const { A, b, x } = made;
  const tau = leverageInversion({ A, b, tau: b }).predict(x);
  const problem = leverageInversion({ A, b, tau });
  const x0 = made.near(0.5);

  it("returns x from a sample of the rows, the same bits for a seed", () => {
    const result = solve(problem, { x0, method: "sampled", maxIterations: 300, seed: 3 });
    expect(result.success).toBe(true);
    expect(relativeError(x, result.x)).toBeLessThan(1e-6);
    const rows = result.history.map(({ sampledRows }) => sampledRows);
    expect(Math.max(...rows)).toBeLessThan(300);
    expect(Math.max(...rows)).toBeGreaterThan(0);
    const again = solve(problem, { x0, method: "sampled", maxIterations: 300, seed: 3 });
    expect(Array.from(again.x)).toEqual(Array.from(result.x));
    const other = solve(problem, { x0, method: "sampled", maxIterations: 300, seed: 4 });
    expect(other.history.map(({ cost }) => cost)).not.toEqual(result.history.map(({ cost }) => cost));
  });

  it("stands on a diagonal whose matrix is near J'J", () => {
    const sigma = problem.predict(x);
    const JJ = new Float64Array(36);
    const surrogate = new Float64Array(36);
    const J = problem.jacobian(x).data;
    for (let i = 0; i < 300; i++) {
      const row = A.data.subarray(i * 6, i * 6 + 6);
      const s = row.reduce((sum, a, j) => sum + a * x[j], -b[i]);
      const D = ((2 * sigma[i] * (1 - sigma[i])) / s) ** 2;
      for (let j = 0; j < 6; j++) {
        for (let k = 0; k < 6; k++) {
          JJ[j * 6 + k] += J[i * 6 + j] * J[i * 6 + k];
          surrogate[j * 6 + k] += D * row[j] * row[k];
        }
      }
    }
    expect(whiten(6, surrogate, JJ)).toBe(true);
    const values = eigenvalues(6, JJ);
    // FORMULAS-leverage 2.2: within [0.06, 3.32] on 108 instances.
    expect(values[0]).toBeGreaterThan(0.05);
    expect(values[5]).toBeLessThan(3.5);
  });
});

describe("method sampled", () => {
  it("never calls a saddle or a poor fit a success that is none", () => {
    for (const seed of [11, 12, 13]) {
      const { A, b, uniform } = known("pm", 60, 3, seed);
      const tau = A.map(() => (uniform() < 0.3 ? 1 : 0));
      const problem = leverageInversion({ A: dense(A), b, tau });
      const result = solve(problem, { method: "sampled", maxIterations: 300 });
      if (!result.success) continue;
      expect(result.certificate.hessian).toBe("positive definite");
      expect(Math.max(...problem.gradient(result.x).map(Math.abs))).toBeLessThan(1e-5);
    }
  });

  it("is not offered where no diagonal stands in for the Hessian", () => {
    const { A, b, x } = known("pm", 20, 2, 1);
    const problem = leverageGradientInversion({ A: dense(A), b, tau: b, c: x });
    expect(() => solve(problem, { method: "sampled" })).toThrow("not supported here");
  });
});
