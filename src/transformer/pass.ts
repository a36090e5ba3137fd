import { gemmPack } from "../wasm/f32/gemmKernels.js";
import type { Reals, Space } from "../wasm/f32/memory.js";
import type { Words } from "../wasm/memory.js";
import type { Config } from "./config.js";

/** Most a pass must hold, and what is wanted of it. */
export interface PassSize {
  readonly sequences: number;
  /** Positions a sequence. */
  readonly T: number;
  /** Rows of relaxed one-hots in all sequences. */
  readonly soft: number;
  /** "none": forward only; "input": gradient in the relaxed rows; "weights": in the weights. */
  readonly gradient: "none" | "input" | "weights";
}

/** What a layer keeps for its backward pass. */
export interface LayerState {
  /** Residual stream before attention and before the MLP. */
  readonly x: Reals;
  readonly middle: Reals;
  readonly stats1: Reals;
  readonly stats2: Reals;
  readonly qkv: Reals;
  readonly P: Reals;
  /** Before the gelu. */
  readonly wide: Reals;
  /** Inputs of the four linear layers: kept a layer for gradients in weights, else shared by all. */
  readonly normal1: Reals;
  readonly mixed: Reals;
  readonly normal2: Reals;
  readonly active: Reals;
}

/** One forward and backward pass over R = sequences T rows. */
export interface Pass {
  readonly size: PassSize;
  /** A token >= 0 or row -1 - t of S. */
  readonly tokens: Words;
  /** What each row predicts: a token, -1 for nothing, or row -2 - t of S. */
  readonly targets: Words;
  readonly layers: readonly LayerState[];
  readonly x: Reals;
  readonly statsF: Reals;
  readonly normalF: Reals;
  /** Scores, after backward their gradient. */
  readonly z: Reals;
  readonly lse: Reals;
  readonly loss: Reals;
  /** Relaxed one-hots, their embeddings, and the gradients in both. */
  readonly S: Reals;
  readonly E: Reals;
  readonly dS: Reals;
  readonly dE: Reals;
  /** Gradient in the residual stream, and scratch of D, 3 D, 4 D and T heads reals a row. */
  readonly dx: Reals;
  readonly d1: Reals;
  readonly d3: Reals;
  readonly d4: Reals;
  readonly dP: Reals;
  readonly pack: Reals;
}

/**
 * Storage in reals: 9 D + T heads + 4 a row and layer; 7 D a row (a row and layer with gradients in weights); 2 D + V + 6 a
 * row; V + D a relaxed row; with gradients 9 D + T heads more a row and V + D more a relaxed row; one product's panels.
 */
export function planPass(space: Space, { vocabulary: V, width: D, layers, heads }: Config, size: PassSize): Pass {
  const { sequences, T, soft, gradient } = size;
  const R = sequences * T;
  const wanted = gradient !== "none";
  const back = (length: number): Reals => space.reals(wanted ? length : 0);
  const inputs = () => ({
    normal1: space.reals(R * D),
    mixed: space.reals(R * D),
    normal2: space.reals(R * D),
    active: space.reals(4 * R * D),
  });
  const shared = gradient === "weights" ? undefined : inputs();
  const state = (): LayerState => ({
    x: space.reals(R * D),
    middle: space.reals(R * D),
    stats1: space.reals(2 * R),
    stats2: space.reals(2 * R),
    qkv: space.reals(3 * R * D),
    P: space.reals(R * T * heads),
    wide: space.reals(4 * R * D),
    ...(shared ?? inputs()),
  });
  return {
    size,
    tokens: space.ints(R),
    targets: space.ints(R),
    layers: Array.from({ length: layers }, state),
    x: space.reals(R * D),
    statsF: space.reals(2 * R),
    normalF: space.reals(R * D),
    z: space.reals(R * V),
    lse: space.reals(R),
    loss: space.reals(R),
    S: space.reals(soft * V),
    E: space.reals(soft * D),
    dS: back(soft * V),
    dE: back(soft * D),
    dx: back(R * D),
    d1: back(R * D),
    d3: back(3 * R * D),
    d4: back(4 * R * D),
    dP: back(R * T * heads),
    pack: space.reals(passPack(V, D, R, soft)),
  };
}

/** Workspace for the largest of a pass's products. */
function passPack(V: number, D: number, R: number, soft: number): number {
  const most = Math.max(V, 4 * D, R, soft);
  return gemmPack(most, most, most);
}
