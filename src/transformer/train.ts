import type { Model } from "./model.js";

export interface TrainOptions {
  readonly steps: number;
  /** Sentences a step. Default 32. */
  readonly batch?: number;
  readonly learningRate: number;
  readonly seed?: number;
  readonly onStep?: (record: TrainRecord) => void;
  readonly signal?: AbortSignal;
}

export interface TrainRecord {
  /** 1 for the first. */
  readonly step: number;
  /** Mean cross-entropy a predicted token over the step's batch, in nats. */
  readonly loss: number;
}

export interface TrainResult {
  readonly loss: number[];
  readonly status: "done" | "aborted";
}

export type Sentences = readonly (readonly number[])[];

export function train(_model: Model, _sentences: Sentences, _options: TrainOptions): TrainResult {
  throw new Error("being written");
}
/** A step at a time; leaving the loop early ends the training, the model keeps what it learned. */
export function iterateTraining(
  _model: Model,
  _sentences: Sentences,
  _options: TrainOptions,
): Generator<TrainRecord, TrainResult, void> {
  throw new Error("being written");
}
/** The same, with a turn of the event loop after each step. */
export async function trainAsync(_model: Model, _sentences: Sentences, _options: TrainOptions): Promise<TrainResult> {
  throw new Error("being written");
}
