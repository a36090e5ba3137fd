import { dense, leverageGradientInversion, leverageInversion, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { type Family, known } from "./draws.js";

/** Instances of each kind; the bars below are for 200 (SUBNEWTON_INSTANCES=200). */
const INSTANCES = Number(process.env.SUBNEWTON_INSTANCES ?? 12);
const families: Family[] = ["pm", "pos", "gen"];
const sizes: [number, number][] = [
  [10, 2],
  [30, 3],
  [50, 5],
  [100, 5],
  [100, 10],
  [300, 10],
];

/** The upper end of Wilson's 95 % interval: a rate that the sample does not rule out. */
function wilsonUpper(successes: number, n: number): number {
  const z = 1.96;
  const p = successes / n;
  const middle = p + (z * z) / (2 * n);
  return (middle + z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
}

const distance = (x: ArrayLike<number>, y: number[]): number =>
  Math.sqrt(y.reduce((sum, v, j) => sum + (v - x[j]) ** 2, 0) / y.reduce((sum, v) => sum + v * v, 0));

const instance = (family: Family, n: number, d: number, k: number) => known(family, n, d, 7919 * n + 101 * d + k);

describe.each(families)("scores, family %s", (family) => {
  it.each(sizes)("%i x %i: x is recovered with known and with unknown signs", (n, d) => {
    let unknown = 0;
    for (let k = 0; k < INSTANCES; k++) {
      const { A, b, x, signs } = instance(family, n, d, k);
      const tau = leverageInversion({ A: dense(A), b, tau: b }).predict(x);
      const result = solve(leverageInversion({ A: dense(A), b, tau, signs }));
      expect(distance(result.x, x), `instance ${k}`).toBeLessThanOrEqual(1e-6);
      expect(result.status).toBe("converged");
      const without = solve(leverageInversion({ A: dense(A), b, tau }));
      if (distance(without.x, x) <= 1e-6) unknown++;
      // Never a wrong success: what is called converged and met is the point, or another with the same scores.
      else expect(without.value > 1e-16 || without.certificate.determined).toBe(true);
    }
    console.log(`scores ${family} ${n}x${d}: ${unknown} of ${INSTANCES} without signs`);
    expect(wilsonUpper(unknown, INSTANCES)).toBeGreaterThanOrEqual(family === "gen" ? 0.75 : 0.9);
  });
});

describe("scores, known signs, large", () => {
  it.each(families)("family %s: 2000 x 20", (family) => {
    const { A, b, x, signs } = instance(family, 2000, 20, 0);
    const tau = leverageInversion({ A: dense(A), b, tau: b }).predict(x);
    const result = solve(leverageInversion({ A: dense(A), b, tau, signs }));
    expect(distance(result.x, x)).toBeLessThanOrEqual(1e-6);
  });
});

describe.each(families)("gradient, family %s", (family) => {
  it.each(sizes)("%i x %i: from Dikin distance 0.1 x is returned", (n, d) => {
    let found = 0;
    for (let k = 0; k < INSTANCES; k++) {
      const { A, b, x, uniform, vector } = instance(family, n, d, k);
      const draws = A.map(uniform);
      const sum = draws.reduce((a, v) => a + v, 0);
      const tau = draws.map((v) => (v * d) / sum);
      const c = leverageInversion({ A: dense(A), b, tau }).gradient(x);
      const problem = leverageGradientInversion({ A: dense(A), b, tau, c });
      const way = vector(d);
      const change = A.map((row, i) => {
        const times = (v: number[]): number => row.reduce((total, a, j) => total + a * v[j], 0);
        return times(way) / (times(x) - b[i]);
      });
      const length = Math.sqrt(change.reduce((total, v) => total + v * v, 0));
      const result = solve(problem, { x0: x.map((v, j) => v + (0.1 * way[j]) / length) });
      if (distance(result.x, x) <= 1e-6) found++;
      checkRoot(problem, result.x, c, result.certificate.root);
    }
    console.log(`gradient ${family} ${n}x${d}: ${found} of ${INSTANCES}`);
    expect(wilsonUpper(found, INSTANCES)).toBeGreaterThanOrEqual(family === "gen" ? 0.88 : 0.98);
  });

  it("10 x 2: every point found from random starts is a root or says that it is not", () => {
    const { A, b, x, vector } = instance(family, 10, 2, 0);
    const tau = vector(10);
    const c = leverageInversion({ A: dense(A), b, tau }).gradient(x);
    const problem = leverageGradientInversion({ A: dense(A), b, tau, c });
    const result = solve(problem, { x0: x.map((v) => v + 1e-4), starts: 40 });
    expect(result.solutions.length).toBeGreaterThan(3);
    for (const solution of result.solutions) checkRoot(problem, solution.x, c, solution.certificate.root);
    expect(result.solutions.some((s) => distance(s.x, x) <= 1e-6)).toBe(true);
    for (let i = 0; i < result.solutions.length; i++) {
      for (let k = 0; k < i; k++) {
        expect(distance(result.solutions[i].x, Array.from(result.solutions[k].x))).toBeGreaterThan(1e-6);
      }
    }
  });
});

function checkRoot(
  problem: { predict(x: ArrayLike<number>): Float64Array },
  x: Float64Array,
  c: Float64Array,
  root?: boolean,
): void {
  const residual = Math.sqrt(problem.predict(x).reduce((sum, g, j) => sum + (g - c[j]) ** 2, 0));
  const size = Math.max(1, Math.sqrt(c.reduce((sum, v) => sum + v * v, 0)));
  if (root) expect(residual).toBeLessThanOrEqual(1e-10 * size);
  else expect(root).toBe(false);
}
