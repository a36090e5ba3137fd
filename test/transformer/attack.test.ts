import { beforeAll, describe, expect, it } from "vitest";
import {
  type AttackOptions,
  type AttackResult,
  attack,
  attackAsync,
  attackMany,
  attackManyAsync,
  createModel,
  InputError,
  iterateAttack,
  type Model,
  train,
} from "../../src/transformer/index.js";
import { syntheticCorpus } from "./support/corpus.js";
import { genericModel } from "./support/models.js";

const { vocabulary, sentences } = syntheticCorpus(20);
const MASK = [0, 1];
let model: Model;

beforeAll(() => {
  model = createModel({ vocabulary, context: 16, width: 64, layers: 1, heads: 2 }, { seed: 3 });
  train(model, sentences, { steps: 120, batch: 20, learningRate: 3e-3, seed: 5 });
});

const jobs = sentences.map((tokens) => ({ tokens, mask: MASK }));
const rate = (results: readonly AttackResult[]): number => results.filter((r) => r.success).length / results.length;

/** Loss of a sentence from the model's logits, in doubles. */
function lossOf(tokens: readonly number[]): number {
  const z = model.logits(tokens);
  return tokens.slice(1).reduce((sum, token, i) => {
    const row = [...z.subarray(i * vocabulary, (i + 1) * vocabulary)];
    const most = Math.max(...row);
    return sum + most + Math.log(row.reduce((s, x) => s + Math.exp(x - most), 0)) - row[token];
  }, 0);
}

describe("attackMany", () => {
  it("finds the names of memorised sentences by mirror steps with restarts and refinement", () => {
    const results = attackMany(model, jobs, { restarts: 4, refineTopK: 8 });
    expect(rate(results)).toBeGreaterThanOrEqual(0.95);
    for (const [j, result] of results.entries()) {
      expect(result.gradients).toBe(100);
      expect(result.evaluations).toBe(4 * (2 + 64));
      expect(result.restarts.map(({ gradients }) => gradients)).toEqual([25, 25, 25, 25]);
      expect(result.loss).toBe(Math.min(...result.restarts.map(({ loss }) => loss)));
      expect(result.loss).toBe(result.restarts[result.best].loss);
      expect(result.loss).toBeCloseTo(lossOf(result.sentence), 3);
      expect(result.meanLoss).toBeCloseTo(result.loss / (sentences[j].length - 1), 12);
      expect(result.sentence).toEqual([...result.tokens, ...sentences[j].slice(2)]);
      expect(result.success).toBe(result.sentence.join() === sentences[j].join());
    }
  });

  it("returns the memorised names for a suffix, never the names asked in their place", () => {
    const paired = sentences.map((s, i) => [...sentences[(i + 7) % 20].slice(0, 2), ...s.slice(2)]);
    const results = attackMany(
      model,
      paired.map((tokens) => ({ tokens, mask: MASK })),
      { restarts: 4, refineTopK: 8 },
    );
    expect(rate(results)).toBeLessThanOrEqual(0.05);
    const memorised = results.filter((r, i) => r.sentence.join() === sentences[i].join());
    expect(memorised.length).toBeGreaterThanOrEqual(19);
  });

  it("never gets worse by refinement", () => {
    const plain = attackMany(model, jobs, { steps: 3 });
    const refined = attackMany(model, jobs, { steps: 3, refineTopK: 8 });
    refined.forEach((r, j) => {
      expect(r.loss).toBeLessThanOrEqual(plain[j].loss);
    });
    expect(rate(refined)).toBeGreaterThanOrEqual(rate(plain));
  });

  it("finds some by Adam and by greedy coordinates", () => {
    expect(rate(attackMany(model, jobs, { method: "adam", learningRate: 0.1, steps: 150 }))).toBeGreaterThan(0.3);
    expect(rate(attackMany(model, jobs, { method: "gcg", restarts: 3 }))).toBeGreaterThan(0.3);
  });

  const METHODS: AttackOptions[] = [
    { method: "mirror", steps: 6, restarts: 2, refineTopK: 3 },
    { method: "adam", learningRate: 0.3, steps: 6, restarts: 2 },
    { method: "gcg", steps: 2, restarts: 2, refineTopK: 4 },
  ];
  it.each(METHODS)("gives each job the bits of attack alone, in batches of any size: %j", (options) => {
    const some = [
      { tokens: sentences[1].slice(0, 6), mask: [2], seed: 40 },
      { tokens: sentences[0], mask: MASK },
      { tokens: sentences[2], mask: [0, 3, 8] },
    ];
    const together = attackMany(model, some, { ...options, seed: 9 });
    expect(attackMany(model, some, { ...options, seed: 9, batch: 2 })).toEqual(together);
    const alone = some.map(({ tokens, mask, seed }, j) =>
      attack(model, tokens, mask, { ...options, seed: seed ?? 9 + j }),
    );
    expect(alone).toEqual(together);
    expect(attack(model, sentences[0], MASK, { ...options, seed: 11 })).not.toEqual(together[1]);
  });
});

