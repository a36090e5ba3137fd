import doubles from "../../../build/test/transformer64.wasm";
import type { Config } from "../../../src/transformer/config.js";
import { type Inside, insideOf, type Model, modelOn } from "../../../src/transformer/model.js";
import { singlePrecision } from "../../../src/wasm/f32/module.js";
import { seeded } from "../../kernels/support/seeded.js";

const doublePrecision = new WebAssembly.Module(doubles as BufferSource);

export const SMALL: Config = { vocabulary: 13, context: 8, width: 8, layers: 2, heads: 2 };

/** A model of either precision in which no gain is 1 and no bias 0: a term left out shows. */
export function generic(precision: "single" | "double", config: Config = SMALL): Inside {
  return insideOf(genericModel(precision, config));
}

export function genericModel(precision: "single" | "double", config: Config = SMALL): Model {
  const model = modelOn(precision === "single" ? singlePrecision() : doublePrecision, config, {});
  const random = seeded(11);
  for (const name of model.names) {
    const tensor = model.tensor(name);
    // Rounded to single precision, so that both hold the same weights.
    for (let i = 0; i < tensor.length; i++) {
      tensor[i] = Math.fround((name.endsWith(".weight") && name.includes("ln_") ? 1 : 0) + 0.8 * (random() - 0.5));
    }
  }
  return model;
}
