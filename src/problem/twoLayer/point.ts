import type { Copy, MatrixOperand } from "../../matrix/matrix.js";
import type { Kernels } from "../../wasm/kernels.js";
import type { Vector } from "../../wasm/memory.js";
import { inSlices, type Pace, type Paced } from "../../wasm/pace.js";
import { type Held, heldRows } from "./held.js";
import type { TwoLayerParts } from "./layout.js";
import type { TwoLayerModel } from "./model.js";
import { type OutputLoss, outputLoss } from "./outputLoss.js";

/** Planned nanoseconds an entry copied into fresh memory, and an element of a pass over a vector. */
const COPY_COST = 8;
const PASS_COST = 2;
/** Planned nanoseconds an output of softmax and its formulas. */
const OUTPUT_COST = 12;
/** |u_i| up to this share of |a_i| |x| is rounding: the row is on its kink. */
export const ON_KINK = 2 ** -40;

/**
 * The model with its arrays: u = A1 x, v = A2 relu(u), f = softmax(v), and C = A2 diag(mask) A1 as two passes, restricted to
 * the null space of the rows that a solve holds at zero.
 */
export interface Point {
  readonly model: TwoLayerModel;
  readonly parts: TwoLayerParts;
  readonly kernels: Kernels;
  readonly pace: Pace;
  readonly A1: MatrixOperand;
  readonly A2: MatrixOperand;
  readonly loss: OutputLoss;
  readonly held: Held;
  /** Rows that can have a kink: neither a_i nor column i of A2 is zero. */
  isLive(i: number): boolean;
  load(): Paced<void>;
  /** u <- A1 x */
  hidden(x: Vector, u: Vector): Paced<void>;
  /** v <- A2 h, f <- softmax(v); returns phi(v) + 0.5 ridge |x|^2, Infinity where it overflows. */
  output(h: Vector, x: Vector): Paced<number>;
  /** q <- C P y: parts.inside takes P y, parts.scratch mask.(A1 P y) */
  forward(y: Vector, q: Vector): Paced<void>;
  /** out <- out + P C'q; overwrites parts.scratch */
  backward(q: Vector, out: Vector): Paced<void>;
  /** gamma <- A2'q, 0 where a row cannot show */
  jumps(q: Vector, gamma: Vector): Paced<void>;
  /** out <- out + |A1|'(on.(|A2|'q)), on = the mask and the rows on their kinks; overwrites parts.scratch */
  sizes(q: Vector, out: Vector): Paced<void>;
  /** parts.hidden <- A1 x, in one piece: for random starts. */
  hiddenNow(x: Vector): void;
}

export function pointOf(
  model: TwoLayerModel,
  parts: TwoLayerParts,
  kernels: Kernels,
  pace: Pace,
  isOnKink: (i: number) => boolean,
): Point {
  const A1 = parts.first(kernels);
  const A2 = parts.second(kernels);
  const n = A1.rows;
  const m = A2.rows;
  const loss = outputLoss(model.b, model.w2);
  const held = heldRows(A1.columns, parts.dense?.basis);
  const { norms, scratch, mask, v, f, inside } = parts;
  const multiply = (A: MatrixOperand, x: Vector, out: Vector): Paced<void> =>
    inSlices(pace, A.rows, A.costs.product, (from, to) => A.multiply(x, out, from, to));
  const addTransposed = (A: MatrixOperand, y: Vector, out: Vector): Paced<void> =>
    inSlices(pace, A.rows, A.costs.product, (from, to) => A.multiplyTransposeAdd(y, out, from, to));

  return {
    model,
    parts,
    kernels,
    pace,
    A1,
    A2,
    loss,
    held,
    isLive: (i) => norms.data[i] > 0,
    *load() {
      const contents: Copy[] = [...A1.contents, ...A2.contents];
      for (const { from, to } of contents) {
        yield* inSlices(pace, from.length, COPY_COST, (a, b) => to.set(from.subarray(a, b), a));
      }
      // norms_i <- |a_i|, 0 where column i of A2 is zero: such a row never shows.
      parts.slope.data.fill(1);
      scratch.data.fill(0);
      yield* inSlices(pace, m, A2.costs.product, (from, to) => A2.absTransposeAdd(parts.slope, scratch, from, to));
      for (let i = 0; i < n; i++) scratch.data[i] = scratch.data[i] > 0 ? 1 : 0;
      yield* inSlices(pace, n, A1.costs.product, (from, to) => A1.rowNorms(scratch, norms, from, to));
      for (let i = 0; i < n; i++) norms.data[i] = Math.sqrt(norms.data[i]);
    },
    hidden: (x, u) => multiply(A1, x, u),
    *output(h, x) {
      yield* multiply(A2, h, v);
      f.data.set(v.data);
      yield* inSlices(pace, 1, OUTPUT_COST * m, () => kernels.softmax.rows(1, m, f));
      const size = model.ridge > 0 ? kernels.vector.norm2(x) : 0;
      const value = loss.value(v.data, f.data) + 0.5 * model.ridge * size * size;
      return Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
    },
    *forward(y, q) {
      inside.data.set(y.data);
      held.project(inside.data);
      yield* multiply(A1, inside, scratch);
      yield* inSlices(pace, n, PASS_COST, (from, to) => {
        for (let i = from; i < to; i++) scratch.data[i] *= mask.data[i];
      });
      yield* multiply(A2, scratch, q);
    },
    *backward(q, out) {
      scratch.data.fill(0);
      yield* addTransposed(A2, q, scratch);
      yield* inSlices(pace, n, PASS_COST, (from, to) => {
        for (let i = from; i < to; i++) scratch.data[i] *= mask.data[i];
      });
      inside.data.fill(0);
      yield* addTransposed(A1, scratch, inside);
      held.project(inside.data);
      for (let j = 0; j < out.length; j++) out.data[j] += inside.data[j];
    },
    *jumps(q, gamma) {
      gamma.data.fill(0);
      yield* addTransposed(A2, q, gamma);
      for (let i = 0; i < n; i++) if (!(norms.data[i] > 0)) gamma.data[i] = 0;
    },
    *sizes(q, out) {
      scratch.data.fill(0);
      yield* inSlices(pace, m, A2.costs.product, (from, to) => A2.absTransposeAdd(q, scratch, from, to));
      for (let i = 0; i < n; i++) if (mask.data[i] === 0 && !isOnKink(i)) scratch.data[i] = 0;
      yield* inSlices(pace, n, A1.costs.product, (from, to) => A1.absTransposeAdd(scratch, out, from, to));
    },
    hiddenNow: (x) => A1.multiply(x, parts.hidden),
  };
}
