import { need } from "../need.js";
import type { Reals } from "./memory.js";
import type { RawTransformer } from "./raw.js";

/** Sizes of one call: `sequences` of T positions, `heads` of d reals each. */
export interface Heads {
  readonly sequences: number;
  readonly T: number;
  readonly heads: number;
  readonly d: number;
}

/** Causal attention head by head; a row of qkv has queries, keys, values of heads d reals; S and P are sequences x heads x T x T. */
export interface AttentionKernels {
  /** S_ij <- q_i.k_j / sqrt(d), j <= i */
  scores(h: Heads, qkv: Reals, S: Reals): void;
  /** dq, dk from dS, into dqkv; its values stay */
  scoresBackward(h: Heads, qkv: Reals, dS: Reals, dqkv: Reals): void;
  /** P_i <- softmax(S_i1 .. S_ii), then 0, in place, for `count` T x T arrays */
  causalSoftmax(count: number, T: number, S: Reals): void;
  /** D <- P o (D - rowsum(P o D)) on and under the diagonal, in place */
  causalSoftmaxBackward(count: number, T: number, P: Reals, D: Reals): void;
  /** y_i <- sum_j P_ij v_j */
  mix(h: Heads, P: Reals, qkv: Reals, y: Reals): void;
  /** dP and dv from dy, dv into dqkv; its queries and keys stay */
  mixBackward(h: Heads, P: Reals, qkv: Reals, dy: Reals, dP: Reals, dqkv: Reals): void;
}

export function attentionKernels(raw: RawTransformer): AttentionKernels {
  const rowsOf = ({ sequences, T, heads, d }: Heads): number => sequences * T * heads * d;
  const squareOf = ({ sequences, T, heads }: Heads): number => sequences * heads * T * T;
  return {
    scores(h, qkv, S) {
      need("qkv", qkv.length, 3 * rowsOf(h));
      need("S", S.length, squareOf(h));
      raw.attentionScores(h.sequences, h.T, h.heads, h.d, 1 / Math.sqrt(h.d), qkv.at, S.at);
    },
    scoresBackward(h, qkv, dS, dqkv) {
      need("qkv", qkv.length, 3 * rowsOf(h));
      need("dS", dS.length, squareOf(h));
      need("dqkv", dqkv.length, 3 * rowsOf(h));
      raw.attentionScoresBackward(h.sequences, h.T, h.heads, h.d, 1 / Math.sqrt(h.d), qkv.at, dS.at, dqkv.at);
    },
    causalSoftmax(count, T, S) {
      need("S", S.length, count * T * T);
      raw.causalSoftmax(count, T, S.at);
    },
    causalSoftmaxBackward(count, T, P, D) {
      need("P", P.length, count * T * T);
      need("D", D.length, count * T * T);
      raw.causalSoftmaxBackward(count, T, P.at, D.at);
    },
    mix(h, P, qkv, y) {
      need("P", P.length, squareOf(h));
      need("qkv", qkv.length, 3 * rowsOf(h));
      need("y", y.length, rowsOf(h));
      raw.attentionMix(h.sequences, h.T, h.heads, h.d, P.at, qkv.at, y.at);
    },
    mixBackward(h, P, qkv, dy, dP, dqkv) {
      need("P", P.length, squareOf(h));
      need("qkv", qkv.length, 3 * rowsOf(h));
      need("dy", dy.length, rowsOf(h));
      need("dP", dP.length, squareOf(h));
      need("dqkv", dqkv.length, 3 * rowsOf(h));
      raw.attentionMixBackward(h.sequences, h.T, h.heads, h.d, P.at, qkv.at, dy.at, dP.at, dqkv.at);
    },
  };
}
