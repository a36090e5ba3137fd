import { dense, leverageInversion, plan } from "subnewton";
import { describe, expect, it } from "vitest";
import { eigenvalues, whiten } from "../../src/problem/leverage/eigen.js";
import { errorPerNoise } from "../../src/problem/leverage/facts.js";
import { searchSigns } from "../../src/problem/leverage/signSearch.js";
import { structureOf } from "../../src/problem/leverage/structure.js";
import { drain } from "../../src/wasm/pace.js";
import { draws } from "./draws.js";
import { orthonormal } from "./orthonormal.js";

const structure = (A: number[][]) => structureOf(A.length, A[0].length, Float64Array.from(A.flat()));

describe("structureOf", () => {
  const { rows } = draws(1);

  it("finds one component in general rows", () => {
    const { count, coloops, ranks } = structure(rows(9, 3));
    expect([count, coloops, ...ranks]).toEqual([1, 0, 3]);
  });

  it("finds blocks that share no column, whatever the order of the rows", () => {
    const A = rows(10, 3).map((row, i) => (i % 3 ? [row[0], row[1], 0] : [0, 0, row[2]]));
    const { label, count, coloops, ranks } = structure(A);
    expect([count, coloops]).toEqual([2, 0]);
    expect(Array.from(label, (l) => l === label[0])).toEqual(A.map((_, i) => i % 3 === 0));
    expect(Array.from(ranks).sort()).toEqual([1, 2]);
  });

  it("finds blocks in other coordinates too", () => {
    const T = rows(3, 3);
    const A = rows(10, 3)
      .map((row, i) => (i % 3 ? [row[0], row[1], 0] : [0, 0, row[2]]))
      .map((row) => T[0].map((_, j) => row.reduce((sum, v, k) => sum + v * T[k][j], 0)));
    expect(structure(A).count).toBe(2);
  });

  it("counts coloops and leaves zero rows out", () => {
    const A = rows(6, 3).map((row, i) => (i === 2 ? [1, 2, 3] : [row[0], row[1], 0]));
    A.push([0, 0, 0]);
    const { label, count, coloops } = structure(A);
    expect([count, coloops, label[6]]).toEqual([2, 1, -1]);
    expect(structure(rows(3, 3)).coloops).toBe(3);
  });
});

const search = (n: number, k: number, Q: Float64Array, vector: (n: number) => number[]) => {
  const first = Float64Array.from(vector(n));
  return drain(searchSigns(n, k, Q, first, 1e-9, (_, out) => out.set(vector(out.length)), { spent: 0 }));
};

describe("searchSigns", () => {
  it.each([
    [12, 3],
    [40, 6],
    [200, 11],
  ])("finds the one sign vector in a span of %i x %i", (n, k) => {
    const { vector, uniform } = draws(n);
    const truth = Array.from({ length: n }, () => (uniform() < 0.5 ? -1 : 1));
    // The columns mixed, so that none is the answer.
    const mixed = truth.flatMap((t) => [...vector(k - 1), t]);
    const { Q } = orthonormal(n, k, mixed);
    const found = search(n, k, Q, vector);
    expect(found.off).toBeLessThan(1e-9);
    expect(Array.from(found.signs, (s, i) => s * truth[i] * found.signs[0] * truth[0])).toEqual(truth.map(() => 1));
  });

  it("says how far off it is where there is none", () => {
    const { vector } = draws(3);
    const { Q } = orthonormal(20, 2, vector(40));
    const found = search(20, 2, Q, vector);
    expect(found.off).toBeGreaterThan(0.1);
  });
});

describe("eigenvalues and whiten", () => {
  it("of a matrix made from known ones", () => {
    const d = 6;
    const { vector } = draws(2);
    const { Q } = orthonormal(d, d, vector(d * d));
    const values = [-3, -1e-6, 0.5, 2, 2, 100];
    const S = new Float64Array(d * d);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) S[i * d + j] += Q[i * d + k] * values[k] * Q[j * d + k];
    }
    eigenvalues(d, S.slice()).forEach((v, k) => {
      expect(Math.abs(v - values[k])).toBeLessThan(1e-13 * 100);
    });
  });

  it("in a metric: the roots of det(S - t M)", () => {
    const S = Float64Array.of(2, 1, 1, 3);
    const M = Float64Array.of(4, 1, 1, 2);
    expect(whiten(2, M.slice(), S)).toBe(true);
    for (const t of eigenvalues(2, S)) expect((2 - 4 * t) * (3 - 2 * t) - (1 - t) ** 2).toBeCloseTo(0, 12);
    expect(whiten(2, Float64Array.of(1, 1, 1, 1), S)).toBe(false);
  });

  it("the root mean square of x for unit noise", () => {
    // J = diag(2, 5): errors 1/2 and 1/5.
    expect(errorPerNoise(2, Float64Array.of(4, 0, 0, 25))).toBeCloseTo(Math.sqrt(0.25 + 0.04), 14);
  });
});

describe("the plan", () => {
  const bytes = (n: number, d: number): number => {
    const { rows, vector } = draws(n + d);
    return plan(leverageInversion({ A: dense(rows(n, d)), b: vector(n), tau: vector(n) }));
  };

  it("grows with n d, and with d^3 but not with n^2 or n d^2", () => {
    const slope = (bytes(2000, 8) - bytes(1000, 8)) / 1000;
    expect(bytes(4000, 8) - bytes(2000, 8)).toBe(2000 * slope);
    // Seven n x d arrays and a fixed number of n-vectors.
    const perColumn = ((bytes(2000, 16) - bytes(1000, 16)) / 1000 - slope) / 8;
    expect(perColumn).toBe(7 * 8);
    expect(slope - 8 * perColumn).toBeLessThan(30 * 8);
    // Tensors, d (d + 1) / 2 pairs of a block of 64 rows twice (kept and packed), squares and packed panels.
    expect(bytes(50, 40) / 8).toBeLessThan(3 * 40 ** 3 + (64 + 40) * 40 * 41 + 50 * (7 * 40 + 30));
  });
});