describe("attack", () => {
  it("has a trace from the start's cost on, thinned when asked", () => {
    const { trace, relaxedLoss } = attack(model, sentences[4], MASK, { steps: 10 });
    expect(trace.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(trace[10].loss).toBeLessThan(0.5 * trace[0].loss);
    expect(trace[10].loss).toBe(relaxedLoss);
    expect(trace[3].meanLoss).toBeCloseTo(trace[3].loss / (sentences[4].length - 1), 12);
    const thin = attack(model, sentences[4], MASK, { steps: 10, traceEvery: 4 }).trace;
    expect(thin).toEqual([trace[0], trace[4], trace[8], trace[10]]);
  });

  it("does not look at the masked tokens: unknown ones give the same, without a verdict", () => {
    const known = attack(model, sentences[5], MASK, { steps: 8 });
    const unknown = attack(model, [-1, -1, ...sentences[5].slice(2)], MASK, { steps: 8 });
    expect(unknown.success).toBeUndefined();
    expect("correct" in unknown.trace[0]).toBe(false);
    expect(unknown.tokens).toEqual(known.tokens);
    expect(unknown.trace.map(({ loss }) => loss)).toEqual(known.trace.map(({ loss }) => loss));
  });

  it("is the same by every face", async () => {
    const options = { steps: 5, restarts: 2, refineTopK: 2 };
    const result = attack(model, sentences[6], MASK, options);
    const steps = iterateAttack(model, sentences[6], MASK, options);
    const seen = [];
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      seen.push(step.value);
      // Other work on the model between two steps does not disturb them.
      model.logits(sentences[3]);
    }
    expect(step.value).toEqual(result);
    expect(seen.length).toBe(12);
    expect(seen.filter(({ restart }) => restart === 1).map(({ job, restart, ...rest }) => rest)).toEqual(
      result.restarts[1].trace,
    );
    expect(await attackAsync(model, sentences[6], MASK, options)).toEqual(result);
    expect((await attackManyAsync(model, [jobs[6]], options))[0]).toEqual(result);
    expect(structuredClone(result)).toEqual(result);
  });

  it("ends at the signal with the best so far, also before any step", () => {
    const stop = new AbortController();
    const onStep = ({ step }: { step: number }): void => {
      if (step === 4) stop.abort();
    };
    const result = attack(model, sentences[7], MASK, { restarts: 3, signal: stop.signal, onStep, batch: 1 });
    expect(result.status).toBe("aborted");
    expect(result.restarts.length).toBe(1);
    expect(result.trace.at(-1)?.step).toBeLessThanOrEqual(5);
    expect(result.loss).toBeCloseTo(lossOf(result.sentence), 3);
    const none = attack(model, sentences[7], MASK, { signal: AbortSignal.abort() });
    expect([none.status, none.best, none.tokens, none.restarts]).toEqual(["aborted", -1, [], []]);
  });

  it("refines more than two masked positions pair by pair", () => {
    const mask = [0, 1, 4];
    const plain = attack(model, sentences[8], mask, { steps: 4 });
    const refined = attack(model, sentences[8], mask, { steps: 4, refineTopK: 5 });
    expect(refined.loss).toBeLessThanOrEqual(plain.loss);
    expect((refined.evaluations - 2) % 25).toBe(0);
  });

  it("throws for wrong input, naming it", () => {
    const small = genericModel("single");
    const wrong: [() => unknown, RegExp][] = [
      [() => attack(small, [1, 2], []), /mask must be an array of at least one/],
      [() => attack(small, [1, 2], [2]), /mask\[0\] = 2 is not a position: whole numbers from 0 to 1/],
      [() => attack(small, [1, 2], [1, 0]), /mask\[1\] = 0 does not rise above 1/],
      [() => attack(small, [1, -1], [0]), /tokens\[1\] = -1 is not a token/],
      [() => attack(small, [1], [0]), /tokens has one token/],
      [() => attack(small, new Array(9).fill(1), [0]), /tokens has 9 tokens/],
      [() => attackMany(small, []), /jobs must be an array of at least one/],
      [() => attackMany(small, [{ tokens: [1, 2], mask: [5] }]), /jobs\[0\]\.mask\[0\] = 5/],
      [() => attackMany(small, [null as never]), /jobs\[0\] must be an object/],
      [() => attack(small, [1, 2], [0], { method: "newton" as never }), /method = string newton must be "mirror"/],
      [() => attack(small, [1, 2], [0], { method: "gcg", learningRate: 1 }), /gcg .* has no learningRate/],
      [() => attack(small, [1, 2], [0], { method: "gcg", refineTopK: 0 }), /refineTopK = 0/],
      [() => attack(small, [1, 2], [0], { steps: 0 }), /steps = 0/],
      [() => attack(small, [1, 2], [0], { learningRate: -1 }), /learningRate = -1 must be above 0/],
      [() => attack(small, [1, 2], [0], { epochs: 1 } as never), /epochs is not an option of attack/],
    ];
    for (const [call, message] of wrong) {
      expect(call).toThrow(InputError);
      expect(call).toThrow(message);
    }
  });
});
