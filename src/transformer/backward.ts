import type { Reals } from "../wasm/f32/memory.js";
import type { Extent, Network } from "./forward.js";
import type { Pass } from "./pass.js";
import type { Affine, Weights } from "./weights.js";

/**
 * After forward and rowLosses: the gradient of scale times the sum of the rows' losses. In the relaxed rows, both parts
 * (as inputs, and as the targets of the rows before them), to pass.dS; added to `gradient` in the weights where given.
 */
export function backward(
  net: Network,
  pass: Pass,
  { sequences, T, soft }: Extent,
  scale: number,
  gradient?: Weights,
): void {
  const { config, kernels: k, weights: w } = net;
  const { vocabulary: V, width: D, heads } = config;
  const R = sequences * T;
  const shape = { sequences, T, heads, d: D / heads };
  const { dx, d1, d3, d4, dP, pack } = pass;

  // dIn <- dOut W'; and, where weights are wanted, dW <- dW + x' dOut, db <- db + sum of dOut.
  const linear = (ins: number, outs: number, x: Reals, at: Affine, dOut: Reals, dIn: Reals, d?: Affine): void => {
    k.gemm.multiply("NT", R, ins, outs, dOut, at.weight, dIn, pack);
    if (!d) return;
    k.gemm.multiplyAdd("TN", ins, outs, R, x, dOut, d.weight, pack);
    k.layer.columnSumsAdd(R, outs, dOut, d.bias);
  };
  // dx <- dx + the gradient through a layer norm whose output's gradient is d1.
  const norm = (x: Reals, stats: Reals, at: Affine, d?: Affine): void => {
    k.layer.layerNormBackward(R, D, x, at.weight, stats, d1, dx);
    if (d) k.layer.layerNormWeights(R, D, x, stats, d1, d.weight, d.bias);
  };

  // A relaxed first token is no row's target: that side of its gradient is 0.
  pass.dS.data.fill(0, 0, soft * V);
  k.loss.crossEntropyBackward(R, V, scale, pass.targets, pass.z, pass.S, pass.lse, pass.dS);
  k.gemm.multiply("NN", R, D, V, pass.z, w.wte, d1, pack);
  if (gradient) k.gemm.multiplyAdd("TN", V, D, R, pass.z, pass.normalF, gradient.wte, pack);
  dx.data.fill(0, 0, R * D);
  norm(pass.x, pass.statsF, w.lnF, gradient?.lnF);
  for (let l = config.layers - 1; l >= 0; l--) {
    const [layer, s, d] = [w.layers[l], pass.layers[l], gradient?.layers[l]];
    linear(4 * D, D, s.active, layer.narrow, dx, d4, d?.narrow);
    k.layer.geluBackward(4 * R * D, s.wide, d4, d4);
    linear(D, 4 * D, s.normal2, layer.widen, d4, d1, d?.widen);
    norm(s.middle, s.stats2, layer.ln2, d?.ln2);
    linear(D, D, s.mixed, layer.attentionOut, dx, d1, d?.attentionOut);
    k.attention.mixBackward(shape, s.P, s.qkv, d1, dP, d3);
    k.attention.causalSoftmaxBackward(sequences * heads, T, s.P, dP);
    k.attention.scoresBackward(shape, s.qkv, dP, d3);
    linear(D, 3 * D, s.normal1, layer.qkv, d3, d1, d?.qkv);
    norm(s.x, s.stats1, layer.ln1, d?.ln1);
  }
  k.layer.embedBackward(R, D, pass.tokens, dx, gradient?.wte, pass.dE);
  // Rows of one position lie T apart: seen as `sequences` rows of T D numbers they add up at once.
  if (gradient) k.layer.columnSumsAdd(sequences, T * D, dx, gradient.wpe);
  if (gradient && soft > 0) k.gemm.multiplyAdd("TN", V, D, soft, pass.S, pass.dE, gradient.wte, pack);
  if (soft > 0) k.gemm.multiplyAdd("NT", soft, V, D, pass.dE, w.wte, pass.dS, pack);
}
