import { InputError } from "../inputError.js";
import { checkArray } from "../matrix/check.js";
import type { Config } from "./config.js";
import type { Pass } from "./pass.js";

/** A copy of the tokens, each under the vocabulary, no more than the context. */
export function checkTokens(argument: string, tokens: ArrayLike<number>, { vocabulary, context }: Config): number[] {
  const list = Array.from(checkArray(argument, tokens));
  if (list.length === 0) throw new InputError("empty", argument, `${argument} is empty: give at least one token`);
  if (list.length > context) {
    throw new InputError(
      "length",
      argument,
      `${argument} has ${list.length} tokens, the model's context has ${context} positions: shorten it`,
    );
  }
  list.forEach((token, i) => {
    if (Number.isInteger(token) && token >= 0 && token < vocabulary) return;
    throw new InputError(
      "range",
      argument,
      `${argument}[${i}] = ${String(token)} is not a token: whole numbers from 0 to ${vocabulary - 1} are`,
      i,
    );
  });
  return list;
}

/** A sentence in a pass, some of its tokens relaxed. */
export interface Sequence {
  readonly tokens: readonly number[];
  /** Relaxed positions, rising; default none. */
  readonly mask?: readonly number[];
}

/**
 * Writes the sentences as rows, each predicting the next token; relaxed positions take the rows of S in order. A shorter
 * sentence is filled up with token 0 and no targets: a causal model's earlier rows do not see what follows them.
 */
export function writeRows({ tokens, targets }: Pass, sequences: readonly Sequence[], T: number): void {
  const [input, output] = [tokens.data, targets.data];
  let soft = 0;
  sequences.forEach((sequence, s) => {
    const at = s * T;
    input.fill(0, at, at + T);
    output.fill(-1, at, at + T);
    sequence.tokens.forEach((token, i) => {
      input[at + i] = token;
      if (i > 0) output[at + i - 1] = token;
    });
    for (const i of sequence.mask ?? []) {
      input[at + i] = -1 - soft;
      if (i > 0) output[at + i - 1] = -2 - soft;
      soft++;
    }
  });
}

/** Sum of the row losses of sequence s. */
export function lossOf({ loss }: Pass, s: number, T: number): number {
  const rows = loss.data;
  let sum = 0;
  for (let r = s * T; r < (s + 1) * T; r++) sum += rows[r];
  return sum;
}

/** Most tokens of a list of sentences. */
export function longest(sequences: readonly Sequence[]): number {
  return sequences.reduce((most, { tokens }) => Math.max(most, tokens.length), 0);
}
