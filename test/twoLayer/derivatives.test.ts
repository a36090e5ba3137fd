import fc from "fast-check";
import { checkProblem, csr, dense, twoLayerRegression } from "subnewton";
import { describe, expect, it } from "vitest";
import { evaluate } from "../oracle/twoLayer.js";
import { draws, instance } from "../oracle/twoLayerInstances.js";
import { error, problemOf } from "./support.js";

const SEEDS = fc.integer({ min: 0, max: 1e6 });
const RUNS = { numRuns: 40, seed: 4 };

/** The same matrix in compressed rows, zeros left out. */
function sparse(rows: readonly (readonly number[])[]) {
  const indptr = [0];
  const indices: number[] = [];
  const data: number[] = [];
  for (const row of rows) {
    row.forEach((v, j) => {
      if (v === 0) return;
      indices.push(j);
      data.push(v);
    });
    indptr.push(data.length);
  }
  return csr({ rows: rows.length, columns: rows[0].length, indptr, indices, data });
}

describe("twoLayerRegression", () => {
  it.each([
    { n: 12, d: 3, m: 5, w: 0.3, ridge: 0 },
    { n: 7, d: 4, m: 1, w: 0, ridge: 0.1 },
    { n: 1, d: 2, m: 3, w: 1, ridge: 0 },
    { n: 30, d: 1, m: 70, w: 0.1, ridge: 0.01 },
  ])("agrees with differences: n $n, d $d, m $m", ({ n, d, m, w, ridge }) => {
    const { A1, A2, b } = instance(3, n, d, m, w);
    const problem = twoLayerRegression({ A1: dense(A1 as number[][]), A2: dense(A2 as number[][]), b, w, ridge });
    // Points at which no kink is within the reach of the differences.
    const report = checkProblem(problem, { seed: 11, points: 4, scale: 2 });
    const failed = report.checks.filter((c) => !c.ok);
    expect(failed).toEqual([]);
  });

  it("is the definition's value, gradient and outputs, dense and sparse", () => {
    fc.assert(
      fc.property(SEEDS, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 }), (seed, n, d) => {
        const data = instance(seed, n, d, 1 + (seed % 7), 0.4);
        const { normal, uniform } = draws(seed);
        const thin = (rows: readonly (readonly number[])[]): number[][] =>
          rows.map((row) => row.map((v) => (uniform() < 0.4 ? 0 : v)));
        const thinned = { ...data, A1: thin(data.A1), A2: thin(data.A2) };
        const x = Array.from({ length: d }, normal);
        const expected = evaluate(thinned, x);
        for (const [P, Q] of [
          [dense(thinned.A1), sparse(thinned.A2)],
          [sparse(thinned.A1), dense(thinned.A2)],
          [sparse(thinned.A1), sparse(thinned.A2)],
          [dense(thinned.A1), dense(thinned.A2)],
        ] as const) {
          const problem = twoLayerRegression({ A1: P, A2: Q, b: data.b, w: data.w });
          expect(Math.abs(problem.value(x) - expected.value)).toBeLessThan(1e-13 * (1 + expected.value));
          expect(error(problem.gradient(x), expected.gradient)).toBeLessThan(1e-11);
          expect(error(problem.predict(x), expected.f)).toBeLessThan(1e-13);
          const v = Array.from({ length: d }, normal);
          const H = problem.hessian(x).data;
          const product = v.map((_, i) => v.reduce((sum, vj, j) => sum + H[i * d + j] * vj, 0));
          expect(error(problem.hvp(x, v), product)).toBeLessThan(1e-11);
        }
      }),
      RUNS,
    );
  });

  it("does not see a shift of all outputs where w = 0, and v grows with x", () => {
    fc.assert(
      fc.property(SEEDS, (seed) => {
        const data = { ...instance(seed), w: 0 };
        const { normal } = draws(seed);
        const shift = data.A1.map(normal);
        const shifted = { ...data, A2: data.A2.map((row) => row.map((v, i) => v + shift[i])) };
        const x = [normal(), normal(), normal()];
        const [one, two] = [problemOf(data), problemOf(shifted)];
        expect(Math.abs(one.value(x) - two.value(x))).toBeLessThan(1e-13);
        expect(error(two.gradient(x), one.gradient(x))).toBeLessThan(1e-10);
        expect(error(two.hessian(x).data, one.hessian(x).data)).toBeLessThan(1e-10);
        // B 1 = 0: the Hessian along a direction that moves all outputs alike vanishes.
        const alike = problemOf({ ...data, A1: [[1, 0, 0]], A2: [[1], [1], [1], [1], [1]] });
        expect(Math.abs(alike.hessian([1, 2, 3]).data[0])).toBeLessThan(1e-16);
      }),
      RUNS,
    );
  });

  it("has slopes that jump by gamma_i a_i'd at the kink of row i", () => {
    const data = instance(5);
    const problem = problemOf(data);
    const [a, b] = [data.A1[4], data.A1[7]];
    // On the kink of row 4 alone.
    const x = b.map(
      (v, j) => v - (a[j] * a.reduce((s, aj, k) => s + aj * b[k], 0)) / a.reduce((s, aj) => s + aj * aj, 0),
    );
    const { gamma } = evaluate(data, x, new Set([4]));
    const at = (t: number) => problem.gradient(x.map((v, j) => v + t * a[j]));
    const [above, below] = [at(1e-9), at(-1e-9)];
    above.forEach((g, j) => {
      expect(Math.abs(g - below[j] - gamma[4] * a[j])).toBeLessThan(1e-7);
    });
  });
});
