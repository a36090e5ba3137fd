import { dense } from "subnewton";
import { describe, expect, it } from "vitest";
import { drawSample } from "../../src/sketch/drawSample.js";
import { exactDiagonal, sampledGram } from "../../src/sketch/sampledGram.js";
import { drain } from "../../src/wasm/pace.js";
import { draws } from "../endToEnd/support.js";
import { bothOf } from "../matrix/support/random.js";
import { generalised, gramOf, leverageOf } from "./support/linear.js";
import { openSketch } from "./support/open.js";
import { largestZ } from "./support/statistics.js";

const normalRows = (seed: number, n: number, d: number): number[][] => {
  const { normal } = draws(seed);
  return Array.from({ length: n }, () => Array.from({ length: d }, normal));
};

/** Both triangles from the upper one. */
const full = (H: Float64Array, d: number): Float64Array =>
  H.map((_, k) => H[Math.min(Math.floor(k / d), k % d) * d + Math.max(Math.floor(k / d), k % d)]);

/** A sample given by hand: its Gram and what was checked. */
function ofSample(rows: number[][], weights: number[], list: number[], kept: number[]) {
  const { on, work, release } = openSketch(dense(rows));
  work.weights.data.set(weights);
  work.list.data.set(list);
  work.kept.data.set(kept);
  work.H.data.fill(7);
  drain(exactDiagonal(on, work));
  const check = drain(sampledGram(on, work, list.length, work.H));
  const H = work.H.data.slice();
  release();
  return { H, ...check };
}

