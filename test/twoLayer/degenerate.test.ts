import { csr, dense, solve, twoLayerRegression } from "subnewton";
import { describe, expect, it } from "vitest";
import type { TwoLayer } from "../oracle/twoLayer.js";
import { draws, instance } from "../oracle/twoLayerInstances.js";
import { bruteDescent, problemOf } from "./support.js";

/** Solves from several starts and holds every success against brute force. */
function honest(data: TwoLayer, starts: number[][], expectSuccess = true): number[] {
  return starts.map((x0) => {
    const result = solve(problemOf(data), { x0 });
    if (expectSuccess) expect(result.success, result.message).toBe(true);
    if (result.success) {
      const fall = bruteDescent(data, [...result.x], 60, draws(1).normal);
      expect(fall, `from ${x0}: ${result.x} ${JSON.stringify(result.certificate.kinks)}`).toBeLessThanOrEqual(1e-9);
    }
    return result.value;
  });
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const startsOf = (d: number, seed: number): number[][] => {
  const { normal } = draws(seed);
  return [new Array(d).fill(0), Array.from({ length: d }, normal), Array.from({ length: d }, () => 5 * normal())];
};

describe.each(SEEDS)("instance %i is solved honestly", (seed) => {
  it("with zero rows in A1 and zero columns in A2", () => {
    const data = instance(seed);
    const A1 = data.A1.map((row, i) => (i % 4 === 0 ? row.map(() => 0) : row));
    const A2 = data.A2.map((row) => row.map((v, i) => (i % 5 === 1 ? 0 : v)));
    honest({ ...data, A1, A2 }, startsOf(3, seed));
  });

  it("with rows twice, turned round, and dependent", () => {
    const data = instance(seed);
    const A1 = data.A1.map((row, i) => {
      if (i === 1) return [...data.A1[0]];
      if (i === 3) return data.A1[2].map((v) => -2 * v);
      if (i === 5) return data.A1[4].map((v, j) => v + data.A1[0][j]);
      return [...row];
    });
    honest({ ...data, A1 }, startsOf(3, seed));
  });

  it("with all rows multiples of one", () => {
    const data = instance(seed, 6, 2, 3, 0.3);
    const A1 = data.A1.map((_, i) => data.A1[0].map((v) => (i % 2 ? -1 : 1) * (i + 1) * v));
    honest({ ...data, A1 }, startsOf(2, seed));
  });

  it("with one output, one row, one unknown", () => {
    honest(instance(seed, 12, 3, 1, 0.3), startsOf(3, seed));
    honest(instance(seed, 1, 3, 5, 0.3), startsOf(3, seed));
    honest(instance(seed, 12, 1, 5, 0.3), startsOf(1, seed));
    honest(instance(seed, 1, 1, 2, 0.3), startsOf(1, seed));
  });

  it("with small w, fewer outputs than unknowns, and more unknowns than rows", () => {
    honest(instance(seed, 12, 5, 2, 0.3), startsOf(5, seed));
    honest(instance(seed, 4, 6, 3, 0.3), startsOf(6, seed));
  });

  it("from where all rows are inactive and the gradient is 0", () => {
    const data = instance(seed);
    // A cone in which every row is negative: turn those that are not.
    const A1 = data.A1.map((row) => (row[0] + row[1] + row[2] > 0 ? row.map((v) => -v) : [...row]));
    const turned = { ...data, A1 };
    const problem = problemOf(turned);
    expect(Array.from(problem.gradient([1, 1, 1]), Math.abs)).toEqual([0, 0, 0]);
    const atZero = problem.value([0, 0, 0]);
    const [found] = honest(turned, [[1, 1, 1]]);
    expect(found).toBeLessThan(atZero);
  });
});

describe("x = 0", () => {
  it("is left where a direction leads down, and kept with its multipliers where none does", () => {
    const left = solve(problemOf(instance(0)));
    expect(left.history[0].cost - left.value).toBeGreaterThan(1e-3);
    // Both sides of each axis raise F: the outputs that b asks for fall whichever way x goes.
    const data: TwoLayer = {
      A1: [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ],
      A2: [
        [-1, -1, -1, -1],
        [1, 1, 1, 1],
      ],
      b: [1, 0],
      w: 0.1,
    };
    const kept = solve(problemOf(data));
    expect(kept.success).toBe(true);
    expect([...kept.x]).toEqual([0, 0]);
    expect(kept.certificate.kinks!.rows).toEqual([0, 1, 2, 3]);
    expect(kept.certificate.hessian).toBe("positive definite");
    const from = solve(problemOf(data), { x0: [0.3, -0.2] });
    expect(Math.max(...from.x.map(Math.abs))).toBe(0);
  });

  it.each([
    { n: 300, d: 6 },
    { n: 40, d: 8 },
  ])("is refused as a success where $n kinks in $d dimensions are too many to be sure", ({ n, d }) => {
    const { normal } = draws(5);
    const A1 = Array.from({ length: n }, () => Array.from({ length: d }, normal));
    // Every row raises F, but for one that is drowned by the others.
    const A2 = [A1.map((_, i) => (i === 0 ? 0.01 : -1)), A1.map((_, i) => (i === 0 ? -0.01 : 1))];
    const result = solve(problemOf({ A1, A2, b: [1, 0], w: 0 }));
    expect([...result.x]).toEqual(new Array(d).fill(0));
    expect(result.success).toBe(false);
    expect(result.certificate.descentExcluded).toBe(false);
    expect(result.message).toContain("kinks");
  });

  it.each([
    { n: 50, d: 15 },
    { n: 200, d: 5 },
  ])("is left from among $n kinks in $d dimensions", ({ n, d }) => {
    const result = solve(problemOf(instance(3, n, d, 6, 0.2)));
    expect(result.success, result.message).toBe(true);
    expect(result.value).toBeLessThan(result.history[0].cost - 1e-3);
  });
});

describe("sparse matrices", () => {
  it("may have empty rows", () => {
    const A1 = csr({ rows: 3, columns: 2, indptr: [0, 1, 1, 2], indices: [0, 1], data: [1, -1] });
    const A2 = csr({ rows: 2, columns: 3, indptr: [0, 0, 2], indices: [0, 2], data: [1, 2] });
    const problem = twoLayerRegression({ A1, A2, b: [0.2, 0.8], w: 0.1 });
    const result = solve(problem, { x0: [1, -1] });
    expect(result.success).toBe(true);
    const same = twoLayerRegression({
      A1: dense([
        [1, 0],
        [0, 0],
        [0, -1],
      ]),
      A2: dense([
        [0, 0, 0],
        [1, 0, 2],
      ]),
      b: [0.2, 0.8],
      w: 0.1,
    });
    expect(Math.abs(solve(same, { x0: [1, -1] }).value - result.value)).toBeLessThan(1e-12);
  });

  it("may be empty altogether: F does not depend on x", () => {
    const A1 = csr({ rows: 2, columns: 2, indptr: [0, 0, 0], indices: [], data: [] });
    const problem = twoLayerRegression({ A1, A2: dense([[1, 2]]), b: [1] });
    const result = solve(problem, { x0: [1, 2] });
    expect(result.value).toBe(0);
    expect(result.success).toBe(true);
  });
});
