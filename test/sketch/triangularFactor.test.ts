import { dense } from "subnewton";
import { describe, expect, it } from "vitest";
import { independentColumns } from "../../src/sketch/independentColumns.js";
import { layoutFactor, triangularFactor } from "../../src/sketch/triangularFactor.js";
import { place } from "../../src/wasm/memory.js";
import { draws } from "../endToEnd/support.js";
import { bothOf } from "../matrix/support/random.js";
import { gramOf, leverageOf } from "./support/linear.js";

const U = 2 ** -53;

/** R of diag(sqrt(weights)) A over sqrt(ridge) I, from a sparse or dense matrix. */
function factorOf(matrix: Parameters<typeof triangularFactor>[1], weights?: Float64Array, ridge = 0): Float64Array {
  const { kernels, parts, release } = place((arena) => layoutFactor(matrix.columns, arena));
  parts.R.data.fill(9);
  triangularFactor(kernels, matrix, weights, ridge, parts);
  const R = parts.R.data.slice();
  release();
  return R;
}

/** R'R from the upper triangle, both triangles. */
function squareOf(R: Float64Array, d: number): Float64Array {
  const rows = Array.from({ length: d }, (_, i) =>
    Float64Array.from({ length: d }, (_, j) => (j < i ? 0 : R[i * d + j])),
  );
  return gramOf(rows);
}

const normalRows = (seed: number, n: number, d: number): number[][] => {
  const { normal } = draws(seed);
  return Array.from({ length: n }, () => Array.from({ length: d }, normal));
};

describe("triangularFactor", () => {
  it("R'R = A'diag(weights)A + ridge I, rows in full and broken tiles, sparse and dense, seeds 1 to 30", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const { uniform } = draws(seed + 100);
      // 64 rows are a tile; the ridge adds d more.
      const n = [1, 5, 63, 64, 65, 200][seed % 6];
      const d = [1, 3, 8, 70][seed % 4];
      const rows = normalRows(seed, n, d).map((row) => row.map((v) => (uniform() < 0.4 ? 0 : v)));
      const weights = seed % 3 === 0 ? undefined : Float64Array.from({ length: n }, () => Math.floor(4 * uniform()));
      const ridge = seed % 2 === 0 ? 0.3 : 0;
      const want = gramOf(rows, (i) => (weights ? weights[i] : 1));
      for (let j = 0; j < d; j++) want[j * (d + 1)] += ridge;
      for (const matrix of Object.values(bothOf(uniform, rows))) {
        const got = squareOf(factorOf(matrix, weights, ridge), d);
        // Backward stable by columns: a modest multiple of u times the columns' sizes.
        const worst = got.reduce((most, v, k) => {
          const size = Math.sqrt(want[Math.floor(k / d) * (d + 1)] * want[(k % d) * (d + 1)]);
          return Math.max(most, size > 0 ? Math.abs(v - want[k]) / size : Math.abs(v));
        }, 0);
        expect(worst, `seed ${seed}`).toBeLessThanOrEqual(40 * (n + d) * U);
      }
    }
  });

  it("keeps what the Gram matrix loses: columns that differ by 1e-9 of themselves, seeds 1 to 20", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const rows = normalRows(seed, 150, 2).map(([a, e]) => [a, a + 1e-9 * e]);
      const R = factorOf(dense(rows));
      // |second column - its projection on the first|: 1e-9 times the part of e across a.
      const across = normalRows(seed, 150, 2);
      const aa = across.reduce((sum, [a]) => sum + a * a, 0);
      const ae = across.reduce((sum, [a, e]) => sum + a * e, 0);
      const rest = Math.sqrt(across.reduce((sum, [a, e]) => sum + (e - (ae / aa) * a) ** 2, 0));
      // u / 1e-9 = 1e-7 is what rounding the entries alone may change in it.
      expect(Math.abs(R[3]) / (1e-9 * rest), `seed ${seed}`).toBeCloseTo(1, 5);
    }
  });
});

/** d x d upper triangular R of random entries with the columns in `dependent` made combinations of those before. */
function triangle(seed: number, d: number, dependent: readonly number[]): Float64Array {
  const { normal } = draws(seed);
  const R = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    if (!dependent.includes(j)) {
      for (let i = 0; i <= j; i++) R[i * d + j] = normal() + (i === j ? 3 : 0);
      continue;
    }
    for (let k = 0; k < j; k++) {
      const t = normal();
      for (let i = 0; i <= k; i++) R[i * d + j] += t * R[i * d + k];
    }
  }
  return R;
}

describe("independentColumns", () => {
  it("takes all columns and R itself where none depends on others, however far their sizes are apart", () => {
    const R = triangle(1, 6, []);
    for (let i = 0; i < 6; i++) for (let j = i; j < 6; j++) R[i * 6 + j] *= 10 ** [0, 150, -150, 3, -90, 120][j];
    const { columns, factor } = independentColumns(R, 6);
    expect(Array.from(columns)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(factor).toBe(R);
  });

  it("finds as many as the rank, independent ones, with the factor of exactly those, seeds 1 to 60", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const d = 2 + (seed % 9);
      const dependent = Array.from({ length: d }, (_, j) => j).filter((j) => (seed >> (j % 6)) % 2 === 1);
      const R = triangle(seed, d, dependent);
      const rows = Array.from({ length: d }, (_, i) => Array.from(R.subarray(i * d, (i + 1) * d)));
      const { columns, factor } = independentColumns(R, d);
      const r = columns.length;
      expect(r, `seed ${seed}`).toBe(leverageOf(rows).rank);
      expect(new Set(columns).size).toBe(r);
      const chosen = rows.map((row) => Array.from(columns, (j) => row[j]));
      if (r === 0) continue;
      expect(leverageOf(chosen).rank).toBe(r);
      const want = gramOf(chosen);
      squareOf(factor, r).forEach((v, k) => {
        const size = Math.sqrt(want[Math.floor(k / r) * (r + 1)] * want[(k % r) * (r + 1)]);
        expect(Math.abs(v - want[k]), `seed ${seed}`).toBeLessThanOrEqual(100 * d * U * size);
      });
    }
  });

  it("leaves out empty columns, and is empty where all are", () => {
    const R = triangle(3, 4, []);
    for (let i = 0; i < 4; i++) R[i * 4 + 2] = 0;
    // Column 3 keeps what column 2 would have spanned.
    expect([...independentColumns(R, 4).columns].sort()).toEqual([0, 1, 3]);
    expect(independentColumns(new Float64Array(9), 3)).toEqual({
      columns: new Int32Array(0),
      factor: new Float64Array(0),
    });
  });

  it("draws the line at a rest of 1e-10 of the column", () => {
    // In the unscaled column the rest is `rest` times its length, whatever the length.
    for (const size of [1e-100, 1, 1e100]) {
      for (const [rest, rank] of [
        [1e-12, 1],
        [0.5e-10, 1],
        [3e-10, 2],
        [1e-8, 2],
        [1e-3, 2],
      ]) {
        const R = Float64Array.of(2, size, 0, rest * size);
        expect(independentColumns(R, 2).columns.length, `${rest} of ${size}`).toBe(rank);
      }
    }
  });
});
