// Paper 000's iteration to the letter, on plain arrays: x <- x - eta H^-1 g with the almost-everywhere gradient and Hessian.
import { evaluate, type TwoLayer } from "../../test/oracle/twoLayer.js";

/**
 * n = 6, d = 1, m = 2, w^2 = 21 = 20 + l / sigma_min(C)^2, the paper's condition with l = 1: C = (1, 0)' for x > 0 and
 * (-1, -0.5)' for x < 0 (FORMULAS-regression, errata R5 and R6).
 */
export const paperInstance = (b: readonly number[]): TwoLayer => ({
  A1: [[1], [1], [1], [-1], [-1], [-1]],
  A2: [
    [1, 0, 0, 1, 0, 0],
    [0, 0, 0, 0.5, 0, 0],
  ],
  b,
  w: Math.sqrt(21),
});

/** F'' at x, d = 1, off the kink: C'(B + w^2 I) C by FORMULAS-regression 1.2 (b). */
export function curvature(problem: TwoLayer, x: number): number {
  const { f, c, t, mask } = evaluate(problem, [x]);
  const C = problem.A2.map((row) => row.reduce((sum, a, i) => sum + (mask[i] ? a * problem.A1[i][0] : 0), 0));
  const p = f.map((fk, k) => fk * (fk + c[k] - t));
  const mean = f.reduce((sum, fk, k) => sum + fk * C[k], 0);
  return C.reduce((sum, Ck, k) => sum + p[k] * (Ck - mean) ** 2 + problem.w ** 2 * Ck * Ck, 0);
}

/** x_0, x_1, ... of the fixed-step iteration. */
export function fixedSteps(problem: TwoLayer, start: number, eta: number, count: number): number[] {
  const path = [start];
  for (let x = start; path.length <= count; path.push(x)) {
    const h = curvature(problem, x);
    x -= h > 0 ? (eta * evaluate(problem, [x]).gradient[0]) / h : 0;
  }
  return path;
}
