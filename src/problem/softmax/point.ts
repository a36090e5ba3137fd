import { type Common, softmax } from "../../loss/softmax.js";
import type { Kernels } from "../../wasm/kernels.js";
import { slice, type Vector } from "../../wasm/memory.js";
import { inSlices, type Pace, type Paced } from "../../wasm/pace.js";
import type { SoftmaxModel, SoftmaxParts } from "./layout.js";

/** Rows taken through all passes of one operation together: their vectors then stay in the second-level cache. */
const BLOCK = 8192;

/** The loss at z + t step: f = softmax in parts.f, with what all rows share. */
export interface SoftmaxPoint {
  /** Of the point that was prepared last. */
  readonly common: Common;
  /** Evaluates F at z + t step, tau + t tauStep (less the ridge's part). */
  prepare(t: number): Paced<number>;
  /** y <- slope of the softmax part and the regulariser at z + t step, which must be the point prepared. */
  slope(t: number): Paced<void>;
  /** Runs work(from, to) over blocks of rows. */
  blocks(cost: number, work: (from: number, to: number) => void): Paced<void>;
  /** The same for the rows but `largest`: the block it lies in is cut there. */
  others(cost: number, work: (from: number, to: number) => void): Paced<void>;
  /** A x = z + tau 1, and tauStep along the line: columns of A are shifted in memory. */
  tau: number;
  tauStep: number;
}

export function softmaxPoint(model: SoftmaxModel, parts: SoftmaxParts, kernels: Kernels, pace: Pace): SoftmaxPoint {
  const { z, step, y, f, p, b, w2, small } = parts;
  const n = model.A.rows;
  const k = kernels.vector;
  const math = { ...kernels.shares, extent: k.extent };
  const cut = (v: Vector, from: number, to: number): Vector => slice(v, from, to);

  function* others(cost: number, work: (from: number, to: number) => void): Paced<void> {
    const { largest } = self.common;
    yield* self.blocks(cost, (from, to) => {
      const inside = from <= largest && largest < to;
      if (!inside) return work(from, to);
      if (from < largest) work(from, largest);
      if (largest + 1 < to) work(largest + 1, to);
    });
  }

  const self: SoftmaxPoint & { common: Common } = {
    common: softmax.begin(),
    tau: 0,
    tauStep: 0,
    blocks: (cost, work) => inSlices(pace, n, cost, work, BLOCK),
    others,
    *prepare(t) {
      const common = softmax.begin();
      self.common = common;
      const tau = self.tau + t * self.tauStep;
      let regulariser = 0;
      yield* self.blocks(3, (from, to) => {
        const at = cut(y, from, to);
        if (t === 0) at.data.set(z.data.subarray(from, to));
        else k.scaleAdd(cut(z, from, to), t, cut(step, from, to), at);
        softmax.findMost(math, at, from, small, common);
        if (!w2) return;
        // f is free until the powers are taken.
        const whole = tau === 0 ? at : cut(f, from, to);
        if (tau !== 0) for (let i = 0; i < at.length; i++) whole.data[i] = at.data[i] + tau;
        regulariser += 0.5 * kernels.leastSquares.squares(cut(w2, from, to), whole, undefined);
      });
      // Without a largest z some z is NaN or all are -Infinity.
      if (common.largest < 0 || !(Math.abs(common.most) < Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
      yield* others(8, (from, to) => {
        common.others += softmax.powers(math, cut(y, from, to), cut(f, from, to), common);
      });
      f.data[common.largest] = 1;
      let squares = 0;
      yield* self.blocks(3, (from, to) => {
        const shares = cut(f, from, to);
        const targets = cut(b, from, to);
        softmax.divide(math, shares, targets, small, common);
        squares += kernels.leastSquares.squares(undefined, shares, targets);
      });
      const value = 0.5 * squares + regulariser;
      return Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
    },
    *slope(t) {
      const { largest, t: mean } = self.common;
      let sum = 0;
      yield* others(3, (from, to) => {
        sum += math.sharesSlope(cut(f, from, to), cut(b, from, to), mean, cut(y, from, to));
      });
      y.data[largest] = -sum;
      if (!w2) return;
      const tau = self.tau + t * self.tauStep;
      yield* self.blocks(2, (from, to) => {
        const out = cut(y, from, to);
        const weights = cut(w2, from, to);
        // p is free at a trial: no curvature has been asked for there.
        const at = t === 0 ? cut(z, from, to) : cut(p, from, to);
        if (t !== 0) k.scaleAdd(cut(z, from, to), t, cut(step, from, to), at);
        k.multiplyAdd(weights, at, out);
        if (tau !== 0) k.axpy(tau, weights, out);
      });
    },
  };
  return self;
}
