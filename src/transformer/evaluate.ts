import type { Region } from "../wasm/f32/memory.js";
import type { CheckedJob } from "./attackOptions.js";
import { forward, rowLosses } from "./forward.js";
import type { Inside } from "./model.js";
import { type Pass, planPass } from "./pass.js";
import { longest, lossOf, type Sequence, writeRows } from "./sequences.js";

/** Losses of whole sentences by forward passes, `batch` sentences each; yields between them. */
export interface Evaluator {
  losses(sequences: readonly Sequence[]): Generator<undefined, number[], void>;
}

/** The region an evaluator works in, for sentences of at most T tokens. */
export function openEvaluator(inside: Inside, batch: number, T: number): Region<Pass> {
  return inside.store.open("the attack", (space) =>
    planPass(space, inside.config, { sequences: batch, T, soft: 0, gradient: "none" }),
  );
}

export function evaluatorIn(inside: Inside, pass: Pass): Evaluator {
  return {
    *losses(sequences) {
      const found: number[] = [];
      for (let from = 0; from < sequences.length; from += pass.size.sequences) {
        const some = sequences.slice(from, from + pass.size.sequences);
        const extent = { sequences: some.length, T: longest(some), soft: 0 };
        writeRows(pass, some, extent.T);
        forward(inside, pass, extent);
        rowLosses(inside, pass, extent);
        some.forEach((_, s) => {
          found.push(lossOf(pass, s, extent.T));
        });
        yield;
      }
      return found;
    },
  };
}

/** The job's sentence with these tokens in the masked positions. */
export function filled({ tokens, mask }: CheckedJob, found: readonly number[]): Sequence {
  const sentence = tokens.slice();
  mask.forEach((position, k) => {
    sentence[position] = found[k];
  });
  return { tokens: sentence };
}
