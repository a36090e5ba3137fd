// The export table of the transformer's module: every kernel once. A test counts kernel = export = wrapper = reference.
/** First byte that the kernels' own tables leave free: a memory plan starts here. */
export const heapBase: usize = __heap_base;
/** Bytes of a real: 4 in the package, 8 in the build for tests of the same sources. */
export const realBytes: i32 = sizeof<real>();

export { gemm } from "./gemm";
export { fillRows } from "./rows/fillRows";
export { addRow } from "./rows/addRow";
export { columnSumsAdd } from "./rows/columnSumsAdd";

export { layerNorm } from "./layerNorm/forward";
export { layerNormBackward } from "./layerNorm/backward";
export { layerNormWeights } from "./layerNorm/weights";

export { attentionScores, attentionScoresBackward } from "./attention/scores";
export { causalSoftmax, causalSoftmaxBackward } from "./attention/causalSoftmax";
export { attentionMix, attentionMixBackward } from "./attention/mix";

export { gelu, geluBackward } from "./gelu/gelu";
export { embed, embedBackward } from "./embedding/embed";
export { crossEntropy, crossEntropyBackward } from "./loss/crossEntropy";

export { softmax, softmaxBackward } from "./step/softmax";
export { mirrorStep } from "./step/mirror";
export { adamStep } from "./step/adam";

export { philox } from "../random/philox";
export { uniform } from "../random/uniform";
export { normal } from "../random/normal";