describe("sampledGram", () => {
  it("is sum_k kept_k a_k a_k' in the upper triangle, whatever lay there, seeds 1 to 20, sparse and dense", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { uniform } = draws(seed);
      const [n, d] = [60, 1 + (seed % 9)];
      const rows = normalRows(seed, n, d).map((row) => row.map((v) => (uniform() < 0.3 ? 0 : v)));
      const list = Array.from({ length: n }, (_, i) => i).filter(() => uniform() < 0.5);
      const kept = list.map(() => 0.5 + 3 * uniform());
      const { sparse, full: filled } = bothOf(uniform, rows);
      const want = gramOf(
        list.map((i) => rows[i]),
        (k) => kept[k],
      );
      for (const matrix of [sparse, filled]) {
        const { on, work, release } = openSketch(matrix);
        work.list.data.set(list);
        work.kept.data.set(kept);
        work.H.data.fill(7);
        drain(exactDiagonal(on, work));
        expect(drain(sampledGram(on, work, list.length, work.H)).repaired).toBe(0);
        // 30 products of numbers of size 4 at most.
        for (let j = 0; j < d; j++) {
          for (let k = j; k < d; k++) expect(work.H.data[j * d + k]).toBeCloseTo(want[j * d + k], 10);
        }
        release();
      }
    }
  });

  it("is unbiased: every entry's mean over 2000 seeds lies within its own standard error, none repaired", () => {
    const [N, n, d] = [2000, 80, 6];
    const rows = normalRows(3, n, d);
    const weights = Float64Array.from({ length: n }, (_, i) => 0.2 + (i % 5));
    const { scores } = leverageOf(rows, weights);
    const { on, work } = openSketch(dense(rows));
    work.weights.data.set(weights);
    drain(exactDiagonal(on, work));
    const sums = new Float64Array(d * d);
    let c = 0;
    for (let seed = 1; seed <= N; seed++) {
      work.scores.data.set(scores);
      const counter = { seed, draw: 1, iteration: 0, purpose: 2 };
      const sample = drain(drawSample({ ...on, rows: n }, work, 40, counter));
      c = sample?.scale ?? 0;
      const { repaired } = drain(sampledGram(on, work, sample?.rows ?? 0, work.H));
      expect(repaired).toBe(0);
      work.H.data.forEach((v, k) => {
        sums[k] += v;
      });
    }
    const H = gramOf(rows, (i) => weights[i]);
    const most = largestZ((d * (d + 1)) / 2);
    for (let j = 0; j < d; j++) {
      for (let k = j; k < d; k++) {
        let variance = 0;
        rows.forEach((a, i) => {
          const p = Math.min(1, c * scores[i]);
          variance += (weights[i] * a[j] * a[k]) ** 2 * (1 / p - 1);
        });
        const z = (sums[j * d + k] / N - H[j * d + k]) / Math.sqrt(variance / N);
        expect(Math.abs(z), `entry ${j}, ${k}`).toBeLessThan(most);
        // Were the rows not weighted by 1 / p, every diagonal entry would be far outside.
        if (j === k) expect(H[j * d + k] / Math.sqrt(variance / N)).toBeGreaterThan(10 * most);
      }
    }
  });

  it("restores a diagonal below 0.15 of the exact one to it, and touches nothing else", () => {
    // Column j is seen by rows 2j and 2j + 1 alone, and by row 8, which all columns share.
    const rows = Array.from({ length: 9 }, (_, i) => Array.from({ length: 4 }, (_, j) => Number(i >> 1 === j)));
    rows[8] = [0.25, 0.5, 0.25, 0.125];
    const weights = [1, 1, 2, 2, 3, 3, 4, 4, 1];
    const exact = gramOf(rows, (i) => weights[i]);
    const list = [0, 2, 5, 8];
    // Shares of the exact diagonal: column 0 just below the bound, 1 just above it, 2 whole, 3 lost but for the shared row.
    const kept = [0.149 * exact[0] - 0.0625, 0.151 * exact[5] - 0.25, exact[10] - 0.0625, 1];
    const { H, repaired, diagonalError } = ofSample(rows, weights, list, kept);
    const plain = gramOf(
      list.map((i) => rows[i]),
      (k) => kept[k],
    );
    expect(repaired).toBe(2);
    for (let j = 0; j < 4; j++) {
      for (let k = j; k < 4; k++) {
        const whole = j === k && (j === 0 || j === 3);
        expect(H[j * 4 + k]).toBe((whole ? exact : plain)[j * 4 + k]);
      }
    }
    expect(diagonalError).toBeCloseTo(1 - 0.015625 / exact[15], 14);
  });

  it("leaves a column alone that is empty, or all of whose weights are 0", () => {
    const rows = [
      [1, 0, 1],
      [1, 0, 0],
    ];
    const { H, repaired, diagonalError } = ofSample(rows, [0, 1], [1], [1]);
    expect([H[0], H[1], H[2], H[4], H[5], H[8]]).toEqual([1, 0, 0, 0, 0, 0]);
    expect(repaired).toBe(0);
    expect(diagonalError).toBe(0);
  });

  it("the diagonal's error is a lower bound of the spectral error, and all of it where rows have one entry, seeds 1 to 60", () => {
    let sum = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const [n, d] = [120, 6];
      const rows = normalRows(seed, n, d);
      const alone = rows.map((row, i) => row.map((v, j) => (j === i % d ? 1 + (v - Math.floor(v)) : 0)));
      for (const A of [rows, alone]) {
        const { on, work, release } = openSketch(dense(A));
        work.scores.data.fill(1);
        drain(exactDiagonal(on, work));
        const counter = { seed, draw: 1, iteration: 0, purpose: 2 };
        const sample = drain(drawSample({ ...on, rows: n }, work, 60, counter));
        const { diagonalError, repaired } = drain(sampledGram(on, work, sample?.rows ?? 0, work.H));
        expect(repaired).toBe(0);
        const spectrum = generalised(full(work.H.data, d), gramOf(A), d);
        const spectral = Math.max(1 - spectrum[0], spectrum[d - 1] - 1);
        // To rounding: the condition of these matrices is below 10.
        expect(diagonalError, `seed ${seed}`).toBeLessThanOrEqual(spectral + 1e-12);
        if (A === alone) expect(diagonalError).toBeCloseTo(spectral, 12);
        else sum += diagonalError / spectral;
        release();
      }
    }
    // It is of use: about half of it on the average.
    expect(sum / 60).toBeGreaterThan(0.3);
  });

  it("accounts for a row of a Gram for each sampled row", () => {
    const { on, work } = openSketch(dense(normalRows(1, 50, 5)));
    drain(sampledGram(on, work, 20, work.H));
    expect(on.pace.spent).toBeCloseTo(20 * on.A.costs.gram, 9);
  });
});

describe("exactDiagonal", () => {
  it("is diag(A'diag(weights)A), whatever lay there", () => {
    const rows = normalRows(4, 50, 5);
    const weights = rows.map((_, i) => i % 4);
    const { on, work } = openSketch(dense(rows));
    work.weights.data.set(weights);
    work.diagonal.data.fill(7);
    drain(exactDiagonal(on, work));
    const want = gramOf(rows, (i) => weights[i]);
    for (let j = 0; j < 5; j++) expect(work.diagonal.data[j]).toBeCloseTo(want[j * 6], 10);
    expect(on.pace.spent).toBeCloseTo(50 * on.A.costs.product, 9);
  });
});
