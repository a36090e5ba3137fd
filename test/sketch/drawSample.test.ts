import { describe, expect, it } from "vitest";
import { drawSample } from "../../src/sketch/drawSample.js";
import { drain, PAUSE } from "../../src/wasm/pace.js";
import { draws } from "../endToEnd/support.js";
import * as reference from "../reference/sketch.js";
import { openDraw } from "./support/open.js";
import { chiSquareTail, Z } from "./support/statistics.js";

const counterOf = (seed: number, iteration = 0) => ({ seed, draw: 3, iteration, purpose: 2 });

/** Which rows a seed takes, with the sample. */
function drawn(scores: ArrayLike<number>, expected: number, seed: number, weights?: ArrayLike<number>) {
  const { on, work, release } = openDraw(scores);
  if (weights) work.weights.data.set(weights);
  const sample = drain(drawSample(on, work, expected, counterOf(seed)));
  if (!sample) throw new Error("there is room for every row");
  const list = Array.from(work.list.data.subarray(0, sample.rows));
  const kept = work.kept.data.slice(0, sample.rows);
  release();
  return { sample, list, kept };
}

/** Scores of four binades and a few that are certain or 0. */
function mixed(seed: number, n: number): Float64Array {
  const { uniform } = draws(seed);
  return Float64Array.from({ length: n }, (_, i) => (i % 17 === 3 ? 0 : i % 19 === 5 ? 50 : 0.05 + uniform() ** 3));
}

