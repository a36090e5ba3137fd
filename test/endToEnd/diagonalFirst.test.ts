import { dense, type Result, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { withoutClock } from "./cases.js";
import { draws, type LossName, link, regression } from "./support.js";

/** n x d normal rows whose neighbouring columns correlate by `rho`: near 1 the diagonal says little of A'A. */
function problemOf(loss: LossName, seed: number, rho: number, noise: number) {
  // Above the size below which auto takes the exact Hessian at once.
  const [n, d] = [12_000, 80];
  const { normal } = draws(seed);
  const truth = Array.from({ length: d }, () => normal() / Math.sqrt(d));
  const data = new Float64Array(n * d);
  const b = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let z = 0;
    let a = normal();
    for (let j = 0; j < d; j++) {
      a = rho * a + Math.sqrt(1 - rho * rho) * normal();
      data[i * d + j] = a;
      z += a * truth[j];
    }
    b[i] = link[loss](z) * (1 + noise * normal());
  }
  return regression[loss]({ A: dense({ rows: n, columns: d, data }), b, w: 0.05 });
}

const steps = ({ history }: Result) => history.filter(({ iteration }) => iteration > 0);

describe("auto tries the diagonal as preconditioner first and", () => {
  it.each(["exp", "sinh"] as const)("%s: keeps it where columns are independent, seeds 1 to 3", (loss) => {
    for (const seed of [1, 2, 3]) {
      const problem = problemOf(loss, seed, 0, 0.05);
      const exact = solve(problem, { method: "exact" });
      const result = solve(problem);
      expect(result.choice.why).toContain("diagonal as preconditioner never needed more than 8");
      expect(result.choice.method).toBe("pcg");
      expect(result).toMatchObject({ status: "converged", success: true });
      expect(result.certificate).toMatchObject({ hessian: "positive definite" });
      // The direction that a minimum is judged by comes with a factor; all before come without.
      expect(
        steps(result)
          .slice(0, -1)
          .every((r) => r.hessian === "pcg" && r.sampledRows === 0),
      ).toBe(true);
      expect(Math.abs(result.value - exact.value)).toBeLessThanOrEqual(1e-8 * exact.value);
    }
  });

  it.each(["exp", "sinh"] as const)("%s: gives it up where columns are nearly equal, seeds 1 to 3", (loss) => {
    for (const seed of [1, 2, 3]) {
      const problem = problemOf(loss, seed, 0.99, 0.05);
      const exact = solve(problem, { method: "exact" });
      const result = solve(problem);
      expect(result.choice.why).toContain("the diagonal fell short as preconditioner, and");
      expect(result).toMatchObject({ status: "converged", success: true });
      expect(Math.abs(result.value - exact.value)).toBeLessThanOrEqual(1e-8 * exact.value);
    }
  });

  it("leaves the saddle of cosh regression at 0, seeds 1 to 3", () => {
    for (const seed of [1, 2, 3]) {
      const result = solve(problemOf("cosh", seed, 0, 0.05));
      expect(result.success).toBe(true);
      expect(result.certificate.hessian).toBe("positive definite");
      expect(result.certificate.escapes).toBeGreaterThan(0);
    }
  });

  it("stops at a budget inside that phase with a finite decrement and no claim", () => {
    const problem = problemOf("exp", 4, 0, 0.5);
    for (const maxIterations of [1, 2, 3]) {
      const result = solve(problem, { maxIterations });
      expect(result).toMatchObject({ status: "maxIterations", success: false, iterations: maxIterations });
      expect(result.certificate.newtonDecrement).toBeGreaterThan(0);
      expect(Number.isFinite(result.certificate.newtonDecrement)).toBe(true);
      expect(result.certificate).toMatchObject({ hessian: "not tested" });
      expect(result.certificate.test).toBeUndefined();
      expect(result.certificate.sampling).toBeUndefined();
    }
  });

  it("gives the same bits again, with several starts too (seed 5)", () => {
    const problem = problemOf("exp", 5, 0, 0.5);
    for (const options of [{}, { starts: 2, seed: 3 }]) {
      expect(withoutClock(solve(problem, options))).toEqual(withoutClock(solve(problem, options)));
    }
  });
});
