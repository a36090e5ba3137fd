import type { Vector, Words } from "./memory.js";
import { need } from "./need.js";
import type { RawKernels } from "./raw.js";

/** Where a draw lies in the counter space of Philox: key = seed, counter = (index, draw, iteration, purpose). */
export interface Counter {
  /** up to 53 bits; the low and high 32 bits are the key */
  readonly seed: number;
  readonly draw: number;
  readonly iteration: number;
  readonly purpose: number;
}

export interface RandomKernels {
  /** out <- the four words of the block of key (k0, k1) and counter c */
  philox(k0: number, k1: number, c: readonly [number, number, number, number], out: Words): void;
  /** out_i <- uniform in [0, 1) of counter index start + i */
  uniform(counter: Counter, start: number, words: Words, out: Vector): void;
  /** out_i <- standard normal of counter index start + i */
  normal(counter: Counter, start: number, words: Words, out: Vector): void;
}

/** The second word of the key; the first is the seed itself, of which the call takes the low 32 bits. */
export function high(seed: number): number {
  return Math.floor(seed / 2 ** 32);
}

export function randomKernels(raw: Pick<RawKernels, "philox" | "uniform" | "normal">): RandomKernels {
  return {
    philox(k0, k1, c, out) {
      need("out", out.length, 4);
      raw.philox(k0, k1, c[0], c[1], c[2], c[3], out.at);
    },
    uniform({ seed, draw, iteration, purpose }, start, words, out) {
      need("words", words.length, 4);
      raw.uniform(out.length, seed, high(seed), start, draw, iteration, purpose, words.at, out.at);
    },
    normal({ seed, draw, iteration, purpose }, start, words, out) {
      need("words", words.length, 4);
      raw.normal(out.length, seed, high(seed), start, draw, iteration, purpose, words.at, out.at);
    },
  };
}
