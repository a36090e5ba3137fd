import type { Reals } from "../wasm/f32/memory.js";
import type { TensorPlace } from "./config.js";

/** A layer norm or a linear layer: gain or matrix, and bias. */
export interface Affine {
  readonly weight: Reals;
  readonly bias: Reals;
}

export interface Layer {
  readonly ln1: Affine;
  readonly qkv: Affine;
  readonly attentionOut: Affine;
  readonly ln2: Affine;
  readonly widen: Affine;
  readonly narrow: Affine;
}

/** All tensors of a model, or of a gradient in them: the same places in one array. */
export interface Weights {
  readonly all: Reals;
  readonly wte: Reals;
  readonly wpe: Reals;
  readonly layers: readonly Layer[];
  readonly lnF: Affine;
  named(name: string): Reals;
}

/** Reals of one array of all tensors. */
export function weightCount(places: readonly TensorPlace[]): number {
  const { from, length } = places[places.length - 1];
  return 4 * Math.ceil((from + length) / 4);
}

/** The tensors in an array of weightCount reals. */
export function weightsIn(
  all: Reals,
  places: readonly TensorPlace[],
  slice: (r: Reals, from: number, length: number) => Reals,
): Weights {
  const table = new Map(places.map(({ name, from, length }) => [name, slice(all, from, length)]));
  const named = (name: string): Reals => table.get(name) as Reals;
  const affine = (name: string): Affine => ({ weight: named(`${name}.weight`), bias: named(`${name}.bias`) });
  const layers: Layer[] = [];
  for (let l = 0; table.has(`h.${l}.ln_1.weight`); l++) {
    layers.push({
      ln1: affine(`h.${l}.ln_1`),
      qkv: affine(`h.${l}.attn.c_attn`),
      attentionOut: affine(`h.${l}.attn.c_proj`),
      ln2: affine(`h.${l}.ln_2`),
      widen: affine(`h.${l}.mlp.c_fc`),
      narrow: affine(`h.${l}.mlp.c_proj`),
    });
  }
  return { all, wte: named("wte.weight"), wpe: named("wpe.weight"), layers, lnF: affine("ln_f"), named };
}
