import { InputError } from "../inputError.js";
import { checkNames, checkWhole, describe } from "../matrix/check.js";

/** Sizes of a transformer of GPT-2's architecture. GPT-2-small is 50257, 1024, 768, 12, 12. */
export interface Config {
  /** V, number of tokens. */
  readonly vocabulary: number;
  /** Most positions a sequence may have. */
  readonly context: number;
  /** D, a multiple of `heads`. */
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
}

const NAMES = ["vocabulary", "context", "width", "layers", "heads"] as const;

/** A copy with every size checked. */
export function checkConfig(config: Config): Config {
  if (typeof config !== "object" || config === null) {
    throw new InputError(
      "type",
      "config",
      `config is ${describe(config)}, an object with ${NAMES.join(", ")} is needed`,
    );
  }
  checkNames("a config", config, NAMES);
  const { vocabulary, context, width, layers, heads } = config;
  for (const name of NAMES) checkWhole(name, config[name], 1);
  if (width % heads !== 0) {
    throw new InputError(
      "range",
      "width",
      `width = ${width} is not a multiple of heads = ${heads}: each head has width / heads numbers`,
    );
  }
  return { vocabulary, context, width, layers, heads };
}

/** A tensor of the model: where it lies among all weights, and the standard deviation it starts with. */
export interface TensorPlace {
  readonly name: string;
  readonly shape: readonly number[];
  readonly from: number;
  readonly length: number;
  /** Standard deviation of the initial normal draw; undefined for a constant. */
  readonly deviation?: number;
  readonly constant: number;
}

/**
 * Every tensor in GPT-2's order, a linear layer's weight in x out. GPT-2's initialisation: normal of deviation 0.02, the two
 * projections into the residual stream 0.02 / sqrt(2 layers), gains 1, biases 0.
 */
export function tensorPlaces({ vocabulary, context, width, layers }: Config): TensorPlace[] {
  const places: TensorPlace[] = [];
  let from = 0;
  const put = (name: string, shape: number[], start: { deviation?: number; constant?: number }): void => {
    const length = shape.reduce((product, size) => product * size, 1);
    places.push({ name, shape, from, length, deviation: start.deviation, constant: start.constant ?? 0 });
    // Each tensor begins 16-byte aligned.
    from += 4 * Math.ceil(length / 4);
  };
  const norm = (name: string): void => {
    put(`${name}.weight`, [width], { constant: 1 });
    put(`${name}.bias`, [width], {});
  };
  const linear = (name: string, inputs: number, outputs: number, deviation = 0.02): void => {
    put(`${name}.weight`, [inputs, outputs], { deviation });
    put(`${name}.bias`, [outputs], {});
  };
  const residual = 0.02 / Math.sqrt(2 * layers);
  put("wte.weight", [vocabulary, width], { deviation: 0.02 });
  put("wpe.weight", [context, width], { deviation: 0.02 });
  for (let l = 0; l < layers; l++) {
    norm(`h.${l}.ln_1`);
    linear(`h.${l}.attn.c_attn`, width, 3 * width);
    linear(`h.${l}.attn.c_proj`, width, width, residual);
    norm(`h.${l}.ln_2`);
    linear(`h.${l}.mlp.c_fc`, width, 4 * width);
    linear(`h.${l}.mlp.c_proj`, 4 * width, width, residual);
  }
  norm("ln_f");
  return places;
}
