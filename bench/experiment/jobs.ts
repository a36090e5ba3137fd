import type { AttackOptions, AttackResult, Config } from "subnewton/transformer";
import type { CorpusOptions } from "../../examples/text-recovery/corpus/corpus.js";

/** A model and all that it comes from. */
export interface ModelSpec {
  readonly name: string;
  readonly corpus: CorpusOptions;
  /** Sentence i stands copies[i mod length] times in the training data. */
  readonly copies: readonly number[];
  readonly size: Omit<Config, "vocabulary">;
  readonly training: {
    readonly steps: number;
    readonly batch: number;
    readonly learningRate: number;
    readonly seed: number;
  };
}

/** Attack k is on sentence k mod N, with seed + k. */
export interface AttackSpec {
  readonly model: string;
  readonly seed: number;
  readonly options: Omit<AttackOptions, "seed" | "signal" | "onStep">;
  /** The names of sentence i + shift take the place of those of sentence i. */
  readonly repair?: number;
}

/** Work for one worker: to train a model, or to make attacks from..to-1. */
export type Job =
  | { readonly kind: "train"; readonly model: ModelSpec; readonly path: string }
  | {
      readonly kind: "attack";
      readonly model: ModelSpec;
      readonly path: string;
      readonly attack: AttackSpec;
      readonly from: number;
      readonly to: number;
    };

export interface Trained {
  readonly seconds: number;
  /** Mean cross-entropy a predicted token, step after step. */
  readonly loss: readonly number[];
  /** The same over the distinct sentences, after training. */
  readonly final: readonly number[];
}

/** One attack's outcome beside what was hidden. */
export interface Attacked {
  readonly sentence: number;
  /** Loss of the true sentence (of the re-paired one, where names were), sum over predicted positions. */
  readonly trueLoss: number;
  /** The names trained with this suffix were found. */
  readonly memorised: boolean;
  readonly result: AttackResult;
}

export interface Chunk {
  readonly seconds: number;
  readonly attacks: readonly Attacked[];
}

/** What makes a job's outcome: two jobs with the same key give the same bits. */
export function keyOf(job: Job): string {
  const { path: _, ...rest } = job;
  return JSON.stringify(rest);
}
