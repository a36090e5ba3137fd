import { softmax } from "../../loss/softmax.js";
import type { MatrixOperand, RowOperand } from "../../matrix/matrix.js";
import type { Kernels } from "../../wasm/kernels.js";
import { slice, type Vector } from "../../wasm/memory.js";
import { inSlices, type Pace, type Paced, passed } from "../../wasm/pace.js";
import { type CentredPart, centredRows, type Makeup } from "../centredRows.js";
import { addPairs, multiplyPairs, type Pair, pullTowards } from "../lowRank.js";
import type { Curvature } from "../session.js";
import type { SoftmaxModel, SoftmaxParts } from "./layout.js";
import type { SoftmaxPoint } from "./point.js";

/**
 * The Hessian at the current point. With mu = A'f, k the row of the largest share and p, f from the loss,
 *
 *     H = sum_{i != k} p_i (a_i - mu)(a_i - mu)' + p_k (a_k - mu)(a_k - mu)' + A'diag(w.w)A + ridge I        form (a)
 *       = A'diag(D)A + pull mu' + mu pull' + p_k tilt tilt' + ridge I,   D = p + w.w but p_k = 0               form (b)
 *
 * with tilt = mu - a_k = sum_{i != k} f_i (a_i - a_k) and pull = 0.5 s mu - A'p, s and p without k. Where f_k is nearly 1
 * both k's term and the others' are as small as 1 - f_k; with p_k in the diagonal they would be a difference of large ones.
 * The majorant has |p| for p in form (a): in form (b) that would leave negative eigenvalues. max(p, 0) would bound H too,
 * but where f_k is nearly 1 it leaves a matrix of size (1 - f_k)^2, and steps of 1 / (1 - f_k) from one plateau to the next.
 */
export interface SoftmaxCurvature {
  /** Forgets what belongs to the point before. */
  moved(): void;
  /** D, pull, tilt and the signs. */
  exact(): Paced<Curvature>;
  /** The majorant's weights in `out`, and the makeup that goes with them. */
  majorant(out: Vector): Paced<Curvature>;
  /** out <- max(-p, 0), and the makeup that goes with it. */
  turned(out: Vector): Paced<void>;
  /** hv <- H v, or the majorant's product where its weights are given; Av <- A v. */
  product(v: Vector, hv: Vector, Av: Vector, weights: Vector | undefined): Paced<void>;
  /** H <- exact, upper triangle; the part that the majorant leaves out in `negative`. */
  matrix(H: Vector, negative: Vector | undefined): Paced<Curvature>;
  readonly rows: RowOperand;
}

/** Planned nanoseconds an entry of a pass over a d x d array. */
const SQUARE_COST = 1;

