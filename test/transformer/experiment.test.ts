import { afterAll, describe, expect, it } from "vitest";
import { makeCorpus } from "../../examples/text-recovery/corpus/corpus.js";
import { InputError } from "../../src/inputError.js";
import { attackMany } from "../../src/transformer/attack.js";
import { experiment, summariseAttacks } from "../../src/transformer/experiment.js";
import { createModel } from "../../src/transformer/model.js";
import { resultOf, traceOf } from "./attackResults.js";

describe("summariseAttacks", () => {
  const results = [
    resultOf(traceOf([9, 5, 1], [0, 1, 2]), { success: true, gradients: 2, evaluations: 3 }),
    resultOf(traceOf([8, 6, 4], [0, 0, 1]), { success: false, gradients: 2, evaluations: 5 }),
    resultOf(traceOf([7, 1], [1, 2]), { success: true, gradients: 1, evaluations: 1 }),
  ];

  it("takes the least, mean and greatest loss of each step; a short trace keeps its end", () => {
    const { steps } = summariseAttacks(results);
    expect(steps.map(({ step }) => step)).toEqual([0, 1, 2]);
    expect(steps.map(({ loss }) => loss)).toEqual([
      { min: 7, mean: 8, max: 9 },
      { min: 1, mean: 4, max: 6 },
      { min: 1, mean: 2, max: 4 },
    ]);
  });

  it("counts attacks whose tokens are all right at a step, and those right in the end", () => {
    const { steps, success } = summariseAttacks(results);
    expect(steps.map(({ success: { count, of } }) => [count, of])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    expect(success).toMatchObject({ count: 2, of: 3, rate: 2 / 3 });
  });

  it("adds up gradients and evaluations", () => {
    expect(summariseAttacks(results)).toMatchObject({ gradients: 5, evaluations: 9 });
  });

  // Wilson's bounds solve |p - rate| = z sqrt(p (1 - p) / n); the paper's own figure is 0.92 of 1000.
  it.each([
    [920, 1000, 0.902, 0.935],
    [29, 32, 0.758, 0.968],
    [0, 64, 0, 0.0566],
    [64, 64, 0.9434, 1],
  ])("gives Wilson's interval for %d of %d", (count, of, low, high) => {
    const all = Array.from({ length: of }, (_, i) =>
      resultOf(traceOf([1], [i < count ? 2 : 0]), { success: i < count }),
    );
    const { success } = summariseAttacks(all);
    expect(success.low).toBeCloseTo(low, 3);
    expect(success.high).toBeCloseTo(high, 3);
    for (const p of [success.low, success.high]) {
      if (p <= 0 || p >= 1) continue;
      expect(Math.abs(p - success.rate)).toBeCloseTo(1.959964 * Math.sqrt((p * (1 - p)) / of), 9);
    }
  });

  it("knows nothing of no attacks", () => {
    expect(summariseAttacks([])).toMatchObject({ steps: [], success: { count: 0, of: 0, low: 0, high: 1 } });
  });
});

describe("experiment", () => {
  const { sentences, vocabulary, names } = makeCorpus({ sentences: 3 });
  const model = createModel(
    { vocabulary: vocabulary.words.length, context: 10, width: 16, layers: 1, heads: 2 },
    { seed: 1 },
  );
  afterAll(() => model.dispose());

  it("attacks sentence k mod N with seed + k", () => {
    const found = experiment(model, sentences, names, { repeats: 5, seed: 40, steps: 3 });
    const jobs = [0, 1, 2, 0, 1].map((i, k) => ({ tokens: sentences[i], mask: names, seed: 40 + k }));
    expect(found).toEqual(summariseAttacks(attackMany(model, jobs, { steps: 3 })));
    expect(found.results[0].trace).not.toEqual(found.results[3].trace);
  });

  it("refuses no repeats and no sentences", () => {
    for (const repeats of [0, -1, 1.5, Number.NaN]) {
      expect(() => experiment(model, sentences, names, { repeats })).toThrow(InputError);
    }
    expect(() => experiment(model, [], names)).toThrow(/sentences is empty/);
    expect(() => experiment(model, sentences, names, { repeat: 3 } as never)).toThrow(/repeat/);
  });
});
