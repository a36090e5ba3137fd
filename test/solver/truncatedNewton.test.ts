import { attentionInversion, plan, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { checkAttention } from "../../src/problem/attention/input.js";
import { layoutAttention } from "../../src/problem/attention/layout.js";
import { planBytes } from "../../src/wasm/memory.js";
import { normals } from "../attention/support/oracle.js";
import { error, instance } from "../attention/support/recovery.js";
import { seeded } from "../kernels/support/seeded.js";

describe("pcg where there are no rows to sample", () => {
  it("reaches the tokens from near by, to rounding, and says that the Hessian was not factored", () => {
    const { problem, truth } = instance(4, 4, 4, [4, 4]);
    const near = normals(seeded(1), 16);
    const result = solve(problem, { method: "pcg", x0: truth.map((v, j) => v + 0.1 * near[j]) });
    expect(result.status).toBe("converged");
    expect(result.certificate).toMatchObject({ zeroLoss: true, hessian: "not tested" });
    expect(error(result.x, truth)).toBeLessThan(1e-8);
    expect(result.counts.factorization).toBe(0);
    const taken = result.history.filter(({ iteration }) => iteration > 0);
    for (const { hessian, linearIterations, costChange } of taken) {
      expect(hessian).toBe("pcg");
      expect(linearIterations).toBeGreaterThan(0);
      expect(costChange).toBeGreaterThanOrEqual(0);
    }
    // Superlinear at the end: the last few steps leave nothing.
    expect(taken.length).toBeLessThan(60);
    expect(taken.reduce((sum, r) => sum + r.linearIterations, 0)).toBeLessThanOrEqual(result.counts.hvp);
  });

  it("ends at a minimum of the regularised problem where the exact method does", () => {
    const { heads } = instance(5, 5, 3);
    const problem = attentionInversion({ heads, gamma: 0.1 });
    const x0 = normals(seeded(2), 15);
    const [pcg, exact] = [solve(problem, { method: "pcg", x0 }), solve(problem, { method: "exact", x0 })];
    expect(pcg.status).toBe("converged");
    const again = solve(problem, { method: "exact", x0: pcg.x });
    expect(again.value / pcg.value).toBeCloseTo(1, 12);
    expect(exact.success).toBe(true);
  });

  it("leaves a start of negative curvature: from 0 all tokens are equal", () => {
    const { problem } = instance(6, 3, 3, [3, 3]);
    const result = solve(problem, { method: "pcg", x0: new Float64Array(9).fill(1e-3), maxIterations: 300 });
    expect(result.history.some(({ stepLength }) => stepLength === 1)).toBe(true);
    expect(result.value).toBeLessThan(0.5 * result.history[0].cost);
  });

  it("forms no array of N^2: 8 N-vectors beside the model's, 30 MB at n = 256, d = 64, and steps there", () => {
    const [n, d] = [256, 64];
    const random = seeded(3);
    const matrix = (rows: number, columns: number, size: number): number[][] =>
      Array.from({ length: rows }, () => normals(random, columns).map((v) => size * v));
    const input = { W: matrix(d, d, 1 / d), V: matrix(d, d, 1 / 8), B: matrix(n, d, 1) };
    const problem = attentionInversion(input);
    const own = planBytes((arena) => layoutAttention(checkAttention(input), arena, false));
    expect(plan(problem, { method: "pcg" })).toBe(own + 8 * 8 * n * d);
    expect(plan(problem, { method: "pcg" })).toBeLessThan(32e6);
    // So many unknowns go without matrices by themselves.
    expect(plan(problem)).toBe(plan(problem, { method: "pcg" }));
    const result = solve(problem, { maxIterations: 3, seed: 1 });
    expect(result.choice.method).toBe("pcg");
    expect(result.value).toBeLessThan(result.history[0].cost);
    expect(result.status).toBe("maxIterations");
  });

  it("keeps its share of the budget, and says maxIterations", () => {
    const { problem } = instance(7, 8, 4);
    const result = solve(problem, { method: "pcg", starts: 3, maxIterations: 12 });
    for (let start = 1; start <= 3; start++) {
      const own = result.history.filter((r) => r.start === start && r.iteration > 0);
      expect(own.length).toBeLessThanOrEqual(4);
    }
    expect(result.status).toBe("maxIterations");
  });
});