export function softmaxCurvature(
  model: SoftmaxModel,
  parts: SoftmaxParts,
  A: MatrixOperand,
  kernels: Kernels,
  pace: Pace,
  point: SoftmaxPoint,
): SoftmaxCurvature {
  const { ridge, w2: squares } = model;
  const { p, f, b, y, w2, mean, tilt, pull, pullUp, halfTilt, halfTiltUp, offset, pullOffset, small } = parts;
  const D = parts.D ?? p;
  const n = A.rows;
  const k = kernels.vector;
  const cut = (v: Vector, from: number, to: number): Vector => slice(v, from, to);
  /** Planned nanoseconds a row of A'y. */
  const product = A.costs.product;

  let [known, raised] = [false, false];
  let signs: Curvature = { semidefinite: false, negativeRows: 0, negativeMass: 0 };
  /** p of the row of the largest share; sum of p over the others; sum of its negative part. */
  let [own, total, below] = [0, 0, 0];
  let offsetKnown = false;

  const shifted: Pair[] = offset && pullOffset ? [{ u: pullOffset, v: offset }] : [];
  const exactPairs: Pair[] = [{ u: pull, v: mean }, { u: halfTilt, v: tilt }, ...shifted];
  const raisedFixed: Pair[] = [{ u: halfTiltUp, v: tilt }];
  const raisedPairs: Pair[] = [{ u: pullUp, v: mean }, ...raisedFixed, ...shifted];

  const raisedTo = (i: number): number => Math.abs(p.data[i]);
  const centred: CentredPart = {
    centre: mean,
    share: (i) => (squares ? raisedTo(i) / (raisedTo(i) + squares[i]) || 0 : 1),
    weights(given, from, to) {
      if (!squares) return given;
      for (let i = from; i < to; i++) y.data[i] = raisedTo(i);
      return y;
    },
  };
  const regularised: CentredPart[] = squares
    ? [
        {
          centre: offset,
          share: (i) => squares[i] / (raisedTo(i) + squares[i]) || 0,
          weights: () => w2!,
        },
      ]
    : [];
  const plain: CentredPart = { centre: mean, share: () => 1, weights: (given) => given };
  const up: Makeup = { parts: [centred, ...regularised], pairs: raisedPairs, fixed: raisedFixed };
  const negativePart: Makeup = { parts: [plain], pairs: [], fixed: [] };
  let makeup = up;

  function* transposed(weights: Vector, out: Vector): Paced<void> {
    out.data.fill(0);
    yield* inSlices(pace, n, product, (from, to) => A.multiplyTransposeAdd(weights, out, from, to));
  }
  /** out <- out + t a_k; y is workspace. */
  function addLargest(t: number, out: Vector): void {
    const { largest } = point.common;
    y.data[largest] = t;
    A.multiplyTransposeAdd(y, out, largest, largest + 1);
  }
  function* offsets(): Paced<void> {
    offsetKnown = true;
    if (!offset || !pullOffset || !w2 || !model.shifts) return;
    for (let j = 0; j < offset.length; j++) offset.data[j] = -model.shifts[j];
    yield* transposed(w2, pullOffset);
    pullTowards(
      pullOffset,
      model.w2!.reduce((sum, v) => sum + v, 0),
      offset,
    );
  }
  function* curvatures(): Paced<void> {
    const { largest, t } = point.common;
    let [negativeRows, all] = [0, 0];
    [total, below] = [0, 0];
    yield* point.others(4, (from, to) => {
      const out = cut(p, from, to);
      total += kernels.shares.sharesCurvature(cut(f, from, to), cut(b, from, to), t, out);
      k.signs(out, small);
      negativeRows += small.data[0];
      below += small.data[1];
      all += small.data[2];
    });
    p.data[largest] = 0;
    own = softmax.curvatureOf(point.common, f.data[largest], b.data[largest]);
    const negative = below + Math.max(-own, 0);
    all += Math.abs(own);
    if (own < 0) negativeRows++;
    const semidefinite = negativeRows === 0 || model.convex;
    signs = { semidefinite, negativeRows, negativeMass: all > 0 ? negative / all : 0 };
    if (w2) yield* point.blocks(1, (from, to) => k.scaleAdd(cut(p, from, to), 1, cut(w2, from, to), cut(D, from, to)));
  }
  /** tilt, mean, pull and halfTilt. */
  function* pulls(): Paced<void> {
    const { largest, others } = point.common;
    const share = f.data[largest];
    f.data[largest] = 0;
    yield* transposed(f, tilt);
    f.data[largest] = share;
    addLargest(-others / (1 + others), tilt);
    mean.data.set(tilt.data);
    addLargest(1, mean);
    yield* transposed(p, pull);
    pullTowards(pull, total, mean);
    k.scaleAdd(tilt, 0.5 * own - 1, tilt, halfTilt);
  }
  function* exact(): Paced<Curvature> {
    if (known) return signs;
    if (!offsetKnown) yield* offsets();
    yield* curvatures();
    yield* pulls();
    known = true;
    return signs;
  }
  /** pullUp and halfTiltUp. */
  function* raise(): Paced<void> {
    yield* exact();
    if (raised) return;
    pullUp.data.set(pull.data);
    if (below > 0) {
      yield* point.blocks(1, (from, to) => {
        for (let i = from; i < to; i++) y.data[i] = Math.max(-p.data[i], 0);
      });
      yield* transposed(y, pullUp);
      pullTowards(pullUp, below, mean);
      k.scaleAdd(pull, 2, pullUp, pullUp);
    }
    k.scaleAdd(tilt, 0.5 * Math.abs(own) - 1, tilt, halfTiltUp);
    raised = true;
  }

  const self: SoftmaxCurvature = {
    rows: centredRows(A, () => makeup, parts.rows),
    moved() {
      known = false;
      raised = false;
    },
    exact,
    *majorant(out) {
      yield* raise();
      makeup = up;
      for (let i = 0; i < n; i++) out.data[i] = raisedTo(i) + (squares ? squares[i] : 0);
      yield* passed(pace, 2 * n);
      return signs;
    },
    *turned(out) {
      yield* raise();
      makeup = negativePart;
      for (let i = 0; i < n; i++) out.data[i] = Math.max(-p.data[i], 0);
      yield* passed(pace, n);
    },
    *product(v, hv, Av, weights) {
      yield* exact();
      hv.data.fill(0);
      const by = weights ?? D;
      yield* inSlices(pace, n, A.costs.curvatureProduct, (from, to) => A.curvatureProduct(by, v, hv, Av, from, to));
      multiplyPairs(k, weights ? raisedPairs : exactPairs, v, hv);
      if (ridge > 0) k.axpy(ridge, v, hv);
    },
    *matrix(H, negative) {
      yield* exact();
      H.data.fill(0);
      yield* passed(pace, SQUARE_COST * H.length);
      yield* inSlices(pace, n, A.costs.gram, (from, to) => A.gram(D, H, undefined, from, to), A.gramRows);
      addPairs(exactPairs, H);
      const d = A.columns;
      if (ridge > 0) for (let j = 0; j < d; j++) H.data[j * (d + 1)] += ridge;
      yield* passed(pace, exactPairs.length * H.length);
      if (negative) yield* negativeMatrix(negative);
      return signs;
    },
  };

  /** N <- sum_i max(-p_i, 0) (a_i - mu)(a_i - mu)': few rows, as a rule. */
  function* negativeMatrix(N: Vector): Paced<void> {
    N.data.fill(0);
    yield* passed(pace, SQUARE_COST * N.length);
    if (signs.negativeRows === 0) return;
    const { list, kept } = parts;
    const room = Math.min(list.length, A.gramRows);
    const before = makeup;
    makeup = { ...negativePart, fixed: own < 0 ? [{ u: halfTilt, v: tilt }] : [] };
    if (own < 0) for (let j = 0; j < tilt.length; j++) halfTilt.data[j] *= -1;
    let count = 0;
    let first = true;
    const flush = function* (): Paced<void> {
      // Fixed terms go with the block that begins at 0, so every block does: they are dropped after the first.
      self.rows.gramSample(list, kept, N, 0, count);
      if (first) makeup = negativePart;
      first = false;
      yield* passed(pace, count * A.costs.gram + N.length);
      count = 0;
    };
    for (let i = 0; i < n; i++) {
      if (!(p.data[i] < 0)) continue;
      list.data[count] = i;
      kept.data[count++] = -p.data[i];
      if (count === room) yield* flush();
    }
    if (count > 0 || first) yield* flush();
    if (own < 0) for (let j = 0; j < tilt.length; j++) halfTilt.data[j] *= -1;
    makeup = before;
  }
  return self;
}
