import type { LossMath } from "../loss/loss.js";
import type { Copy, MatrixOperand } from "../matrix/matrix.js";
import { slice, type Vector } from "../wasm/memory.js";
import { inSlices, type Pace, type Paced, passed } from "../wasm/pace.js";
import type { Composite, CompositeParts } from "./compositeLayout.js";
import { columnSizes, START_SCALES } from "./randomStart.js";
import type { Counts, Curvature, Line, Session } from "./session.js";

/** Rows taken through all passes of one operation together: their vectors then stay in the second-level cache. */
const BLOCK = 8192;
/** Planned nanoseconds a row of the loss's formulas with their exponentials. */
const LOSS_COST = 10;
/** Planned nanoseconds an entry copied into fresh memory, whose pages the system makes at first touch. */
const COPY_COST = 8;
/** Planned nanoseconds an entry of a pass over a d x d array. */
const SQUARE_COST = 1;

/** A session with what the residual functions need besides. */
export interface CompositeSession extends Session {
  readonly A: MatrixOperand;
  readonly math: LossMath;
  /** A x at the current point, and the loss's vectors there. */
  readonly z: Vector;
  readonly rows: readonly Vector[];
}

/** The session of a composite problem on a memory that holds its layout. */
export function compositeSession(problem: Composite, { parts, kernels, release }: CompositeParts): CompositeSession {
  const { loss, ridge } = problem;
  const { z, step, y, D, w2, offset, x, direction, trial, ridges, small, negative } = parts;
  const A: MatrixOperand = parts.matrix(kernels);
  ridges.data.fill(ridge);

  const n = A.rows;
  const pace: Pace = { spent: 0 };
  const counts: Counts = { value: 0, gradient: 0, hvp: 0, factorization: 0 };
  const k = kernels.vector;
  const math: LossMath = { ...kernels.leastSquares, exp: k.exp, sinhCosh: k.sinhCosh };
  /** The loss's vectors and F belong to z + preparedAt step. */
  let preparedAt = 0;
  let preparedValue = Number.POSITIVE_INFINITY;
  let loaded = false;
  let curvatureKnown = false;
  let signs: Curvature = { semidefinite: false, negativeRows: 0, negativeMass: 0 };
  /** y holds the slope of the loss and the regulariser at the prepared point. */
  let slopeKnown = false;

  const inBlocks = (cost: number, pass: (from: number, to: number) => void): Paced<void> =>
    inSlices(pace, n, cost, pass, BLOCK);
  /** Copies the matrix and the problem's vectors in, before the first use. */
  function* load(): Paced<void> {
    const contents: Copy[] = [...A.contents];
    loss.constants.forEach((from, i) => {
      contents.push({ from, to: parts.loss[i].data });
    });
    if (w2 && problem.w2) contents.push({ from: problem.w2, to: w2.data });
    if (offset && problem.offset) contents.push({ from: problem.offset, to: offset.data });
    for (const { from, to } of contents) {
      yield* inSlices(pace, from.length, COPY_COST, (a, b) => to.set(from.subarray(a, b), a));
    }
    loaded = true;
  }

  const cut = (from: number, to: number): readonly Vector[] =>
    to - from === n ? parts.loss : parts.loss.map((v) => slice(v, from, to));

  /** Prepares the loss at z + t step + offset; returns F there. */
  function* evaluate(t: number): Paced<number> {
    counts.value++;
    slopeKnown = false;
    let sum = 0;
    yield* inBlocks(LOSS_COST, (from, to) => {
      // y holds z + t step only until the loss is prepared.
      const at = slice(y, from, to);
      const rows = cut(from, to);
      if (t === 0) at.data.set(z.data.subarray(from, to));
      else k.scaleAdd(slice(z, from, to), t, slice(step, from, to), at);
      if (w2) sum += 0.5 * math.squares(slice(w2, from, to), at, undefined);
      if (offset) k.axpy(1, slice(offset, from, to), at);
      loss.prepare(math, at, rows);
      sum += loss.value(math, rows);
    });
    if (ridge > 0) {
      // At t = 0 the direction has no say, whatever it holds: 0 times infinity would be NaN.
      if (t !== 0) k.scaleAdd(x, t, direction, trial);
      sum += 0.5 * math.squares(ridges, t === 0 ? x : trial, undefined);
    }
    preparedAt = t;
    curvatureKnown = false;
    preparedValue = Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
    return preparedValue;
  }

  /** D <- curvature of the loss and of the regulariser; counts its signs while each block is in cache. */
  function* curvature(): Paced<Curvature> {
    if (curvatureKnown) return signs;
    let [negativeRows, below, all] = [0, 0, 0];
    yield* inBlocks(3, (from, to) => {
      const out = slice(D, from, to);
      loss.curvature(math, cut(from, to), out);
      if (w2) k.axpy(1, slice(w2, from, to), out);
      k.signs(out, small);
      negativeRows += small.data[0];
      below += small.data[1];
      all += small.data[2];
    });
    curvatureKnown = true;
    signs = { semidefinite: negativeRows === 0, negativeRows, negativeMass: all > 0 ? below / all : 0 };
    return signs;
  }

  function* product(v: Vector, hv: Vector, Av: Vector, weights?: Vector): Paced<void> {
    counts.hvp++;
    if (!weights) yield* curvature();
    hv.data.fill(0);
    const by = weights ?? D;
    yield* inSlices(pace, n, A.costs.curvatureProduct, (from, to) => A.curvatureProduct(by, v, hv, Av, from, to));
    if (ridge > 0) k.axpy(ridge, v, hv);
  }

  return {
    dimension: A.columns,
    A,
    math,
    z,
    rows: parts.loss,
    kernels,
    pace,
    counts,
    x,
    *linearize(point) {
      if (!loaded) yield* load();
      if (point.at !== x.at) x.data.set(point.data);
      yield* inSlices(pace, n, A.costs.product, (from, to) => A.multiply(x, z, from, to));
      const value = yield* evaluate(0);
      // e^-Infinity is 0, yet 0 times that infinity is NaN in a gradient: an overflow of A x is an overflow.
      if (!Number.isFinite(k.normMax(z))) preparedValue = Number.POSITIVE_INFINITY;
      return Math.max(value, preparedValue);
    },
    magnitude: () => preparedValue + loss.targetSize,
    *gradient(g) {
      counts.gradient++;
      g.data.fill(0);
      yield* inBlocks(A.costs.product + 2, (from, to) => {
        if (!slopeKnown) {
          const out = slice(y, from, to);
          loss.slope(math, cut(from, to), out);
          if (w2) k.multiplyAdd(slice(w2, from, to), slice(z, from, to), out);
        }
        A.multiplyTransposeAdd(y, g, from, to);
      });
      if (ridge > 0) k.axpy(ridge, x, g);
    },
    *gradientSize(s) {
      yield* curvature();
      s.data.fill(0);
      slopeKnown = false;
      yield* inBlocks(A.costs.product + 8, (from, to) => {
        const out = y.data.subarray(from, to);
        loss.slopeSize(cut(from, to), out);
        for (let i = from; i < to; i++) {
          const size = Math.abs(z.data[i]);
          // A change of z below 1 is small for these losses, however small z itself (cosh ends at z = 0).
          y.data[i] += Math.abs(D.data[i]) * Math.max(size, 1) + (w2 ? w2.data[i] * size : 0);
        }
        A.absTransposeAdd(y, s, from, to);
      });
      // |ridge x_j| is at most this, which does not vanish with x_j: a column of zeros ends at x_j = 0.
      const own = ridge > 0 ? Math.sqrt(2 * ridge) * Math.sqrt(preparedValue + loss.targetSize) : 0;
      for (let j = 0; j < s.length; j++) s.data[j] += own;
    },
    *hvp(v, hv) {
      slopeKnown = false;
      yield* product(v, hv, y);
    },
    *hessian(H): Paced<Curvature> {
      const found = yield* curvature();
      const apart = found.negativeRows > 0 ? negative : undefined;
      H.data.fill(0);
      yield* passed(pace, SQUARE_COST * H.length);
      negative?.data.fill(0);
      yield* passed(pace, SQUARE_COST * (negative?.length ?? 0));
      yield* inSlices(pace, n, A.costs.gram, (from, to) => A.gram(D, H, apart, from, to), A.gramRows);
      if (apart) {
        k.axpy(-1, apart, H);
        yield* passed(pace, SQUARE_COST * H.length);
      }
      if (ridge > 0) for (let j = 0; j < x.length; j++) H.data[j * (x.length + 1)] += ridge;
      return found;
    },
    majorant(H) {
      // H + 2 A' max(-D, 0) A = A' |D| A
      if (negative) k.axpy(2, negative, H);
      return true;
    },
    rowForm: {
      A,
      ridge,
      step,
      product,
      *weights(out) {
        const found = yield* curvature();
        for (let i = 0; i < n; i++) out.data[i] = Math.abs(D.data[i]);
        yield* passed(pace, n);
        return found;
      },
      *negativeWeights(out) {
        yield* curvature();
        for (let i = 0; i < n; i++) out.data[i] = Math.max(-D.data[i], 0);
        yield* passed(pace, n);
      },
    },
    *along(p, known = false): Paced<Line> {
      // What was prepared at a trial of another direction is no point of this line.
      if (preparedAt !== 0) preparedAt = Number.NaN;
      direction.data.set(p.data);
      let reach = 0;
      yield* inBlocks(A.costs.product + 1, (from, to) => {
        if (!known) A.multiply(direction, step, from, to);
        reach = Math.max(reach, k.normMax(slice(step, from, to)));
      });
      return {
        reach,
        value: evaluate,
        *slope(t) {
          if (preparedAt !== t) yield* evaluate(t);
          let sum = 0;
          yield* inBlocks(4, (from, to) => {
            const out = slice(y, from, to);
            const along = slice(step, from, to);
            loss.slope(math, cut(from, to), out);
            if (w2) {
              // D is free: no curvature has been asked for at this t.
              const at = slice(D, from, to);
              k.scaleAdd(slice(z, from, to), t, along, at);
              k.multiplyAdd(slice(w2, from, to), at, out);
            }
            sum += k.dot(out, along);
          });
          slopeKnown = true;
          return sum + (ridge > 0 ? ridge * (k.dot(x, direction) + t * k.dot(direction, direction)) : 0);
        },
        *accept(t) {
          if (preparedAt !== t) yield* evaluate(t);
          k.scaleAdd(z, t, step, z);
          k.scaleAdd(x, t, direction, x);
          preparedAt = 0;
        },
      };
    },
    randomStart(seed, count, out) {
      kernels.random.normal({ seed, draw: count, iteration: 0, purpose: 1 }, 0, parts.words, out);
      const scale = START_SCALES[(count - 1) % START_SCALES.length];
      const sizes = columnSizes(problem.A);
      for (let j = 0; j < out.length; j++) out.data[j] *= scale / (sizes[j] || 1);
    },
    same(a, b) {
      slopeKnown = false;
      direction.data.set(a);
      A.multiply(direction, step);
      direction.data.set(b);
      A.multiply(direction, y);
      for (let i = 0; i < n; i++) {
        if (Math.abs(step.data[i] - y.data[i]) > 1e-4 * (1 + Math.abs(y.data[i]))) return false;
      }
      return true;
    },
    release,
    facts: () => ({ convex: problem.convex }),
  };
}
