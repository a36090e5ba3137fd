import { csr, dense } from "subnewton";
import { describe, expect, it } from "vitest";
import { sketchedScores } from "../../src/sketch/sketchedScores.js";
import { drain, SLICE } from "../../src/wasm/pace.js";
import { draws } from "../endToEnd/support.js";
import { normal as normalOf, philox } from "../reference/random.js";
import { kolmogorovSmirnov, moment } from "../reference/statistics.js";
import { choleskyOf, forward, gramOf, leverageOf } from "./support/linear.js";
import { openSketch } from "./support/open.js";
import { chiSquareTail, Z } from "./support/statistics.js";

const counterOf = (seed: number) => ({ seed, draw: 2, iteration: 5, purpose: 3 });

/** Rows of normals with sizes over four binades, positive weights, and the exact factor with a ridge in work.R. */
function prepared(seed: number, n: number, d: number, ridge = 0) {
  const { normal, uniform } = draws(seed);
  const rows = Array.from({ length: n }, (_, i) => Array.from({ length: d }, () => normal() * 2 ** (i % 4)));
  const weights = Float64Array.from({ length: n }, () => 0.1 + 3 * uniform());
  const opened = openSketch(dense(rows));
  const H = gramOf(rows, (i) => weights[i]);
  for (let j = 0; j < d; j++) H[j * (d + 1)] += ridge;
  opened.work.R.data.set(choleskyOf(H, d));
  opened.work.weights.data.set(weights);
  const run = (of: number): { sum: number; scores: Float64Array } => {
    const sum = drain(sketchedScores(opened.on, opened.work.R, opened.work, counterOf(of)));
    return { sum, scores: opened.work.scores.data.slice() };
  };
  return { rows, weights, ...opened, run };
}

