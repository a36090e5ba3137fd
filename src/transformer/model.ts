import type { Config } from "./config.js";

/** GPT-2's architecture with its weights in one WebAssembly memory. */
export interface Model {
  readonly config: Config;
  /** Every tensor's name, GPT-2's without "transformer.", in GPT-2's order. */
  readonly names: readonly string[];
  shape(name: string): readonly number[];
  /**
   * The tensor's numbers, row-major: a live view, writing to it changes the model. Take it anew after train, attack or
   * logits: these may enlarge the memory, which empties views taken before.
   */
  tensor(name: string): Float32Array;
  /** Scores of the next token after each of the T tokens, T x V row-major. */
  logits(tokens: ArrayLike<number>): Float32Array;
  /** Gives the memory back; later use throws. */
  dispose(): void;
  [Symbol.dispose](): void;
}

export interface ModelOptions {
  /** Whole number behind the initial weights. Default 0. */
  readonly seed?: number;
}

export function createModel(_config: Config, _options: ModelOptions = {}): Model {
  throw new Error("being written");
}
