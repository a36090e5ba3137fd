import type { Model } from "./model.js";

export interface AttackOptions {
  /** Default "mirror". */
  readonly method?: "mirror" | "adam" | "gcg";
  /** Gradients a restart. Default 25 (mirror), 300 (adam), 8 (gcg). */
  readonly steps?: number;
  /** Default 2 (mirror), 0.05 (adam). */
  readonly learningRate?: number;
  /** Random starts, the one of the lowest hard loss wins. Default 1. */
  readonly restarts?: number;
  /** Joint search over each masked row's k likeliest tokens after a start; 0, the default, for none. gcg: its candidates a row (default 16). */
  readonly refineTopK?: number;
  readonly seed?: number;
  /** Keep every n-th step in the trace (the first and last always). Default 1. */
  readonly traceEvery?: number;
  /** attackMany: runs (jobs x restarts) stepped together. Default 32. */
  readonly batch?: number;
  readonly signal?: AbortSignal;
  readonly onStep?: (record: AttackRecord) => void;
}

/** One text to attack. */
export interface AttackJob {
  /** The whole sentence. A masked entry is never read but to judge success; -1 where the truth is unknown. */
  readonly tokens: ArrayLike<number>;
  /** Masked positions, rising, 0-based. */
  readonly mask: readonly number[];
  /** Default: the options' seed + the job's index. */
  readonly seed?: number;
}

/** A run's state at one step. */
export interface AttackStep {
  /** Gradient steps done: 0 is the random start. */
  readonly step: number;
  /** Relaxed objective, sum over the predicted positions, in nats (gcg: of the tokens themselves). */
  readonly loss: number;
  /** Likeliest token of each masked position. */
  readonly tokens: readonly number[];
  /** Masked positions whose token is right, where the truth is known. */
  readonly correct?: number;
}

/** What iterate and onStep hand out. */
export interface AttackRecord extends AttackStep {
  readonly job: number;
  readonly restart: number;
}

export interface AttackRestart {
  /** Found tokens of the masked positions. */
  readonly tokens: readonly number[];
  /** Loss of the sentence with these very tokens, sum over predicted positions: what ranks restarts. */
  readonly loss: number;
  readonly meanLoss: number;
  /** Relaxed objective at the end. */
  readonly relaxedLoss: number;
  readonly success?: boolean;
  readonly gradients: number;
  readonly evaluations: number;
  readonly trace: readonly AttackStep[];
}

/** The best restart's, with the totals of all. */
export interface AttackResult extends AttackRestart {
  /** The whole sentence with the found tokens in place. */
  readonly sentence: readonly number[];
  /** Index of the restart that won. */
  readonly best: number;
  readonly restarts: readonly AttackRestart[];
  readonly status: "done" | "aborted";
}

export function attack(
  _model: Model,
  _tokens: ArrayLike<number>,
  _mask: readonly number[],
  _options: AttackOptions = {},
): AttackResult {
  throw new Error("being written");
}
/** Many attacks in batches: one product of matrices for all. Each result has the bits that attack alone gives. */
export function attackMany(_model: Model, _jobs: readonly AttackJob[], _options: AttackOptions = {}): AttackResult[] {
  throw new Error("being written");
}
export function iterateAttack(
  _model: Model,
  _tokens: ArrayLike<number>,
  _mask: readonly number[],
  _options: AttackOptions = {},
): Generator<AttackRecord, AttackResult, void> {
  throw new Error("being written");
}
export async function attackAsync(
  _model: Model,
  _tokens: ArrayLike<number>,
  _mask: readonly number[],
  _options: AttackOptions = {},
): Promise<AttackResult> {
  throw new Error("being written");
}
export async function attackManyAsync(
  _model: Model,
  _jobs: readonly AttackJob[],
  _options: AttackOptions = {},
): Promise<AttackResult[]> {
  throw new Error("being written");
}
