import { describe, expect, it } from "vitest";
import { spread } from "../../src/sketch/spread.js";
import type { Vector } from "../../src/wasm/memory.js";
import { draws } from "../endToEnd/support.js";
import { generalised, gramOf, leverageOf } from "./support/linear.js";

const vector = (data: ArrayLike<number>): Vector => ({ at: 0, length: data.length, data: Float64Array.from(data) });
const of = (weights: ArrayLike<number>, reference: ArrayLike<number>, scores: ArrayLike<number>): number =>
  spread(vector(weights), vector(reference), vector(scores));

/** A bin's ends are a factor of 5/4 apart at most. */
const BIN = 1.25;
/** Rows left out carry a tenth of x'Hx below, and above a tenth of the bin that the cut falls into. */
const PROMISED = (1 + 0.1 * BIN) / (1 - 0.1);

/** How far the pair really is apart: the condition number of A'diag(weights)A in A'diag(reference)A. */
function condition(rows: number[][], weights: ArrayLike<number>, reference: ArrayLike<number>): number {
  const d = rows[0].length;
  const spectrum = generalised(
    gramOf(rows, (i) => weights[i]),
    gramOf(rows, (i) => reference[i]),
    d,
  );
  return spectrum[d - 1] / spectrum[0];
}

/** Rows, reference weights and exact scores under them; every third instance has a few rows that own a column. */
function instance(seed: number) {
  const { normal, uniform } = draws(seed);
  const [n, d] = [20 + Math.floor(100 * uniform()), 1 + (seed % 6)];
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: d }, (_, j) => (seed % 3 === 0 && i < d ? (i === j ? 30 : 0) : normal())),
  );
  const reference = Float64Array.from({ length: n }, () => Math.exp(normal()));
  return { rows, reference, scores: leverageOf(rows, reference).scores, normal, uniform, n, d };
}

describe("spread", () => {
  it("bounds the condition of the pair for random changes of the weights, seeds 1 to 200", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { rows, reference, scores, normal } = instance(seed);
      const size = [0.1, 1, 3, 8][seed % 4];
      const weights = reference.map((w) => w * Math.exp(size * normal()));
      const found = of(weights, reference, scores);
      expect(condition(rows, weights, reference), `seed ${seed}`).toBeLessThanOrEqual(found * PROMISED * (1 + 1e-9));
    }
  });

  it("bounds it where one row moves alone, by any factor, the one with the largest score too, seeds 1 to 100", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const { rows, reference, scores, uniform, n } = instance(seed);
      const heaviest = scores.indexOf(Math.max(...scores));
      for (const i of [heaviest, Math.floor(n * uniform())]) {
        for (const factor of [1e-6, 0.01, 3, 1e3, 1e9]) {
          const weights = reference.map((w, k) => (k === i ? factor * w : w));
          const found = of(weights, reference, scores);
          const bound = found * PROMISED * (1 + 1e-9);
          expect(condition(rows, weights, reference), `seed ${seed}, ${factor}`).toBeLessThanOrEqual(bound);
        }
      }
    }
  });

  it("bounds it where the rows along one direction move: the worst case for a bound by masses, seeds 1 to 100", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const { rows, reference, scores, normal } = instance(seed);
      const v = rows[0].map(() => normal());
      const along = rows.map((a) => Math.abs(a.reduce((sum, aj, j) => sum + aj * v[j], 0)) / Math.hypot(...a));
      const middle = [...along].sort((a, b) => a - b)[Math.floor(along.length * 0.8)];
      for (const factor of [0.02, 50]) {
        const weights = reference.map((w, i) => (along[i] > middle ? factor * w : w));
        const bound = of(weights, reference, scores) * PROMISED * (1 + 1e-9);
        expect(condition(rows, weights, reference), `seed ${seed}, ${factor}`).toBeLessThanOrEqual(bound);
      }
    }
  });

  it("is at most the ratio of the extreme ratios, a bin wider at each end, seeds 1 to 100", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const { reference, scores, normal } = instance(seed);
      const q = reference.map(() => Math.exp(2 * normal()));
      const weights = reference.map((w, i) => w * q[i]);
      const found = of(weights, reference, scores);
      expect(found).toBeLessThanOrEqual((Math.max(...q) / Math.min(...q)) * BIN * BIN * (1 + 1e-9));
      expect(found).toBeGreaterThan(1);
    }
  });

  it("identical weights, or all times one factor: within one bin of 1, seeds 1 to 50", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { reference, scores, uniform } = instance(seed);
      for (const factor of [1, 2, 0.001, Math.exp(20 * uniform() - 10)]) {
        const found = of(
          reference.map((w) => factor * w),
          reference,
          scores,
        );
        expect(found).toBeGreaterThan(1);
        // w f / w rounds, so ratios at a bin's very edge may fall on both sides of it.
        expect(found).toBeLessThanOrEqual(factor === 1 || factor === 2 ? BIN : BIN * BIN);
      }
    }
  });

  it("does not depend on the scale of either: powers of two to the bit, seeds 1 to 50", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { reference, scores, normal } = instance(seed);
      const weights = reference.map((w) => w * Math.exp(2 * normal()));
      const found = of(weights, reference, scores);
      const scaled = (v: Float64Array, by: number): Float64Array => v.map((w) => w * by);
      expect(of(scaled(weights, 2 ** 300), reference, scores)).toBe(found);
      expect(of(weights, scaled(reference, 2 ** -250), scores)).toBe(found);
      expect(of(scaled(weights, 2 ** -77), scaled(reference, 2 ** 200), scores)).toBe(found);
    }
  });

  it("leaves out rows whose scores sum to a tenth, however low they fall, and no more than that", () => {
    // 100 rows of score 0.01 each at ratio 1, and k of them at 1e-12: k = 10 is the limit.
    const scores = new Array<number>(100).fill(1 / 128);
    const at = (k: number, ratio: number): number =>
      of(
        scores.map((_, i) => (i < k ? ratio : 1)),
        scores.map(() => 1),
        scores,
      );
    // 12 / 128 is below a tenth, 13 / 128 above it.
    expect(at(12, 1e-12)).toBeLessThanOrEqual(BIN);
    expect(at(13, 1e-12)).toBeGreaterThan(1e11);
    expect(at(12, 0)).toBeLessThanOrEqual(BIN);
    expect(at(13, 0)).toBe(Number.POSITIVE_INFINITY);
    // Above, what counts is the ratio times the mass: 1e6 times as much of 1e-8 is nothing, of 1e-6 it is not.
    const rare = (score: number): number =>
      of([1e6, ...scores.map(() => 1)], [1, ...scores.map(() => 1)], [score, ...scores]);
    expect(rare(1e-8)).toBeLessThanOrEqual(BIN);
    expect(rare(1e-6)).toBeGreaterThan(4);
    expect(rare(1)).toBeGreaterThan(1e6 / BIN);
  });

  it("rows without a score do not count, and scores above 1 count as 1", () => {
    const one = [1, 1, 1, 1];
    expect(of([1e9, 1, 1, 1], one, [0, 1, 1, 1])).toBeLessThanOrEqual(BIN);
    expect(of([1e9, 1, 1, 1], one, [5, 1, 1, 1])).toBe(of([1e9, 1, 1, 1], one, [1, 1, 1, 1]));
  });
});
