import { softmax } from "../../loss/softmax.js";
import type { MatrixOperand } from "../../matrix/matrix.js";
import { subtractShifts } from "../../matrix/shift.js";
import { slice, type Vector } from "../../wasm/memory.js";
import { inSlices, type Pace, type Paced, passed } from "../../wasm/pace.js";
import { columnSizes, START_SCALES } from "../randomStart.js";
import type { Counts, Curvature, Line, Session } from "../session.js";
import { softmaxCurvature } from "./curvature.js";
import type { SoftmaxModel, SoftmaxSeat } from "./layout.js";
import { type SoftmaxPoint, softmaxPoint } from "./point.js";

/** Planned nanoseconds an entry copied into fresh memory, whose pages the system makes at first touch. */
const COPY_COST = 8;

/** Where all shares but one sum to less, the Hessian's entries leave the normal range. */
const LEVEL = 1e-200;

/** A session with what the residual functions need besides. */
export interface SoftmaxSession extends Session {
  readonly A: MatrixOperand;
  /** A x = z + tau 1 at the current point, and the shares there. */
  readonly z: Vector;
  readonly f: Vector;
  readonly point: SoftmaxPoint;
}

/** The session of a softmax regression on a memory that holds its layout. */
export function softmaxSession(model: SoftmaxModel, { parts, kernels, release }: SoftmaxSeat): SoftmaxSession {
  const { ridge, shifts } = model;
  const { z, step, y, f, b, w2, x, direction, trial, small, negative } = parts;
  const A = parts.matrix(kernels);
  const n = A.rows;
  const pace: Pace = { spent: 0 };
  const counts: Counts = { value: 0, gradient: 0, hvp: 0, factorization: 0 };
  const k = kernels.vector;
  const point = softmaxPoint(model, parts, kernels, pace);
  const curvature = softmaxCurvature(model, parts, A, kernels, pace, point);
  /** 0.5 |b|^2 */
  const targetSize = 0.5 * model.b.reduce((sum, v) => sum + v * v, 0);
  let loaded = false;
  /** f and F belong to z + preparedAt step; y holds the slope there. */
  let preparedAt = 0;
  let preparedValue = Number.POSITIVE_INFINITY;
  let slopeKnown = false;

  /** Copies the matrix and the problem's vectors in, before the first use. */
  function* load(): Paced<void> {
    const vectors = [{ from: model.b, to: b.data }, ...(w2 ? [{ from: model.w2!, to: w2.data }] : [])];
    for (const { from, to } of [...A.contents, ...vectors]) {
      yield* inSlices(pace, from.length, COPY_COST, (start, end) => to.set(from.subarray(start, end), start));
      if (shifts && from.buffer === model.A.data.buffer) subtractShifts(model.A, shifts, to as Float64Array);
    }
    loaded = true;
  }
  const offsetOf = (v: Float64Array): number => (shifts ? shifts.reduce((sum, a, j) => sum + a * v[j], 0) : 0);

  function* evaluate(t: number): Paced<number> {
    counts.value++;
    slopeKnown = false;
    curvature.moved();
    let value = yield* point.prepare(t);
    if (ridge > 0) {
      // At t = 0 the direction has no say, whatever it holds: 0 times infinity would be NaN.
      if (t !== 0) k.scaleAdd(x, t, direction, trial);
      const at = t === 0 ? x : trial;
      value += 0.5 * ridge * k.dot(at, at);
    }
    preparedAt = t;
    preparedValue = value;
    return value;
  }
  function* slope(t: number): Paced<void> {
    yield* point.slope(t);
    slopeKnown = true;
  }
  /** y is about to be overwritten. */
  const exact = (): Paced<Curvature> => {
    slopeKnown = false;
    return curvature.exact();
  };

  function* share(v: Vector): Paced<number> {
    slopeKnown = false;
    // Unshifted, so that a column of ones has its size.
    const sizes = columnSizes(model.A);
    yield* inSlices(pace, n, A.costs.product, (from, to) => A.multiply(v, y, from, to));
    k.extent(y, small);
    const terms = sizes.reduce((most, size, j) => Math.max(most, size * Math.abs(v.data[j])), 0);
    return terms > 0 ? (small.data[1] - small.data[0]) / terms : 0;
  }

  return {
    dimension: A.columns,
    A,
    z,
    f,
    point,
    kernels,
    pace,
    counts,
    x,
    *linearize(at) {
      if (!loaded) yield* load();
      if (at.at !== x.at) x.data.set(at.data);
      yield* inSlices(pace, n, A.costs.product, (from, to) => A.multiply(x, z, from, to));
      point.tau = offsetOf(x.data);
      point.tauStep = 0;
      return yield* evaluate(0);
    },
    magnitude: () => preparedValue + targetSize,
    *gradient(g) {
      counts.gradient++;
      if (!slopeKnown) yield* slope(0);
      g.data.fill(0);
      yield* inSlices(pace, n, A.costs.product, (from, to) => A.multiplyTransposeAdd(y, g, from, to));
      if (w2 && shifts) {
        // The slope of the softmax part sums to 0.
        const sum = k.dot(w2, z) + point.tau * w2.data.reduce((total, v) => total + v, 0);
        for (let j = 0; j < g.length; j++) g.data[j] += sum * shifts[j];
      }
      if (ridge > 0) k.axpy(ridge, x, g);
    },
    *gradientSize(s) {
      yield* exact();
      const { common, tau } = point;
      const { largest } = common;
      let [sum, whole] = [0, 0];
      s.data.fill(0);
      softmax.slopeSize(common, f.data, b.data, y.data);
      for (let i = 0; i < n; i++) {
        y.data[i] += Math.abs(parts.p.data[i]) * Math.max(common.most - z.data[i], 1);
        if (i !== largest) sum += y.data[i];
      }
      y.data[largest] = sum;
      for (let i = 0; w2 && i < n; i++) {
        const size = w2.data[i] * Math.max(Math.abs(z.data[i] + tau), 1);
        y.data[i] += size;
        whole += size;
      }
      yield* inSlices(pace, n, A.costs.product + 8, (from, to) => A.absTransposeAdd(y, s, from, to));
      // |ridge x_j| is at most this, which does not vanish with x_j: a column of zeros ends at x_j = 0.
      const own = ridge > 0 ? Math.sqrt(2 * ridge) * Math.sqrt(preparedValue + targetSize) : 0;
      for (let j = 0; j < s.length; j++) s.data[j] += own + (shifts ? Math.abs(shifts[j]) * whole : 0);
    },
    *hvp(v, hv) {
      counts.hvp++;
      slopeKnown = false;
      yield* curvature.product(v, hv, y, undefined);
    },
    *hessian(H) {
      slopeKnown = false;
      return yield* curvature.matrix(H, negative);
    },
    majorant(H) {
      if (negative) k.axpy(2, negative, H);
      return true;
    },
    rowForm: {
      A: curvature.rows,
      ridge,
      step,
      *product(v, hv, Av, weights) {
        counts.hvp++;
        slopeKnown = false;
        yield* curvature.product(v, hv, Av, weights);
      },
      weights(out) {
        slopeKnown = false;
        return curvature.majorant(out);
      },
      negativeWeights(out) {
        slopeKnown = false;
        return curvature.turned(out);
      },
    },
    *along(p, known = false): Paced<Line> {
      // What was prepared at a trial of another direction is no point of this line.
      if (preparedAt !== 0) preparedAt = Number.NaN;
      direction.data.set(p.data);
      point.tauStep = offsetOf(direction.data);
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      yield* point.blocks(A.costs.product + 1, (from, to) => {
        if (!known) A.multiply(direction, step, from, to);
        k.extent(slice(step, from, to), small);
        least = Math.min(least, small.data[0]);
        most = Math.max(most, small.data[1]);
      });
      return {
        // A change of all z by the same number changes no share.
        reach: 0.5 * (most - least),
        value: evaluate,
        *slope(t) {
          if (preparedAt !== t) yield* evaluate(t);
          yield* slope(t);
          let sum = k.dot(y, step);
          if (w2 && point.tauStep !== 0) {
            const [tau, weights] = [point.tau + t * point.tauStep, w2.data.reduce((total, v) => total + v, 0)];
            sum += point.tauStep * (k.dot(w2, z) + t * k.dot(w2, step) + tau * weights);
          }
          yield* passed(pace, 2 * n);
          return sum + (ridge > 0 ? ridge * (k.dot(x, direction) + t * k.dot(direction, direction)) : 0);
        },
        *accept(t) {
          if (preparedAt !== t) yield* evaluate(t);
          k.scaleAdd(z, t, step, z);
          k.scaleAdd(x, t, direction, x);
          point.tau += t * point.tauStep;
          preparedAt = 0;
        },
      };
    },
    level: () => !w2 && ridge === 0 && point.common.others < LEVEL,
    share: w2 || ridge > 0 ? undefined : share,
    randomStart(seed, count, out) {
      kernels.random.normal({ seed, draw: count, iteration: 0, purpose: 1 }, 0, parts.words, out);
      const scale = START_SCALES[(count - 1) % START_SCALES.length];
      const sizes = columnSizes(model.A, shifts);
      for (let j = 0; j < out.length; j++) out.data[j] *= scale / (sizes[j] || 1);
    },
    same(first, second) {
      for (let j = 0; j < direction.length; j++) direction.data[j] = first[j] - second[j];
      slopeKnown = false;
      A.multiply(direction, y);
      k.extent(y, small);
      return small.data[1] - small.data[0] <= 2e-4;
    },
    release,
    facts: () => ({ convex: model.convex }),
  };
}
