import { InputError } from "../inputError.js";
import { attackMany } from "./attack.js";
import type { AttackOptions } from "./attackOptions.js";
import type { AttackResult } from "./attackResult.js";
import type { Model } from "./model.js";

export interface ExperimentOptions extends AttackOptions {
  /** Attacks in all: the k-th is on sentence k mod N with seed + k. Default 64. */
  readonly repeats?: number;
}

/** A probability and Wilson's 95 % interval of it, honest also where all or none succeed. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** All attacks at one step: a column of the paper's Figure 3. */
export interface ExperimentStep {
  readonly step: number;
  /** Relaxed objective over the attacks, sums over the predicted positions, in nats. */
  readonly loss: { readonly min: number; readonly mean: number; readonly max: number };
  /** Attacks whose likeliest tokens are all right at this step. */
  readonly success: Rate;
}

export interface ExperimentResult {
  /** Of the best restart's trace of each attack. */
  readonly steps: readonly ExperimentStep[];
  /** At the end, restarts and refinement included. */
  readonly success: Rate;
  /** Of all restarts, summed over the attacks. */
  readonly gradients: number;
  readonly evaluations: number;
  readonly results: readonly AttackResult[];
}

/**
 * The paper's Figure 3: the same attack on many sentences of the training set, each from a random start of its own, with
 * the least, mean and greatest loss and the share of successes at each step (Unmasking Transformers, section 5).
 *
 * `sentences`: N token lists; `mask`: the positions hidden in each, rising. Options are those of `attackMany`.
 */
export function experiment(
  model: Model,
  sentences: readonly (readonly number[])[],
  mask: readonly number[],
  options: ExperimentOptions = {},
): ExperimentResult {
  const { repeats = 64, seed = 0, ...rest } = options;
  if (!Number.isSafeInteger(repeats) || repeats < 1) {
    throw new InputError("range", "repeats", `repeats = ${repeats} must be a whole number from 1 on`);
  }
  if (sentences.length === 0) throw new InputError("empty", "sentences", "sentences is empty: give at least one");
  const jobs = Array.from({ length: repeats }, (_, k) => ({
    tokens: sentences[k % sentences.length],
    mask,
    seed: seed + k,
  }));
  return summariseAttacks(attackMany(model, jobs, rest));
}

/** What attacks made apart, in workers for example, amount to together. A trace that ended early keeps its last step. */
export function summariseAttacks(results: readonly AttackResult[]): ExperimentResult {
  const length = results.reduce((most, { trace }) => Math.max(most, trace.length), 0);
  const steps = Array.from({ length }, (_, k) => {
    const now = results.map(({ trace }) => trace[Math.min(k, trace.length - 1)]);
    const losses = now.map(({ loss }) => loss);
    const right = now.filter(({ tokens, correct }) => correct === tokens.length).length;
    return {
      step: Math.max(...now.map(({ step }) => step)),
      loss: {
        min: Math.min(...losses),
        mean: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
        max: Math.max(...losses),
      },
      success: rateOf(right, now.length),
    };
  });
  return {
    steps,
    success: rateOf(results.filter(({ success }) => success).length, results.length),
    gradients: results.reduce((sum, { gradients }) => sum + gradients, 0),
    evaluations: results.reduce((sum, { evaluations }) => sum + evaluations, 0),
    results,
  };
}

const NORMAL_95 = 1.959964;

/** Wilson's interval: the probabilities p for which |count/of - p| <= 1.96 sqrt(p (1 - p) / of). */
function rateOf(count: number, of: number): Rate {
  if (of === 0) return { count, of, rate: 0, low: 0, high: 1 };
  const z2 = NORMAL_95 * NORMAL_95;
  const rate = count / of;
  const middle = (rate + z2 / (2 * of)) / (1 + z2 / of);
  const half = (NORMAL_95 / (1 + z2 / of)) * Math.sqrt((rate * (1 - rate)) / of + z2 / (4 * of * of));
  return { count, of, rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
