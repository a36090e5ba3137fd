import type { Reals } from "../wasm/f32/memory.js";
import type { TransformerKernels } from "../wasm/f32/transformerKernels.js";
import type { Vector, Words } from "../wasm/memory.js";

/** Last word of the counter of every random number here: what it is for. */
export const INITIAL_WEIGHTS = 101;
export const SHUFFLE = 102;
export const ATTACK_START = 103;
export const ATTACK_TOKENS = 104;

/** Doubles drawn at a time. */
export const CHUNK = 4096;

/** Scratch of a draw: CHUNK doubles and 4 words. */
export interface Dice {
  readonly doubles: Vector;
  readonly words: Words;
}

export interface Draw {
  readonly seed: number;
  readonly draw: number;
  readonly iteration: number;
  readonly purpose: number;
}

/** out_i <- deviation times a standard normal, i its own index in the stream. */
export function drawNormal(k: TransformerKernels, dice: Dice, counter: Draw, deviation: number, out: Reals): void {
  const to = out.data;
  for (let from = 0; from < out.length; from += CHUNK) {
    k.random.normal(counter, from, dice.words, dice.doubles);
    const some = dice.doubles.data;
    const count = Math.min(CHUNK, out.length - from);
    for (let i = 0; i < count; i++) to[from + i] = deviation * some[i];
  }
}

/** `count` uniform draws of [0, 1). */
export function drawUniform(k: TransformerKernels, dice: Dice, counter: Draw, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let from = 0; from < count; from += CHUNK) {
    k.random.uniform(counter, from, dice.words, dice.doubles);
    out.set(dice.doubles.data.subarray(0, Math.min(CHUNK, count - from)), from);
  }
  return out;
}
