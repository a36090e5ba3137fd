import { need } from "../need.js";
import type { Reals } from "./memory.js";
import type { RawTransformer } from "./raw.js";

/** Steps of the methods, on rows x n logits X of distributions S = softmax(X) or on n weights. */
export interface StepKernels {
  /** S_i <- softmax X_i */
  softmax(rows: number, n: number, X: Reals, S: Reals): void;
  /** D_i <- S_i o (D_i - S_i.D_i): the gradient in X, in place of the one in S */
  softmaxBackward(rows: number, n: number, S: Reals, D: Reals): void;
  /** X <- X - eta G / max|G|, G_i = D_i - S_i.D_i */
  mirror(rows: number, n: number, eta: number, S: Reals, D: Reals, X: Reals): void;
  /** Adam's step number t, from 1: m, v and x in place; c1 = 1 - 0.9^t, c2 = 1 - 0.999^t */
  adam(n: number, rate: number, c1: number, c2: number, g: Reals, m: Reals, v: Reals, x: Reals): void;
}

export function stepKernels(raw: RawTransformer): StepKernels {
  return {
    softmax(rows, n, X, S) {
      need("X", X.length, rows * n);
      need("S", S.length, rows * n);
      raw.softmax(rows, n, X.at, S.at);
    },
    softmaxBackward(rows, n, S, D) {
      need("S", S.length, rows * n);
      need("D", D.length, rows * n);
      raw.softmaxBackward(rows, n, S.at, D.at);
    },
    mirror(rows, n, eta, S, D, X) {
      need("S", S.length, rows * n);
      need("D", D.length, rows * n);
      need("X", X.length, rows * n);
      raw.mirrorStep(rows, n, eta, S.at, D.at, X.at);
    },
    adam(n, rate, c1, c2, g, m, v, x) {
      need("g", g.length, n);
      need("m", m.length, n);
      need("v", v.length, n);
      need("x", x.length, n);
      raw.adamStep(n, rate, c1, c2, g.at, m.at, v.at, x.at);
    },
  };
}
