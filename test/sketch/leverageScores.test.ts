import { csr, dense, leverageScores } from "subnewton";
import { describe, expect, it } from "vitest";
import { draws } from "../endToEnd/support.js";
import { bothOf } from "../matrix/support/random.js";
import { refusal } from "../matrix/support/refusal.js";
import { leverageOf } from "./support/linear.js";

const total = (scores: ArrayLike<number>): number => Array.from(scores).reduce((a, b) => a + b, 0);

function close(got: ArrayLike<number>, want: ArrayLike<number>, within: number, what: string): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < got.length; i++) {
    expect(Math.abs(got[i] - want[i]), `${what}, row ${i}`).toBeLessThanOrEqual(within);
  }
}

/** Rows of normals, some entries 0, some rows ten times as long. */
function normalRows(seed: number, n: number, d: number, zeros = 0): number[][] {
  const { normal, uniform } = draws(seed);
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: d }, () => (uniform() < zeros ? 0 : normal() * (i % 11 === 0 ? 10 : 1))),
  );
}

/** Both ways are backward stable: the condition of these matrices (below 1e3) times a modest multiple of 2^-53. */
const CLOSE = 1e-11;

describe("exact leverage scores", () => {
  it("equal those of an orthonormal basis by Gram-Schmidt, sparse and dense, weighted, with ridge, seeds 1 to 60", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { uniform } = draws(seed + 1000);
      const d = 1 + (seed % 20);
      const n = d + Math.floor(150 * uniform());
      const rows = normalRows(seed, n, d, [0, 0.5][seed % 2]);
      const weights =
        seed % 3 === 0 ? undefined : Float64Array.from({ length: n }, () => Math.floor(4 * uniform()) / 3);
      const ridge = seed % 4 === 0 ? 2.5 : 0;
      const { scores } = leverageOf(rows, weights, ridge);
      for (const A of Object.values(bothOf(uniform, rows))) {
        close(leverageScores(A, { ...(weights ? { weights } : {}), ridge }), scores, CLOSE, `seed ${seed}`);
      }
    }
  });

  it("of one column are a_i^2 / |a|^2, of one-hot columns D_i a_i^2 over the column's sum", () => {
    const one = leverageScores(dense([[3], [-4], [0], [12]]));
    close(one, [9 / 169, 16 / 169, 0, 144 / 169], 1e-15, "one column");
    const A = csr({ rows: 4, columns: 2, indptr: [0, 1, 2, 3, 4], indices: [0, 1, 0, 1], data: [1, 2, 3, 4] });
    close(leverageScores(A, { weights: [2, 1, 1, 0.5] }), [2 / 11, 4 / 12, 9 / 11, 8 / 12], 1e-15, "one-hot");
  });

  it("lie in [0, 1] and sum to the rank: dependent and empty columns, fewer rows than columns, seeds 1 to 60", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { normal, uniform } = draws(seed + 2000);
      const n = 1 + Math.floor(60 * uniform());
      const base = normalRows(seed, n, 1 + (seed % 7));
      const mix = [normal(), normal()];
      const rows = base.map((row) => [...row, 0, row[0], mix[0] * row[0] + mix[1] * row[row.length - 1]]);
      // Any order of the columns.
      const order = rows[0].map((_, j) => j).sort(() => uniform() - 0.5);
      const shuffled = rows.map((row) => order.map((j) => row[j]));
      const { scores, rank } = leverageOf(shuffled);
      const got = leverageScores(dense(shuffled));
      expect(total(got), `seed ${seed}`).toBeCloseTo(rank, 9);
      expect(rank).toBe(Math.min(n, base[0].length));
      for (const t of got) expect(t >= 0 && t <= 1).toBe(true);
      close(got, scores, 1e-8, `seed ${seed}`);
    }
  });

  it("do not change when columns are scaled from 1e-150 to 1e150, dependent ones among them, seeds 1 to 30", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const rows = normalRows(seed, 40, 5).map((row) => (seed % 2 === 0 ? [...row, row[1] - row[2]] : row));
      const plain = leverageScores(dense(rows));
      const powers = [-150, 150, 0, -75, 99, 150];
      const scaled = rows.map((row) => row.map((v, j) => v * 10 ** powers[(j + seed) % 6]));
      close(leverageScores(dense(scaled)), plain, CLOSE, `seed ${seed}`);
      expect(total(plain)).toBeCloseTo(5, 10);
    }
  });

  it("all weights 0, or no entry but 0: all scores 0", () => {
    expect(Array.from(leverageScores(dense([[1, 2]]), { weights: [0] }))).toEqual([0]);
    expect(Array.from(leverageScores(dense([[0], [0]])))).toEqual([0, 0]);
    expect(Array.from(leverageScores(dense([[0, 0]]), { ridge: 1 }))).toEqual([0]);
  });

  it("a ridge lowers every score, to w |a|^2 / ridge where it is large, and sums to the effective dimension", () => {
    const rows = normalRows(4, 50, 6);
    let before = leverageScores(dense(rows));
    for (const ridge of [1, 10, 100, 1e4]) {
      const now = leverageScores(dense(rows), { ridge });
      now.forEach((t, i) => {
        expect(t).toBeLessThan(before[i]);
      });
      before = now;
    }
    const far = leverageScores(dense(rows), { ridge: 1e12 });
    // A'A is 1e-9 of the ridge at most.
    far.forEach((t, i) => {
      expect((t * 1e12) / rows[i].reduce((sum, a) => sum + a * a, 0)).toBeCloseTo(1, 7);
    });
  });

  it("more columns than one panel of 16, and more rows than many tiles", () => {
    const rows = normalRows(5, 700, 37);
    close(leverageScores(dense(rows)), leverageOf(rows).scores, CLOSE, "37 columns");
  });
});