describe("sketchedScores", () => {
  it("are w_i |G'R^-T a_i|^2 / 16 with G from the reference generator, seeds 1 to 10", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const [n, d] = [37, 1 + seed];
      const { rows, weights, work, run } = prepared(seed, n, d);
      const { sum, scores } = run(seed);
      const G = Array.from({ length: d * 16 }, (_, k) => normalOf(philox([seed, 0], [k, 2, 5, 3])));
      let clipped = 0;
      rows.forEach((a, i) => {
        const v = forward(work.R.data, d, a);
        let squares = 0;
        for (let c = 0; c < 16; c++) squares += v.reduce((t, vj, j) => t + vj * G[j * 16 + c], 0) ** 2;
        const t = (weights[i] * squares) / 16;
        // Sums of 11 terms and two triangular solves of 11 unknowns, condition below 100.
        expect(scores[i] / t, `seed ${seed}, row ${i}`).toBeCloseTo(1, 11);
        clipped += Math.min(t, 1);
      });
      expect(sum / clipped).toBeCloseTo(1, 11);
    }
  });

  it("over the exact score, are chi-square of 16 degrees over 16: mean 1, spread 35 %, shape (3000 seeds)", () => {
    const N = 3000;
    const { rows, weights, run } = prepared(1, 24, 5);
    const { scores: exact } = leverageOf(rows, weights);
    const ratios = rows.map(() => new Float64Array(N));
    for (let k = 0; k < N; k++) {
      run(1000 + k).scores.forEach((t, i) => {
        ratios[i][k] = t / exact[i];
      });
    }
    for (const [i, sample] of ratios.entries()) {
      const mean = moment(sample, 1);
      const variance = moment(sample, 2, 1);
      expect(Math.abs(mean - 1), `row ${i}`).toBeLessThan(Z * Math.sqrt(2 / 16 / N));
      // Central moments of chi-square(k) / k: 2 / k and 12 (k + 4) / k^3.
      expect(Math.abs(variance - 2 / 16), `row ${i}`).toBeLessThan(Z * Math.sqrt((240 / 4096 - 1 / 64) / N));
    }
    expect(kolmogorovSmirnov(ratios[7], (x) => 1 - chiSquareTail(16 * x, 16))).toBeGreaterThan(1e-6);
  });

  it("sum to d, and with a ridge to the effective dimension (2000 seeds)", () => {
    const [N, d] = [2000, 6];
    for (const ridge of [0, 3000]) {
      const { rows, weights, run } = prepared(2, 200, d, ridge);
      const exact = leverageOf(rows, weights, ridge).scores.reduce((a, b) => a + b, 0);
      if (ridge === 0) expect(exact).toBeCloseTo(d, 12);
      else expect(exact).toBeLessThan(d - 1);
      const sums = Float64Array.from({ length: N }, (_, k) => run(k).sum);
      // No score comes near 1, so none is cut; the sum is tr(G'MG) / 16 with M's eigenvalues 1 at most: variance 2 d / 16 at most.
      expect(Math.abs(moment(sums, 1) - exact)).toBeLessThan(Z * Math.sqrt((2 * d) / 16 / N));
    }
  });

  it("each counts as 1 at most in the sum, and is left as it is", () => {
    const { work, run } = prepared(3, 30, 4);
    for (let k = 0; k < 16; k++) work.R.data[k] /= 8;
    const { sum, scores } = run(1);
    expect(scores.filter((t) => t > 1).length).toBeGreaterThan(10);
    expect(scores.filter((t) => t < 1).length).toBeGreaterThan(3);
    expect(sum).toBeCloseTo(
      scores.reduce((total, t) => total + Math.min(t, 1), 0),
      12,
    );
  });

  it("are off by what the factor is off by: twice R gives a quarter, to the bit; the old scores do not matter", () => {
    const { work, run } = prepared(4, 50, 7);
    const { scores } = run(9);
    work.R.data.forEach((v, k, R) => {
      R[k] = 2 * v;
    });
    work.scores.data.fill(1e9);
    expect(run(9).scores).toEqual(scores.map((t) => t / 4));
  });

  it("leave the exact diagonal of A'diag(weights)A behind", () => {
    const { rows, weights, work, run } = prepared(6, 70, 5);
    work.diagonal.data.fill(1e9);
    run(1);
    const want = gramOf(rows, (i) => weights[i]);
    for (let j = 0; j < 5; j++) expect(work.diagonal.data[j] / want[j * 6]).toBeCloseTo(1, 13);
  });

  it("are the same for a sparse matrix, and for rows in several blocks (seed 5)", () => {
    const n = 30_000;
    const rows = draws(5);
    const data = Float64Array.from({ length: 3 * n }, () => rows.normal());
    const indptr = Int32Array.from({ length: n + 1 }, (_, i) => 3 * i);
    const indices = Int32Array.from({ length: 3 * n }, (_, k) => 2 * (k % 3) + (k % 2));
    const sparse = openSketch(csr({ rows: n, columns: 6, indptr, indices, data }));
    const whole = new Float64Array(6 * n);
    for (let k = 0; k < 3 * n; k++) whole[6 * Math.floor(k / 3) + indices[k]] = data[k];
    const full = openSketch(dense({ rows: n, columns: 6, data: whole }));
    const results = [sparse, full].map(({ on, work }) => {
      for (let j = 0; j < 6; j++) work.R.data[j * 7] = 100 + j;
      on.pace.spent = SLICE - 1;
      let pauses = 0;
      const steps = sketchedScores(on, work.R, work, counterOf(1));
      let step = steps.next();
      for (; !step.done; step = steps.next()) pauses++;
      return { pauses, sum: step.value, scores: work.scores.data };
    });
    expect(results.every(({ pauses }) => pauses > 0)).toBe(true);
    expect(results[0].sum / results[1].sum).toBeCloseTo(1, 12);
    for (let i = 0; i < n; i += 997) expect(results[0].scores[i] / results[1].scores[i]).toBeCloseTo(1, 12);
  });
});
