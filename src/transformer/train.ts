import { InputError } from "../inputError.js";
import { checkNames, checkNumber, checkWhole, describe } from "../matrix/check.js";
import type { Space } from "../wasm/f32/memory.js";
import { turn } from "../wasm/pace.js";
import { backward } from "./backward.js";
import { type Dice, drawUniform, SHUFFLE } from "./draws.js";
import { forward, rowLosses } from "./forward.js";
import { type Inside, insideOf, type Model, planDice } from "./model.js";
import { planPass } from "./pass.js";
import { checkTokens, longest, lossOf, type Sequence, writeRows } from "./sequences.js";
import { weightCount, weightsIn } from "./weights.js";

export type Sentences = readonly ArrayLike<number>[];

export interface TrainOptions {
  /** Adam steps; steps batch / sentences is the number of epochs. */
  readonly steps: number;
  /** Sentences a step. Default 32. */
  readonly batch?: number;
  /** Adam's step, constant; 1e-3 suits a small model from its start, 1e-4 and less fine-tuning. */
  readonly learningRate: number;
  /** Whole number behind the order of the sentences. Default 0. */
  readonly seed?: number;
  /** Called after each step. */
  readonly onStep?: (record: TrainRecord) => void;
  /** Stops before the next step: status "aborted", the model keeps what it learned. */
  readonly signal?: AbortSignal;
}

export interface TrainRecord {
  /** 1 for the first. */
  readonly step: number;
  /** Mean cross-entropy a predicted token over the step's batch before the step, in nats. */
  readonly loss: number;
}

export interface TrainResult {
  /** Of every step done. */
  readonly loss: number[];
  readonly status: "done" | "aborted";
}

/**
 * Next-token training by Adam (0.9, 0.999, 1e-8) on the mean cross-entropy of each batch. Every epoch takes the sentences in
 * a new seeded order; the same call on the same weights gives the same bits.
 * @throws InputError for a wrong option or token, or where memory for three more copies of the weights is missing.
 */
export function train(model: Model, sentences: Sentences, options: TrainOptions): TrainResult {
  const steps = begin(model, sentences, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, a step at a time. Leaving the loop early ends the training; the model keeps what it learned. */
export function iterateTraining(
  model: Model,
  sentences: Sentences,
  options: TrainOptions,
): Generator<TrainRecord, TrainResult, void> {
  return begin(model, sentences, options);
}

/** The same with a turn of the event loop after each step. */
export async function trainAsync(model: Model, sentences: Sentences, options: TrainOptions): Promise<TrainResult> {
  const steps = begin(model, sentences, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await turn();
  }
}

interface Checked {
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly onStep?: (record: TrainRecord) => void;
  readonly signal?: AbortSignal;
}

function begin(model: Model, sentences: Sentences, options: TrainOptions): Generator<TrainRecord, TrainResult, void> {
  const inside = insideOf(model);
  const checked = checkOptions(options);
  return trainSteps(inside, checkSentences(sentences, inside), checked);
}

function checkOptions(options: TrainOptions): Checked {
  if (typeof options !== "object" || options === null) {
    throw new InputError(
      "type",
      "options",
      `options is ${describe(options)}, an object with steps and learningRate is needed`,
    );
  }
  checkNames("train", options, ["steps", "batch", "learningRate", "seed", "onStep", "signal"]);
  const { onStep, signal } = options;
  const learningRate = checkNumber("learningRate", options.learningRate);
  if (!(learningRate > 0)) {
    throw new InputError("range", "learningRate", `learningRate = ${learningRate} must be above 0: try 1e-3`);
  }
  return {
    steps: checkWhole("steps", options.steps, 0),
    batch: checkWhole("batch", options.batch ?? 32, 1),
    learningRate,
    seed: checkWhole("seed", options.seed ?? 0, 0),
    onStep,
    signal,
  };
}

function checkSentences(sentences: Sentences, { config }: Inside): Sequence[] {
  if (!Array.isArray(sentences) || sentences.length === 0) {
    throw new InputError(
      "empty",
      "sentences",
      "sentences must be an array of at least one sentence, each an array of tokens",
    );
  }
  return sentences.map((tokens, s) => {
    const list = checkTokens(`sentences[${s}]`, tokens, config);
    if (list.length > 1) return { tokens: list };
    throw new InputError(
      "length",
      `sentences[${s}]`,
      `sentences[${s}] has one token: nothing is predicted, two are needed`,
      s,
    );
  });
}

function* trainSteps(
  inside: Inside,
  sentences: readonly Sequence[],
  { steps, batch, learningRate, seed, onStep, signal }: Checked,
): Generator<TrainRecord, TrainResult, void> {
  const { store, places, config, weights, kernels } = inside;
  const count = weightCount(places);
  const most = Math.min(batch, sentences.length);
  const T = longest(sentences);
  const layout = (space: Space) => ({
    pass: planPass(space, config, { sequences: most, T, soft: 0, gradient: "weights" }),
    gradient: space.reals(count),
    m: space.reals(count),
    v: space.reals(count),
    dice: planDice(space),
  });
  const { parts: work, close } = store.open("training", layout);
  const gradient = weightsIn(work.gradient, places, store.slice);
  const loss: number[] = [];
  try {
    const order = epochs(sentences, most, (epoch) => shuffled(inside, work.dice, sentences.length, seed, epoch));
    let [beta1, beta2] = [1, 1];
    for (let step = 1; step <= steps; step++) {
      if (signal?.aborted) return { loss, status: "aborted" };
      const chosen = order.next().value as readonly Sequence[];
      const extent = { sequences: chosen.length, T: longest(chosen), soft: 0 };
      const predicted = chosen.reduce((sum, { tokens }) => sum + tokens.length - 1, 0);
      writeRows(work.pass, chosen, extent.T);
      forward(inside, work.pass, extent);
      rowLosses(inside, work.pass, extent);
      const mean = chosen.reduce((sum, _, s) => sum + lossOf(work.pass, s, extent.T), 0) / predicted;
      work.gradient.data.fill(0);
      backward(inside, work.pass, extent, 1 / predicted, gradient);
      beta1 *= 0.9;
      beta2 *= 0.999;
      kernels.step.adam(count, learningRate, 1 - beta1, 1 - beta2, work.gradient, work.m, work.v, weights.all);
      loss.push(mean);
      const record = { step, loss: mean };
      onStep?.(record);
      yield record;
    }
    return { loss, status: "done" };
  } finally {
    close();
  }
}

/** Batches of equal size without end: each epoch's order follows on the last one's. */
function* epochs(
  sentences: readonly Sequence[],
  batch: number,
  orderOf: (epoch: number) => readonly number[],
): Generator<readonly Sequence[], never, void> {
  let waiting: number[] = [];
  for (let epoch = 0; ; epoch++) {
    waiting = [...waiting, ...orderOf(epoch)];
    while (waiting.length >= batch) {
      yield waiting.slice(0, batch).map((s) => sentences[s]);
      waiting = waiting.slice(batch);
    }
  }
}

/** The numbers 0..n-1 in the epoch's order, by Fisher and Yates. */
function shuffled({ kernels }: Inside, dice: Dice, n: number, seed: number, epoch: number): number[] {
  const draws = drawUniform(kernels, dice, { seed, draw: epoch, iteration: 0, purpose: SHUFFLE }, n);
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(draws[i] * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