describe("drawSample", () => {
  it("takes the rows and weights of the reference draw, seeds 1 to 20", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const scores = mixed(seed, 300);
      const weights = scores.map((_, i) => 1 + (i % 7));
      const { sample, list, kept } = drawn(scores, 60, seed, weights);
      const want = reference.drawRows([seed, 0], [3, 0, 2], scores, sample.scale, weights, 0, 300);
      expect(list, `seed ${seed}`).toEqual(want.list);
      expect(Array.from(kept)).toEqual(want.weights);
    }
  });

  it("counts certain rows, and finds the largest 1 / p of the rows it took, seeds 1 to 20", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const scores = mixed(seed, 300);
      const { sample, list } = drawn(scores, 60, seed);
      const p = list.map((i) => Math.min(1, sample.scale * scores[i]));
      expect(sample.certain).toBe(p.filter((v) => v === 1).length);
      expect(sample.certain).toBeGreaterThan(10);
      expect(sample.maxWeight).toBe(1 / Math.min(...p));
    }
  });

  it("takes every row with a score, weight unchanged, where that many are expected", () => {
    const scores = [3, 0, 1, 2, 0];
    const { sample, list, kept } = drawn(scores, 3, 1, [5, 6, 7, 8, 9]);
    expect(list).toEqual([0, 2, 3]);
    expect(Array.from(kept)).toEqual([5, 7, 8]);
    expect(sample).toMatchObject({ rows: 3, certain: 3, maxWeight: 1, scale: Number.POSITIVE_INFINITY });
  });

  it("takes none where no score is above 0", () => {
    expect(drawn([0, 0, 0], 2, 1).sample).toMatchObject({ rows: 0, certain: 0, maxWeight: 1 });
  });

  it("is the same in one block of rows and in three with pauses between (seed 5)", () => {
    // 12 planned nanoseconds a coin: a block has 833,332 rows, just below a slice of 10 ms, so the second one ends in a pause.
    const n = 2_000_003;
    const { on, work } = openDraw(Float64Array.from({ length: n }, (_, i) => 1 + (i % 97)));
    const steps = drawSample(on, work, 4000, counterOf(5));
    let pauses = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      expect(step.value).toBe(PAUSE);
      pauses++;
    }
    expect(pauses).toBe(1);
    const sample = step.value;
    const list = work.list.data.slice(0, sample?.rows);
    const { scores, weights, kept, words } = work;
    const c = sample?.scale ?? 0;
    const whole = on.kernels.sketch.drawRows(counterOf(5), scores, c, weights, 0, n, 0, work.list, kept, words);
    expect(whole).toBe(sample?.rows);
    expect(work.list.data.slice(0, whole)).toEqual(list);
    expect(Math.abs(whole - 4000)).toBeLessThan(Z * Math.sqrt(4000));
  });

  it("a row's fate depends on its own score alone: others change places, c stays, seeds 1 to 50", () => {
    // Whole numbers below 16 add up exactly in any order, so c is the same double.
    const scores = Float64Array.from({ length: 200 }, (_, i) => 1 + ((i * 7) % 13));
    const turned = scores.map((t, i) => (i % 10 === 4 ? t : scores[(i % 10 < 4 ? i + 100 : i + 60) % 200]));
    const sum = turned.reduce((a, b) => a + b, 0);
    turned[9] += scores.reduce((a, b) => a + b, 0) - sum;
    expect(turned[9]).toBeGreaterThan(0);
    let changed = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const [one, other] = [drawn(scores, 20, seed), drawn(turned, 20, seed)];
      expect(other.sample.scale).toBe(one.sample.scale);
      const own = (list: number[]): number[] => list.filter((i) => scores[i] === turned[i]);
      expect(own(other.list), `seed ${seed}`).toEqual(own(one.list));
      if (other.list.join() !== one.list.join()) changed++;
    }
    expect(changed).toBeGreaterThan(40);
  });

  it("takes each row with its own probability: chi-square over 4000 seeds, and the sizes of the samples", () => {
    const N = 4000;
    const scores = Float64Array.from({ length: 42 }, (_, i) => (i < 2 ? 100 : 0.02 * 1.07 ** i));
    const { on, work } = openDraw(scores);
    const hits = new Float64Array(42);
    let [sizes, squares, c] = [0, 0, 0];
    for (let seed = 1; seed <= N; seed++) {
      const sample = drain(drawSample(on, work, 14, counterOf(seed)));
      const rows = sample?.rows ?? 0;
      for (let k = 0; k < rows; k++) hits[work.list.data[k]]++;
      sizes += rows;
      squares += (rows - 14) ** 2;
      c = sample?.scale ?? 0;
    }
    const p = scores.map((t) => Math.min(1, c * t));
    expect(p.filter((v) => v < 1).length).toBe(40);
    expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(14, 12);
    let chi = 0;
    for (let i = 0; i < 42; i++) {
      if (p[i] === 1) expect(hits[i]).toBe(N);
      else chi += (hits[i] - N * p[i]) ** 2 / (N * p[i] * (1 - p[i]));
    }
    // Too near would be as wrong as too far: one in a million on either side.
    expect(chiSquareTail(chi, 40)).toBeGreaterThan(1e-6);
    expect(chiSquareTail(chi, 40)).toBeLessThan(1 - 1e-6);
    const variance = p.reduce((sum, v) => sum + v * (1 - v), 0);
    expect(Math.abs(sizes / N - 14)).toBeLessThan(Z * Math.sqrt(variance / N));
    // Independent rows: the size has the sum of their variances; its square's own is 2 variance^2 at most, nearly.
    expect(Math.abs(squares / N - variance)).toBeLessThan(Z * variance * Math.sqrt(2.5 / N));
  });

  it("another seed, start, iteration or purpose takes other rows", () => {
    const { on, work } = openDraw(new Float64Array(400).fill(1));
    const rowsOf = (counter: { seed: number; draw: number; iteration: number; purpose: number }): string => {
      const sample = drain(drawSample(on, work, 100, counter));
      return work.list.data.slice(0, sample?.rows).join();
    };
    const base = { seed: 7, draw: 1, iteration: 2, purpose: 3 };
    const all = [{}, { seed: 8 }, { seed: 7 + 2 ** 32 }, { draw: 2 }, { iteration: 3 }, { purpose: 4 }].map((change) =>
      rowsOf({ ...base, ...change }),
    );
    expect(new Set(all).size).toBe(all.length);
    expect(rowsOf(base)).toBe(all[0]);
  });

  it("is undefined where more rows fell than there is room for, and not where they just fit, seeds 1 to 30", () => {
    const scores = mixed(9, 200);
    for (let seed = 1; seed <= 30; seed++) {
      const { rows } = drawn(scores, 50, seed).sample;
      for (const [capacity, fits] of [
        [rows, true],
        [rows - 1, false],
        [10, false],
      ] as const) {
        const { on, work, release } = openDraw(scores, capacity);
        const sample = drain(drawSample(on, work, 50, counterOf(seed)));
        release();
        expect(sample !== undefined, `seed ${seed}, room for ${capacity}`).toBe(fits);
      }
    }
  });
});
