import { checkConfig, tensorPlaces } from "./config.js";
import { createModel, type Model } from "./model.js";
import { checkShapes, configOf, TIED_HEAD, unsupported, weightsOf } from "./safetensors/layout.js";
import { openSafetensors, type Safetensors } from "./safetensors/read.js";
import type { CheckpointSource } from "./safetensors/source.js";

export interface LoadOptions {
  /** Attention heads. Default: what `saveModel` wrote into the file, else width / 64, as in every size of GPT-2. */
  readonly heads?: number;
}

/**
 * A GPT-2 checkpoint in the safetensors format, read tensor by tensor, so that nothing but one piece of 4 MiB lies in
 * memory beside the model. Names are GPT-2's, with or without `transformer.`; F32, F16 and BF16 are widened exactly;
 * causal masks are skipped; an `lm_head.weight` must equal `wte.weight`, as GPT-2's does. Sizes come from the shapes.
 *
 * `source`: a Blob or File, an open file of node:fs/promises (left open), a function (start, end) => bytes, or the bytes.
 * Throws an InputError that names the tensor for a file that is cut off, overlaps, is of another type or architecture.
 */
export async function loadModel(source: CheckpointSource, options: LoadOptions = {}): Promise<Model> {
  const file = await openSafetensors(source);
  const weights = weightsOf(file.tensors);
  const config = checkConfig(configOf(weights, options.heads, file.metadata.n_head));
  checkShapes(weights, new Map(tensorPlaces(config).map(({ name, shape }) => [name, shape])));
  const model = createModel(config, { weights: "zero" });
  try {
    for (const name of model.names) {
      for await (const { first, values } of file.pieces(weights.get(name)!.name)) {
        model.tensor(name).set(values, first);
      }
    }
    const head = weights.get(TIED_HEAD);
    if (head) await checkTied(file, head.name, model.tensor("wte.weight"));
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

async function checkTied(file: Safetensors, name: string, embedding: Float32Array): Promise<void> {
  for await (const { first, values } of file.pieces(name)) {
    for (let i = 0; i < values.length; i++) {
      if (values[i] === embedding[first + i]) continue;
      throw unsupported(
        `${name}[${first + i}] is not wte.weight[${first + i}]: GPT-2 uses one matrix for both, others cannot be loaded`,
      );
    }
  }
}
