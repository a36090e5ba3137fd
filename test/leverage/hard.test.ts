import { dense, leverageGradientInversion, leverageInversion, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { error } from "./cases.js";
import { known } from "./draws.js";

const times = (A: number[][], x: ArrayLike<number>): number[] =>
  A.map((row) => row.reduce((sum, a, j) => sum + a * x[j], 0));

const set = (v: number[], k: number, value: number): number[] => v.map((old, i) => (i === k ? value : old));

/** |U (y - x)|_2 at x. */
function dikin(A: number[][], b: number[], x: number[], y: ArrayLike<number>): number {
  const s = times(A, x).map((v, i) => v - b[i]);
  return Math.sqrt(
    times(
      A,
      Array.from(y, (v, j) => v - x[j]),
    ).reduce((sum, v, i) => sum + (v / s[i]) ** 2, 0),
  );
}

describe.each([1, 2, 3])("columns of sizes 1 to 1e5 (seed %i)", (seed) => {
  const sizes = [1, 17, 300, 5e3, 1e5];
  const { A: plain, x: unit, b, uniform, vector } = known("pm", 50, 5, seed);
  const A = plain.map((row) => row.map((v, j) => v * sizes[j]));
  const x = unit.map((v, j) => v / sizes[j]);
  const draws = A.map(uniform);
  const tau = draws.map((v) => (v * 5) / draws.reduce((a, u) => a + u, 0));
  const way = vector(5).map((v, j) => v / sizes[j]);
  const length = dikin(
    A,
    b,
    x,
    x.map((v, j) => v + way[j]),
  );
  const x0 = x.map((v, j) => v + (0.1 * way[j]) / length);

  it("cost the gradient's inversion no more than a few steps", () => {
    const c = leverageInversion({ A: dense(A), b, tau }).gradient(x);
    const result = solve(leverageGradientInversion({ A: dense(A), b, tau, c }), { x0 });
    expect(result.status).toBe("converged");
    expect(result.iterations).toBeLessThan(15);
    expect(dikin(A, b, x, result.x)).toBeLessThan(1e-9);
  });

  it("and nothing to the scores'", () => {
    const own = leverageInversion({ A: dense(A), b, tau }).predict(x);
    expect(dikin(A, b, x, solve(leverageInversion({ A: dense(A), b, tau: own })).x)).toBeLessThan(1e-11);
  });
});

describe.each([1e-3, 1e-5, 1e-7, 1e-10])("a row at %s from its hyperplane", (distance) => {
  it.each([21, 22, 23, 24, 25, 26])("x is recovered from scores, with and without signs (seed %i)", (seed) => {
    const { A, x, b: far, signs } = known("pm", 40, 4, seed);
    const b = set(far, 3, times(A, x)[3] - distance);
    const tau = leverageInversion({ A: dense(A), b, tau: b }).predict(x);
    expect(1 - tau[3]).toBeLessThan(1e-4);
    for (const known of [undefined, set(signs, 3, 1)]) {
      const result = solve(leverageInversion({ A: dense(A), b, tau, signs: known }));
      expect(result.success).toBe(true);
      expect(error(result.x, x)).toBeLessThan(1e-12);
    }
  });

  it("x is returned from a gradient", () => {
    const { A, x, b: far, uniform } = known("pm", 40, 4, 27);
    const b = set(far, 3, times(A, x)[3] - distance);
    const tau = A.map(() => 0.2 * uniform());
    const c = leverageInversion({ A: dense(A), b, tau }).gradient(x);
    const result = solve(leverageGradientInversion({ A: dense(A), b, tau, c }), { x0: x.map((v) => v + 1e-3) });
    expect(result.certificate.root).toBe(true);
    expect(error(result.x, x)).toBeLessThan(1e-10);
  });
});

describe("a gradient that no point has", () => {
  it.each([11, 12, 13])("gives a local minimum that says it is no root (seed %i)", (seed) => {
    const { A, x, b, uniform } = known("pm", 40, 4, seed);
    const tau = A.map(() => (uniform() < 0.3 ? 1 : 0));
    const problem = leverageGradientInversion({ A: dense(A), b, tau, c: [30, -20, 10, 25] });
    const result = solve(problem, { x0: x.map((v) => v + 0.05) });
    expect(result.status).toBe("converged");
    expect(result.certificate).toMatchObject({ hessian: "positive definite", root: false });
    expect(result.certificate.residual).toBeGreaterThan(1);
    expect(result.message).toContain("no root");
  });
});

describe("a coloop", () => {
  it.each([31, 32, 33])("is held by a regulariser (seed %i)", (seed) => {
    const { A: general, x, b, vector, uniform } = known("pm", 30, 4, seed);
    const A = general.map((row, i) => (i === 7 ? row : set(row, 3, 0)));
    const tau = A.map(() => uniform() * 0.3);
    const c = vector(4, 0.1);
    const problem = leverageGradientInversion({ A: dense(A), b, tau, c, w: 0.05 });
    const result = solve(problem, { x0: x.map((v) => v + 1e-2) });
    expect(result.status).toBe("converged");
    expect(result.certificate.hessian).toBe("positive definite");
  });
});

describe("targets that no point has", () => {
  it.each([11, 12, 13])("tau of zeros and ones: a confirmed minimum of L_b (seed %i)", (seed) => {
    const { A, b, uniform } = known("pm", 40, 4, seed);
    const tau = A.map(() => (uniform() < 0.3 ? 1 : 0));
    const result = solve(leverageInversion({ A: dense(A), b, tau }));
    expect(result.status).toBe("converged");
    expect(result.certificate.hessian).toBe("positive definite");
    expect(result.certificate.residual).toBeGreaterThan(0.5);
  });
});
