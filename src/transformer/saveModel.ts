import type { Model } from "./model.js";
import { writeSafetensors } from "./safetensors/write.js";

/**
 * The model as a safetensors file (F32, GPT-2's names and layout), as a stream of pieces: for a response, a Blob by
 * `new Response(saveModel(model)).blob()`, or node:fs/promises' `writeFile(path, saveModel(model))`. The number of heads,
 * which no shape tells, goes into the file's metadata as `n_head`. The model must not be trained or disposed meanwhile.
 */
export function saveModel(model: Model): ReadableStream<Uint8Array> {
  const tensors = model.names.map((name) => ({ name, shape: model.shape(name), data: () => model.tensor(name) }));
  return writeSafetensors(tensors, { format: "pt", n_head: `${model.config.heads}` });
}
