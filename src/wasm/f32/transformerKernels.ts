import { type RandomKernels, randomKernels } from "../randomKernels.js";
import { type AttentionKernels, attentionKernels } from "./attentionKernels.js";
import { type GemmKernels, gemmKernels } from "./gemmKernels.js";
import { type LayerKernels, layerKernels } from "./layerKernels.js";
import { type LossKernels, lossKernels } from "./lossKernels.js";
import type { RawTransformer } from "./raw.js";
import { type StepKernels, stepKernels } from "./stepKernels.js";

/** Every kernel of the transformer's module on typed arrays; lengths are checked here. */
export interface TransformerKernels {
  readonly gemm: GemmKernels;
  readonly layer: LayerKernels;
  readonly attention: AttentionKernels;
  readonly loss: LossKernels;
  readonly step: StepKernels;
  readonly random: RandomKernels;
}

export function transformerKernels(raw: RawTransformer): TransformerKernels {
  return {
    gemm: gemmKernels(raw),
    layer: layerKernels(raw),
    attention: attentionKernels(raw),
    loss: lossKernels(raw),
    step: stepKernels(raw),
    random: randomKernels(raw),
  };
}
