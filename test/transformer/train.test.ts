import { describe, expect, it } from "vitest";
import {
  createModel,
  InputError,
  iterateTraining,
  type Model,
  train,
  trainAsync,
} from "../../src/transformer/index.js";
import { syntheticCorpus } from "./support/corpus.js";

const { vocabulary, sentences } = syntheticCorpus(12);
const fresh = (): Model => createModel({ vocabulary, context: 16, width: 32, layers: 2, heads: 2 }, { seed: 3 });
const OPTIONS = { steps: 40, batch: 8, learningRate: 3e-3, seed: 5 };
const all = (model: Model): number[] => model.names.flatMap((name) => [...model.tensor(name)]);

describe("train", () => {
  const model = fresh();
  const { loss, status } = train(model, sentences, OPTIONS);

  it("lowers the loss from that of chance towards 0", () => {
    expect(status).toBe("done");
    expect(loss.length).toBe(40);
    expect(loss[0]).toBeCloseTo(Math.log(vocabulary), 0);
    expect(loss[39]).toBeLessThan(0.5 * loss[0]);
  });

  it("gives the same bits again, by every face, and others for another seed", async () => {
    const [again, stepped, awaited, other] = [fresh(), fresh(), fresh(), fresh()];
    expect(train(again, sentences, OPTIONS)).toEqual({ loss, status });
    const records = [...iterateTraining(stepped, sentences, OPTIONS)];
    expect(records).toEqual(loss.map((value, i) => ({ step: i + 1, loss: value })));
    expect(await trainAsync(awaited, sentences, OPTIONS)).toEqual({ loss, status });
    for (const one of [again, stepped, awaited]) expect(all(one)).toEqual(all(model));
    expect(train(other, sentences, { ...OPTIONS, seed: 6 }).loss).not.toEqual(loss);
  });

  it("takes the first step of Adam: every weight with a gradient moves by the learning rate", () => {
    const [before, after] = [fresh(), fresh()];
    train(after, sentences, { steps: 1, learningRate: 1e-3 });
    const now = all(after);
    const moved = all(before).map((x, i) => Math.abs(x - now[i]));
    expect(moved.reduce((most, d) => Math.max(most, d), 0)).toBeLessThan(1.01e-3);
    // Every token is scored, so that only positions past the sentences stay, and the key biases.
    expect(moved.filter((x) => x > 0.9e-3).length / moved.length).toBeGreaterThan(0.9);
  });

  it("takes every sentence once an epoch, in another order each time", () => {
    const one = fresh();
    train(one, sentences, OPTIONS);
    const [a, b, c, d] = train(one, sentences, { steps: 4, batch: 6, learningRate: 1e-12 }).loss;
    expect(a + b).toBeCloseTo(c + d, 5);
    expect(Math.abs(a - c)).toBeGreaterThan(1e-4);
    expect(Math.abs(a - d)).toBeGreaterThan(1e-4);
  });

  it("stops when asked, by the signal or by leaving the loop, and keeps what was learned", () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const onStep = ({ step }: { step: number }): void => {
      seen.push(step);
      if (step === 3) stop.abort();
    };
    const [aborted, left, three] = [fresh(), fresh(), fresh()];
    const result = train(aborted, sentences, { ...OPTIONS, signal: stop.signal, onStep });
    expect(result).toEqual({ loss: loss.slice(0, 3), status: "aborted" });
    expect(seen).toEqual([1, 2, 3]);
    for (const { step } of iterateTraining(left, sentences, OPTIONS)) if (step === 3) break;
    train(three, sentences, { ...OPTIONS, steps: 3 });
    expect(all(aborted)).toEqual(all(three));
    expect(all(left)).toEqual(all(three));
  });

  it("learns from sentences of different lengths as from each alone", () => {
    const lengths = sentences.map((s, i) => s.slice(0, 3 + (i % 7)));
    const [a, b] = [fresh(), fresh()];
    const together = train(a, lengths, { ...OPTIONS, steps: 1, batch: 12 });
    const each = lengths.map((s) => train(fresh(), [s], { ...OPTIONS, steps: 1 }).loss[0] * (s.length - 1));
    const predicted = lengths.reduce((sum, s) => sum + s.length - 1, 0);
    expect(together.loss[0]).toBeCloseTo(each.reduce((x, y) => x + y, 0) / predicted, 5);
    expect(train(b, [...lengths].reverse(), { ...OPTIONS, steps: 1, batch: 12 }).loss[0]).toBeCloseTo(
      together.loss[0],
      5,
    );
  });

  it("throws for wrong input, naming it", () => {
    const wrong: [() => unknown, RegExp][] = [
      [() => train({} as never, sentences, OPTIONS), /model must come from createModel/],
      [() => train(model, [], OPTIONS), /sentences must be an array of at least one/],
      [() => train(model, [[1, 2], [3]], OPTIONS), /sentences\[1\] has one token/],
      [() => train(model, [[1, vocabulary]], OPTIONS), /sentences\[0\]\[1\] = \d+ is not a token/],
      [() => train(model, sentences, { ...OPTIONS, learningRate: 0 }), /learningRate = 0 must be above 0/],
      [() => train(model, sentences, { ...OPTIONS, steps: 1.5 }), /steps = 1.5/],
      [() => train(model, sentences, { ...OPTIONS, batch: 0 }), /batch = 0/],
      [() => train(model, sentences, { ...OPTIONS, epochs: 3 } as never), /epochs is not an option of train/],
      [() => train(model, sentences, undefined as never), /options is undefined/],
    ];
    for (const [call, message] of wrong) {
      expect(call).toThrow(InputError);
      expect(call).toThrow(message);
    }
  });
});