describe("sketched leverage scores", () => {
  it("lie within a band about the exact ones, right on the average, seeds 1 to 20", () => {
    let [sum, rows, cut] = [0, 0, 0];
    for (let seed = 1; seed <= 20; seed++) {
      const A = normalRows(seed, 600, 8);
      const weights = Float64Array.from(A, (_, i) => 0.2 + (i % 7));
      const exact = leverageScores(dense(A), { weights });
      const sketched = leverageScores(dense(A), { weights, method: "sketched", seed });
      for (let i = 0; i < 600; i++) {
        const ratio = sketched[i] / exact[i];
        // Chi-square of 16 over 16 leaves [0.2, 3.2] once in 1e5; the factor of 8 d rows adds a factor of [0.5, 2.4] at most.
        expect(ratio, `seed ${seed}, row ${i}`).toBeGreaterThan(0.1);
        expect(ratio, `seed ${seed}, row ${i}`).toBeLessThan(7);
        if (sketched[i] === 1) cut++;
        sum += ratio;
        rows++;
      }
      expect(total(sketched)).toBeGreaterThan(0.5 * 8);
      expect(total(sketched)).toBeLessThan(2 * 8);
    }
    // E (1 / chi-square) and the sample's bias (d / s) lift the mean by a few parts in ten.
    expect(sum / rows).toBeGreaterThan(0.85);
    expect(sum / rows).toBeLessThan(1.4);
    expect(cut).toBeLessThan(20);
  });

  it("find the rows that matter alone: spikes that row norms do not show, seeds 1 to 20", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { normal } = draws(seed);
      // Ten columns seen by one small row each among 2000 large ones that are blind to them.
      const rows = Array.from({ length: 2000 }, (_, i) =>
        Array.from({ length: 20 }, (_, j) =>
          i < 10 ? (i === j ? 0.01 : 0) : j < 10 ? 1e-6 * normal() : 100 * normal(),
        ),
      );
      const sketched = leverageScores(dense(rows), { method: "sketched", seed });
      for (let i = 0; i < 10; i++) expect(sketched[i], `seed ${seed}, spike ${i}`).toBeGreaterThan(0.15);
      expect(total(sketched)).toBeLessThan(40);
    }
  });

  it("with a ridge, sum to about the effective dimension, seeds 1 to 10", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const A = normalRows(seed, 800, 10);
      const exact = total(leverageScores(dense(A), { ridge: 2000 }));
      const sketched = total(leverageScores(dense(A), { ridge: 2000, method: "sketched", seed }));
      expect(exact).toBeLessThan(8);
      expect(sketched / exact).toBeGreaterThan(0.5);
      expect(sketched / exact).toBeLessThan(2);
    }
  });

  it("sum to about the rank where columns depend on others or are empty, seeds 1 to 10", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const A = normalRows(seed, 500, 6).map((row) => [...row, 0, row[0] - 3 * row[1], row[2]]);
      const sum = total(leverageScores(dense(A), { method: "sketched", seed }));
      expect(sum / 6, `seed ${seed}`).toBeGreaterThan(0.5);
      expect(sum / 6, `seed ${seed}`).toBeLessThan(2);
    }
  });

  it("are the same again, others for another seed, and in [0, 1]", () => {
    const A = dense(normalRows(6, 300, 5));
    const run = (seed: number): Float64Array => leverageScores(A, { method: "sketched", seed });
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
    expect(leverageScores(A, { method: "sketched" })).toEqual(run(0));
    for (const t of run(5)) expect(t >= 0 && t <= 1).toBe(true);
  });

  it("of zeros are 0; rows of weight 0 have none", () => {
    expect(Array.from(leverageScores(dense([[0], [0]]), { method: "sketched" }))).toEqual([0, 0]);
    const A = dense(normalRows(7, 60, 3));
    const weights = Float64Array.from({ length: 60 }, (_, i) => i % 2);
    const scores = leverageScores(A, { method: "sketched", weights });
    expect(scores.every((t, i) => (i % 2 === 0 ? t === 0 : t > 0))).toBe(true);
  });

  // Bug: row norms of 1e200^2 overflow, no row is drawn, and what is returned is 0 everywhere, without a word.
  it("do not depend on the scale of the matrix any more than exact ones do", () => {
    const rows = normalRows(8, 200, 4);
    const scaled = dense(rows.map((row) => row.map((v) => 1e200 * v)));
    expect(total(leverageScores(scaled))).toBeCloseTo(4, 10);
    expect(total(leverageScores(scaled, { method: "sketched" }))).toBeGreaterThan(2);
  });
});

