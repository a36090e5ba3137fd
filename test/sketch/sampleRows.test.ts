import { sampleRows } from "subnewton";
import { describe, expect, it } from "vitest";
import { drawSample } from "../../src/sketch/drawSample.js";
import { drain } from "../../src/wasm/pace.js";
import { draws } from "../endToEnd/support.js";
import { refusal } from "../matrix/support/refusal.js";
import { philox, uniform } from "../reference/random.js";
import * as reference from "../reference/sketch.js";
import { openDraw } from "./support/open.js";
import { Z } from "./support/statistics.js";

/** Written down from a run of the reference generator, so that a change of both at once is seen. */
const KNOWN = [7, 10, 12, 14, 16, 17, 18, 19];

describe("sampleRows", () => {
  it("known answer: seed 2024, scores 1, 2, ..., 20, ten rows expected", () => {
    const scores = Array.from({ length: 20 }, (_, i) => i + 1);
    const { indices, probabilities } = sampleRows(scores, { expected: 10, seed: 2024 });
    // The sum is 210: c = 10 / 210, no row is certain.
    const p = scores.map((t) => (10 / 210) * t);
    const coins = scores.map((_, i) => uniform(philox([2024, 0], [i, 0, 0, 2])));
    const want = scores.map((_, i) => i).filter((i) => coins[i] < p[i]);
    expect(Array.from(indices)).toEqual(want);
    expect(Array.from(indices)).toEqual(KNOWN);
    expect(Array.from(probabilities)).toEqual(want.map((i) => p[i]));
  });

  it("known answer: a seed above 32 bits, heavy rows certain", () => {
    const scores = [0, 1, 2, 100, 3, 4, 80, 5, 6, 0];
    const seed = 2 ** 40 + 5;
    const { indices, probabilities } = sampleRows(scores, { expected: 5, seed });
    // 100 and 80 are certain, the others share 3 rows: c = 3 / 21.
    const want = reference.drawRows([5, 2 ** 8], [0, 0, 2], scores, 3 / 21, new Array(10).fill(1), 0, 10);
    expect(Array.from(indices)).toEqual(want.list);
    expect(Array.from(probabilities)).toEqual(want.list.map((i) => Math.min(1, (3 / 21) * scores[i])));
    expect(want.list).toContain(3);
    expect(want.list).toContain(6);
  });

  it("takes the rows that the solver's draw takes, ascending, with their probabilities, seeds 1 to 30", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const { normal } = draws(seed);
      const scores = Float64Array.from({ length: 150 }, () => Math.exp(2 * normal()));
      const { on, work, release } = openDraw(scores);
      const counter = { seed, draw: 0, iteration: 0, purpose: 2 };
      const sample = drain(drawSample(on, work, 40, counter));
      const list = work.list.data.slice(0, sample?.rows);
      const kept = work.kept.data.slice(0, sample?.rows);
      release();
      const { indices, probabilities } = sampleRows(scores, { expected: 40, seed });
      expect(indices, `seed ${seed}`).toEqual(list);
      expect(Array.from(probabilities, (p) => 1 / p)).toEqual(Array.from(kept));
      for (let k = 1; k < indices.length; k++) expect(indices[k]).toBeGreaterThan(indices[k - 1]);
      for (const p of probabilities) expect(p > 0 && p <= 1).toBe(true);
    }
  });

  it("draws about as many as expected, 2000 seeds; the seed is 0 where none is given", () => {
    const scores = Array.from({ length: 60 }, (_, i) => 1 + (i % 5));
    let sum = 0;
    for (let seed = 0; seed < 2000; seed++) sum += sampleRows(scores, { expected: 20, seed }).indices.length;
    // The size has variance sum p (1 - p) < 20.
    expect(Math.abs(sum / 2000 - 20)).toBeLessThan(Z * Math.sqrt(20 / 2000));
    expect(sampleRows(scores, { expected: 20 })).toEqual(sampleRows(scores, { expected: 20, seed: 0 }));
    expect(sampleRows(scores, { expected: 20, seed: 1 })).not.toEqual(sampleRows(scores, { expected: 20, seed: 2 }));
  });

  it("weighted by 1 / p the scores add up to their sum: no bias (2000 seeds)", () => {
    const scores = Array.from({ length: 50 }, (_, i) => 0.3 + (i % 7));
    const sum = scores.reduce((a, b) => a + b, 0);
    let [mean, c] = [0, 0];
    for (let seed = 0; seed < 2000; seed++) {
      const { indices, probabilities } = sampleRows(scores, { expected: 15, seed });
      indices.forEach((i, k) => {
        mean += 1 / probabilities[k] / 2000;
        c = probabilities[k] / scores[i];
      });
    }
    // The weights 1 / p estimate the number of rows, 50.
    const variance = scores.reduce((total, t) => total + (1 / (c * t) - 1), 0);
    expect(c).toBeCloseTo(15 / sum, 12);
    expect(Math.abs(mean - 50)).toBeLessThan(Z * Math.sqrt(variance / 2000));
  });

  it("takes every row with a score where more are expected, none of no scores", () => {
    expect(sampleRows([2, 0, 1], { expected: 7 })).toEqual({
      indices: Int32Array.of(0, 2),
      probabilities: Float64Array.of(1, 1),
    });
    for (const scores of [[], [0, 0]]) {
      expect(sampleRows(scores, { expected: 1 })).toEqual({
        indices: new Int32Array(0),
        probabilities: new Float64Array(0),
      });
    }
  });

  // Bug: the sum of the scores overflows and no row is ever taken; below, c overflows and every row is.
  it("does not depend on the unit of the scores, up to the ends of the range", () => {
    const scores = new Array<number>(20).fill(1);
    const want = sampleRows(scores, { expected: 5, seed: 3 });
    for (const unit of [2 ** 1023, 2 ** -1060]) {
      expect(
        sampleRows(
          scores.map((t) => t * unit),
          { expected: 5, seed: 3 },
        ),
      ).toEqual(want);
    }
  });
});

describe("sampleRows refuses", () => {
  it.each([
    [[1, -2], { expected: 1 }, "range", "scores", "scores[1] = -2 is negative"],
    [[1, Number.NaN], { expected: 1 }, "notFinite", "scores", "scores[1] = NaN"],
    [[Number.POSITIVE_INFINITY], { expected: 1 }, "notFinite", "scores", "scores[0] = Infinity"],
    ["12", { expected: 1 }, "type", "scores", "an array of numbers is needed"],
    [[1], undefined, "type", "options", "needs the expected number of rows"],
    [[1], null, "type", "options", "needs the expected number of rows"],
    [[1], {}, "type", "expected", "expected = undefined is not a number"],
    [[1], { expected: 0 }, "range", "expected", "expected = 0 must be above 0"],
    [[1], { expected: -3 }, "range", "expected", "above 0"],
    [[1], { expected: Number.NaN }, "notFinite", "expected", "NaN"],
    [[1], { expected: 1, seed: -1 }, "range", "seed", "seed = -1"],
    [[1], { expected: 1, seed: 2 ** 53 }, "range", "seed", "whole number"],
    [[1], { expected: 1, rows: 2 }, "unsupported", "rows", "it takes expected, seed"],
  ])("%o, %o", (scores, options, code, argument, message) => {
    const found = refusal(() => sampleRows(scores as never, options as never));
    expect(found).toMatchObject({ code, argument });
    expect(found.message).toContain(message);
  });

  it("names the row of a negative score", () => {
    expect(refusal(() => sampleRows([1, 2, -1], { expected: 1 })).index).toBe(2);
  });
});
