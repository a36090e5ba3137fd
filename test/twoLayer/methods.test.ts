import { dense, iterate, solve, solveAsync, twoLayerRegression } from "subnewton";
import { describe, expect, it } from "vitest";
import { draws } from "../oracle/twoLayerInstances.js";

/** Many outputs of few unknowns, b near a softmax that some x gives: what sampling rows is for. */
function wide(seed: number, n = 30, d = 8, m = 700, w = 0.02) {
  const { normal } = draws(seed);
  const A1 = dense(Array.from({ length: n }, () => Array.from({ length: d }, normal)));
  const A2 = dense(Array.from({ length: m }, () => Array.from({ length: n }, () => normal() / Math.sqrt(n))));
  const truth = Array.from({ length: d }, normal);
  const f = twoLayerRegression({ A1, A2, b: new Array<number>(m).fill(0) }).predict(truth);
  const problem = twoLayerRegression({ A1, A2, b: f.map((v) => v * (1 + 0.2 * normal())), w });
  return { problem, x0: truth.map((v) => v + 0.2 * normal()) };
}

describe.each(["exact", "sampled", "pcg", "auto"] as const)("method %s", (method) => {
  it("ends in a confirmed stationary point, the same bits every time", () => {
    for (const seed of [1, 2, 3]) {
      const { problem, x0 } = wide(seed);
      const options = { method, x0, seed: 5, sampling: { rows: 60 } };
      const result = solve(problem, options);
      expect(result.success).toBe(true);
      expect(result.certificate.gradientQuotient).toBeLessThan(1e-8);
      const again = solve(problem, options);
      expect([...again.x]).toEqual([...result.x]);
      expect(again.counts).toEqual(result.counts);
      expect(again.history.map(({ seconds: _, ...rest }) => rest)).toEqual(
        result.history.map(({ seconds: _, ...rest }) => rest),
      );
    }
  });
});

describe("sampled rows", () => {
  it("are what the sampled and the preconditioned directions are made of, and reach the exact method's minimum", () => {
    let same = 0;
    for (const seed of [1, 2, 3, 4, 5]) {
      const { problem, x0 } = wide(seed);
      const exact = solve(problem, { method: "exact", x0 });
      for (const method of ["sampled", "pcg"] as const) {
        const result = solve(problem, { method, x0, sampling: { rows: 80 } });
        expect(result.history.some((r) => r.hessian === method && r.sampledRows > 0)).toBe(true);
        const { sampling } = result.certificate;
        expect(sampling!.rowsKept).toBeLessThan(300);
        if (Math.abs(result.value - exact.value) <= 1e-8 * exact.value) same++;
      }
    }
    // Different directions may lead to different minima of a nonconvex F, but not as a rule.
    expect(same).toBeGreaterThanOrEqual(5);
  });

  it("of all rows give the exact direction: the sum over E is the Hessian", () => {
    const { problem, x0 } = wide(7);
    const exact = solve(problem, { method: "exact", x0, maxIterations: 1 });
    const all = solve(problem, { method: "pcg", x0, maxIterations: 1, sampling: { rows: 1e6 } });
    // From afar both take the majorant, one by Cholesky, the other by conjugate gradients to a tenth.
    const apart = exact.x.reduce((sum, v, j) => sum + (v - all.x[j]) ** 2, 0);
    const moved = exact.x.reduce((sum, v, j) => sum + (v - x0[j]) ** 2, 0);
    expect(Math.sqrt(apart / moved)).toBeLessThan(0.5);
    expect(all.history[1].sampledRows).toBeGreaterThanOrEqual(700);
  });
});

it("iterate and solveAsync give the bits of solve", async () => {
  const { problem, x0 } = wide(4);
  const result = solve(problem, { x0 });
  const steps = iterate(problem, { x0 });
  let step = steps.next();
  let count = 0;
  for (; !step.done; step = steps.next()) count++;
  expect(count).toBe(result.history.length);
  expect([...step.value.x]).toEqual([...result.x]);
  expect([...(await solveAsync(problem, { x0 })).x]).toEqual([...result.x]);
});

it("a ridge makes the minimiser unique where rows are few", () => {
  const { normal } = draws(3);
  const A1 = dense(Array.from({ length: 5 }, () => Array.from({ length: 6 }, normal)));
  const A2 = dense(Array.from({ length: 3 }, () => Array.from({ length: 5 }, normal)));
  const problem = twoLayerRegression({ A1, A2, b: [0.7, 0.2, 0.1], w: 0.1, ridge: 1e-3 });
  const result = solve(problem, { starts: 8 });
  expect(result.success).toBe(true);
  expect(result.certificate.hessian).toBe("positive definite");
});

it("a solve cut short after the first step from x = 0, which no Hessian made, claims nothing of one", () => {
  const { problem } = wide(2);
  const { certificate, history } = solve(problem, { maxIterations: 1 });
  expect(history[1].hessian).toBe("steepest");
  expect(certificate.hessian).toBe("not tested");
  expect(certificate.newtonDecrement).toBe(Number.MAX_VALUE);
});