describe("leverageScores refuses", () => {
  const A = dense([
    [1, 2],
    [3, 4],
  ]);

  it.each([
    [{ method: "fast" }, "unsupported", "method", "fast"],
    [{ weights: [1] }, "length", "weights", "1 entries, 2 are needed"],
    [{ weights: [1, -2] }, "range", "weights", "weights[1] = -2 is negative"],
    [{ weights: [Number.NaN, 1] }, "notFinite", "weights", "weights[0] = NaN"],
    [{ weights: 3 }, "type", "weights", "an array of numbers is needed"],
    [{ ridge: -1 }, "range", "ridge", "ridge = -1 is below 0"],
    [{ ridge: Number.POSITIVE_INFINITY }, "notFinite", "ridge", "Infinity"],
    [{ ridge: "1" }, "type", "ridge", "not a number"],
    [{ seed: -1 }, "range", "seed", "seed = -1"],
    [{ seed: 0.5 }, "range", "seed", "seed = 0.5"],
    [{ tolerance: 1 }, "unsupported", "tolerance", "it takes weights, ridge, method, seed"],
  ])("%o", (options, code, argument, message) => {
    const found = refusal(() => leverageScores(A, options as never));
    expect(found).toMatchObject({ code, argument });
    expect(found.message).toContain(message);
  });

  it("what is no matrix", () => {
    expect(refusal(() => leverageScores([[1]] as never))).toMatchObject({ code: "type", argument: "A" });
    expect(refusal(() => leverageScores(undefined as never))).toMatchObject({ code: "type", argument: "A" });
  });

  it("names the row of a negative weight", () => {
    expect(refusal(() => leverageScores(A, { weights: [1, -2] })).index).toBe(1);
  });

  // Bug: checkNames(null) is a TypeError; sampleRows says what it needs.
  it("options that are null or no object", () => {
    for (const options of [null, 5]) {
      expect(refusal(() => leverageScores(A, options as never))).toMatchObject({ code: "type", argument: "options" });
    }
  });
});
