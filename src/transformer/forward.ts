import type { Reals } from "../wasm/f32/memory.js";
import type { TransformerKernels } from "../wasm/f32/transformerKernels.js";
import type { Config } from "./config.js";
import type { Pass } from "./pass.js";
import type { Affine, Weights } from "./weights.js";

/** What every pass needs to know of its model. */
export interface Network {
  readonly config: Config;
  readonly kernels: TransformerKernels;
  readonly weights: Weights;
}

/** Rows of a call: the pass may be planned for more. */
export interface Extent {
  readonly sequences: number;
  readonly T: number;
  /** Relaxed rows. */
  readonly soft: number;
}

/** pass.z <- scores of every row of pass.tokens, with the relaxed rows of pass.S; GPT-2: pre-norm, causal heads, tied head. */
export function forward(net: Network, pass: Pass, { sequences, T, soft }: Extent): void {
  const { config, kernels: k, weights: w } = net;
  const { vocabulary: V, width: D, heads } = config;
  const R = sequences * T;
  const linear = (inputs: number, outputs: number, x: Reals, { weight, bias }: Affine, y: Reals): void => {
    k.layer.fillRows(R, outputs, bias, y);
    k.gemm.multiplyAdd("NN", R, outputs, inputs, x, weight, y, pass.pack);
  };
  // The residual stream goes on in `to`: y <- x, then the branch is added.
  const residual = (inputs: number, from: Reals, branch: Reals, { weight, bias }: Affine, to: Reals): void => {
    to.data.set(from.data.subarray(0, R * D));
    k.layer.addRow(R, D, bias, to);
    k.gemm.multiplyAdd("NN", R, D, inputs, branch, weight, to, pass.pack);
  };
  if (soft > 0) k.gemm.multiply("NN", soft, D, V, pass.S, w.wte, pass.E, pass.pack);
  const streams = [...pass.layers.map(({ x }) => x), pass.x];
  k.layer.embed(R, T, D, pass.tokens, w.wte, w.wpe, pass.E, streams[0]);
  const shape = { sequences, T, heads, d: D / heads };
  w.layers.forEach((layer, l) => {
    const s = pass.layers[l];
    k.layer.layerNorm(R, D, s.x, layer.ln1.weight, layer.ln1.bias, s.normal1, s.stats1);
    linear(D, 3 * D, s.normal1, layer.qkv, s.qkv);
    k.attention.scores(shape, s.qkv, s.P);
    k.attention.causalSoftmax(sequences * heads, T, s.P);
    k.attention.mix(shape, s.P, s.qkv, s.mixed);
    residual(D, s.x, s.mixed, layer.attentionOut, s.middle);
    k.layer.layerNorm(R, D, s.middle, layer.ln2.weight, layer.ln2.bias, s.normal2, s.stats2);
    linear(D, 4 * D, s.normal2, layer.widen, s.wide);
    k.layer.gelu(4 * R * D, s.wide, s.active);
    residual(4 * D, s.middle, s.active, layer.narrow, streams[l + 1]);
  });
  k.layer.layerNorm(R, D, pass.x, w.lnF.weight, w.lnF.bias, pass.normalF, pass.statsF);
  k.gemm.multiply("NT", R, V, D, pass.normalF, w.wte, pass.z, pass.pack);
}

/** pass.loss and pass.lse of every row from pass.z. */
export function rowLosses(net: Network, pass: Pass, { sequences, T }: Extent): void {
  const V = net.config.vocabulary;
  net.kernels.loss.crossEntropy(sequences * T, V, pass.targets, pass.z, pass.S, pass.lse, pass.loss);
}
