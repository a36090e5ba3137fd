import { describe, expect, it } from "vitest";
import { coshRegression, dense, expRegression, sinhRegression } from "../../src/index.js";

// Paper 004 against the corrected formulas: FORMULAS-regression, section 2. Numbers as printed there.
const one = (b: number) => ({ A: dense([[1]]), b: [b] });

describe("errata of paper 004:", () => {
  it("E6: the Hessian of cosh has the -1 (0.415455, not 1.415455; 0 at x = 0)", () => {
    expect(coshRegression(one(1)).hessian([0.5]).data[0]).toBeCloseTo(0.415455, 6);
    expect(coshRegression(one(1)).hessian([0]).data[0]).toBe(0);
  });

  it("E7: the Hessian of sinh has + 1 (1.021985, not -0.978015)", () => {
    expect(sinhRegression(one(1)).hessian([0.5]).data[0]).toBeCloseTo(1.021985, 6);
  });

  describe("E2, E3: A = [1 0.5; -0.3 1], x = (0.5, 0.2), b = (1, 2), w = (0.5, 1)", () => {
    const A = dense([
      [1, 0.5],
      [-0.3, 1],
    ]);
    const problem = expRegression({ A, b: [1, 2], w: [0.5, 1] });

    it("the regulariser adds to the Hessian: eigenvalues 1.164 and 6.379, not -0.948 and 5.686", () => {
      const [a, b, , c] = problem.hessian([0.5, 0.2]).data;
      const root = Math.hypot((a - c) / 2, b);
      expect((a + c) / 2 - root).toBeCloseTo(1.164, 3);
      expect((a + c) / 2 + root).toBeCloseTo(6.379, 3);
    });

    it("and to the gradient: (1.9322, -0.1234), not (1.7972, -0.2484)", () => {
      const g = problem.gradient([0.5, 0.2]);
      expect(g[0]).toBeCloseTo(1.9322, 4);
      expect(g[1]).toBeCloseTo(-0.1234, 4);
    });
  });

  it("E8: the regulariser's gradient of sinh is A'(w.w.Ax), outside the bracket", () => {
    const A = dense([[2], [-1], [0.5]]);
    const w = [1, 2, 3];
    const b = [0.3, -0.2, 0.1];
    const x = 0.7;
    const with0 = sinhRegression({ A, b }).gradient([x])[0];
    const withW = sinhRegression({ A, b, w }).gradient([x])[0];
    // sum a_i^2 w_i^2 x, by hand
    expect(withW - with0).toBeCloseTo((4 + 4 + 0.25 * 9) * x, 12);
  });

  it("E9: the Hessian of exp at z = b = 1 with w^2 = 0.5 b^2 is (2z - b)z + w^2 = 1.5, not 0.5", () => {
    const problem = expRegression({ A: dense([[1]]), b: [1], w: Math.SQRT1_2 });
    expect(problem.hessian([0]).data[0]).toBeCloseTo(1.5, 14);
  });

  it("E12: w^2 = 0.5 b^2 + l does not give H >= l where sigma_min(A) is below 1: 0.025 < 1", () => {
    const problem = expRegression({ A: dense([[0.1]]), b: [2], w: Math.sqrt(3) });
    // Where e^z = b / 4 the curvature is least.
    expect(problem.hessian([10 * Math.log(0.5)]).data[0]).toBeCloseTo(0.025, 14);
  });
});
