import { InputError } from "../inputError.js";
import { checkNames, checkWhole } from "../matrix/check.js";
import { openStore, regionBytes, type Space, type Store } from "../wasm/f32/memory.js";
import { singlePrecision } from "../wasm/f32/module.js";
import { type Config, checkConfig, type TensorPlace, tensorPlaces } from "./config.js";
import { CHUNK, type Dice, drawNormal, INITIAL_WEIGHTS } from "./draws.js";
import { forward, type Network } from "./forward.js";
import { planPass } from "./pass.js";
import { checkTokens } from "./sequences.js";
import { weightCount, weightsIn } from "./weights.js";

/** A transformer of GPT-2's architecture, its weights in one WebAssembly memory. */
export interface Model {
  readonly config: Config;
  /** Every tensor's name, GPT-2's without "transformer.", in GPT-2's order. */
  readonly names: readonly string[];
  /** Sizes of a tensor; a linear layer's weight is in x out, as GPT-2 has it. */
  shape(name: string): readonly number[];
  /**
   * A tensor's numbers, row-major: a live view, writing to it changes the model. Take it anew after train, attack or
   * logits: these may enlarge the memory, which empties the views taken before.
   */
  tensor(name: string): Float32Array;
  /** Scores of the next token after each of the T tokens, T x V row-major. */
  logits(tokens: ArrayLike<number>): Float32Array;
  /** Lets the memory go; later use throws. */
  dispose(): void;
  [Symbol.dispose](): void;
  /** For the functions of this package. */
  readonly [INSIDE]: () => Inside;
}

export interface ModelOptions {
  /** Whole number behind the initial weights. Default 0. */
  readonly seed?: number;
  /** "random": GPT-2's initialisation; "zero" skips its draws, for weights that are read from a file. Default "random". */
  readonly weights?: "random" | "zero";
}

/** What train and attack use of a model. */
export interface Inside extends Network {
  readonly store: Store;
  readonly places: readonly TensorPlace[];
}

const INSIDE = Symbol("inside");

/**
 * A model with GPT-2's initial weights: normal of standard deviation 0.02 (projections into the residual stream 0.02 /
 * sqrt(2 layers)), gains 1, biases 0. Takes 4 bytes a weight.
 * @throws InputError for a wrong size, or where wasm32's 4 GiB or the engine's limit is too small.
 */
export function createModel(config: Config, options: ModelOptions = {}): Model {
  return modelOn(singlePrecision(), config, options);
}

/** Bytes that a model takes, without the room its training or attack takes beside it. */
export function modelBytes(config: Config): number {
  const count = weightCount(tensorPlaces(checkConfig(config)));
  return regionBytes((space) => space.reals(count));
}

/** The model on a module of either precision: the tests' doubles come in here. */
export function modelOn(module: WebAssembly.Module, given: Config, options: ModelOptions): Model {
  const config = checkConfig(given);
  checkNames("createModel", options, ["seed", "weights"]);
  const { seed = 0, weights: start = "random" } = options;
  checkWhole("seed", seed, 0);
  if (start !== "random" && start !== "zero") {
    throw new InputError("range", "weights", `weights = ${String(start)} must be "random" or "zero"`);
  }
  const places = tensorPlaces(config);
  const store = openStore(module);
  const { parts: all } = store.open("the model", (space) => space.reals(weightCount(places)));
  const weights = weightsIn(all, places, store.slice);
  let inside: Inside | undefined = { config, kernels: store.kernels, weights, store, places };
  if (start === "random") initialise(inside, seed);
  const use = (): Inside => {
    if (inside) return inside;
    throw new InputError("disposed", "model", "this model was disposed: create or read it anew");
  };
  const placeOf = (name: string): TensorPlace => {
    const place = places.find((p) => p.name === name);
    if (place) return place;
    const l = config.layers - 1;
    throw new InputError(
      "range",
      "name",
      `the model has no tensor "${name}": its names are wte.weight, wpe.weight, h.0.ln_1.weight to h.${l}.mlp.c_proj.bias, ln_f.weight and ln_f.bias (model.names has them all)`,
    );
  };
  const dispose = (): void => {
    inside = undefined;
  };
  return {
    config,
    names: places.map(({ name }) => name),
    shape: (name) => placeOf(name).shape,
    tensor: (name) => use().weights.named(placeOf(name).name).data,
    logits: (tokens) => logits(use(), checkTokens("tokens", tokens, config)),
    dispose,
    [Symbol.dispose]: dispose,
    [INSIDE]: use,
  };
}

/** The inside of a model that came from createModel and still lives. */
export function insideOf(model: Model): Inside {
  if (typeof model !== "object" || model === null || typeof model[INSIDE] !== "function") {
    throw new InputError("type", "model", "model must come from createModel or a checkpoint read by this package");
  }
  return model[INSIDE]();
}

export const planDice = (space: Space): Dice => ({ doubles: space.doubles(CHUNK), words: space.ints(4) });

function initialise({ store, places, weights, kernels }: Inside, seed: number): void {
  const { parts: dice, close } = store.open("the initial draw", planDice);
  places.forEach(({ name, deviation, constant }, draw) => {
    const tensor = weights.named(name);
    if (deviation === undefined) tensor.data.fill(constant);
    else drawNormal(kernels, dice, { seed, draw, iteration: 0, purpose: INITIAL_WEIGHTS }, deviation, tensor);
  });
  close();
}

function logits(inside: Inside, tokens: readonly number[]): Float32Array {
  const { config, store } = inside;
  const T = tokens.length;
  const { parts: pass, close } = store.open("logits", (space) =>
    planPass(space, config, { sequences: 1, T, soft: 0, gradient: "none" }),
  );
  try {
    pass.tokens.data.set(tokens);
    forward(inside, pass, { sequences: 1, T, soft: 0 });
    return pass.z.data.slice(0, T * config.vocabulary);
  } finally {
    close();
  }
}
