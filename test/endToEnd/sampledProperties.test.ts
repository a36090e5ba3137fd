import { dense, solve } from "subnewton";
import { expect, it } from "vitest";
import { draws, LOSSES, link, regression } from "./support.js";

const RUNS = 200;

/** Rows, targets, weights and starts of every kind that properties.test.ts has, and more rows to leave out. */
function make(seed: number) {
  const { uniform, normal } = draws(7919 * seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(from.length * uniform())];
  const n = 1 + Math.floor(120 * uniform());
  const d = 1 + Math.floor(8 * uniform());
  const scale = 0.1 + 9.9 * uniform() ** 2;
  const far = pick([0, 0, 1, 10, 100]);
  const w = pick([0, 0.01, 0.3, 2]);
  const ridge = pick([0, 1e-6, 0.1]);
  const loss = pick(LOSSES);
  const rows = Array.from({ length: n }, () =>
    Array.from({ length: d }, () => (uniform() < 0.3 ? 0 : normal() * scale)),
  );
  const kind = Math.floor(4 * uniform());
  const b = rows.map(() => [3 * normal(), 10 * Math.abs(normal()), Math.round(3 * uniform()), -5 * uniform()][kind]);
  const weights = uniform() < 0.5 ? b.map(() => Math.floor(3 * uniform())) : undefined;
  const x0 = Array.from({ length: d }, () => far * normal());
  const problem = regression[loss]({ A: dense(rows), b, w, ridge, weights });
  /** F by the definition, in plain arithmetic. */
  const definition = (x: ArrayLike<number>): number => {
    let sum = 0;
    rows.forEach((row, i) => {
      const z = row.reduce((s, a, j) => s + a * x[j], 0);
      const weight = weights ? weights[i] : 1;
      if (weight > 0) sum += weight * (link[loss](z) - b[i]) ** 2;
      sum += w * w * z * z;
    });
    return 0.5 * sum + 0.5 * ridge * Array.from(x).reduce((s, v) => s + v * v, 0);
  };
  return { problem, x0, d, scale, definition };
}

it.each([
  ["pcg", undefined],
  ["pcg", 1],
  ["sampled", undefined],
  ["sampled", 2],
] as const)(
  "%s, %s d rows: success is where no nearby point is lower, and hardly rarer than the exact method's; seeds 1 to 200",
  (method, perColumn) => {
    let [exact, sampled] = [0, 0];
    for (let seed = 1; seed <= RUNS; seed++) {
      const { problem, x0, d, scale, definition } = make(seed);
      if (solve(problem, { x0, method: "exact" }).success) exact++;
      const sampling = perColumn === undefined ? {} : { rows: perColumn * d };
      const result = solve(problem, { x0, method, sampling, seed });
      expect(Number.isFinite(result.value), `seed ${seed}`).toBe(true);
      if (!result.success) continue;
      sampled++;
      const F = definition(result.x);
      // The slack is the tolerance and the rounding of F, whose terms add up to `magnitude`.
      const slack = 1e-8 * F + 1e-14 * result.certificate.magnitude;
      const { normal } = draws(seed + 1);
      for (let k = 0; k < 20; k++) {
        const step = 10 ** (-1 - (k % 5));
        const near = result.x.map((v) => v + (step * normal()) / scale);
        expect(definition(near), `seed ${seed}`).toBeGreaterThanOrEqual(F - slack);
      }
    }
    expect(exact).toBeGreaterThan(0.95 * RUNS);
    expect(sampled).toBeGreaterThanOrEqual(exact - 2);
  },
);
