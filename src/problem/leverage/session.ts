import { layoutMatrix, type MatrixOperand } from "../../matrix/matrix.js";
import type { Arena, Vector } from "../../wasm/memory.js";
import { drain, inSlices, type Paced, passed } from "../../wasm/pace.js";
import { START_SCALES } from "../randomStart.js";
import type { Counts, Curvature, Line, RowForm, Session } from "../session.js";
import type { Engine } from "./engine.js";
import type { Model } from "./model.js";
import { rowTimes, type Scores, slacksAt } from "./scores.js";

/** Storage: 2 n-vectors, 4 d-vectors, 4 words; for sampled rows the matrix once more, and an n-vector. */
export function layoutSession({ n, d, A }: Scores, sampled: boolean, arena: Arena) {
  return {
    sampled: sampled ? { A: layoutMatrix(A, arena), image: arena.f64(n) } : undefined,
    x: arena.f64(d),
    step: arena.f64(d),
    trial: arena.f64(d),
    center: arena.f64(d),
    s: arena.f64(n),
    change: arena.f64(n),
    words: arena.i32(4),
  };
}

interface Seat {
  readonly engine: Engine;
  readonly parts: ReturnType<typeof layoutSession>;
  release(): void;
}

/** Steps of hit and run to a random start in a cell, and the longest of them where the cell is open, in spreads. */
const TURNS = 5;
const LONGEST = 8;
/** Points whose slacks differ by less than this share of themselves are the same. */
const SAME = 1e-5;

/**
 * A leverage problem at work. There is no cheaper variable than x: a trial along a line costs a factorisation. With
 * `inCell` a point on the other side of any hyperplane counts as an overflow, which every search rejects.
 */
export function leverageSession(
  model: Model,
  scores: Scores,
  inCell: boolean,
  { parts, engine, release }: Seat,
): Session {
  const { kernels, pace } = engine;
  const { x, step, trial, center, s, change, words } = parts;
  center.data.set(scores.center);
  const d = model.dimension;
  const counts: Counts = { value: 0, gradient: 0, hvp: 0, factorization: 0 };
  /** Where the model stands; trials move it away from x. */
  const at = new Float64Array(d).fill(Number.NaN);
  /** Where the first start began. */
  let origin: Float64Array | undefined;

  function* moveTo(point: Float64Array): Paced<number> {
    if (!point.every((v, j) => v === at[j])) {
      counts.value++;
      // Nowhere until it is there: a solve may be left at a pause in between.
      at.fill(Number.NaN);
      yield* model.move(point);
      at.set(point);
    }
    const value = model.value();
    return Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
  }
  /** An operation at x, wherever the last trial was. */
  function* atX(work: () => Paced<void>): Paced<void> {
    yield* moveTo(x.data);
    yield* work();
  }
  const sameCell = (point: Float64Array): boolean => {
    slacksAt(scores, point, change.data);
    return change.data.every((v, i) => v * s.data[i] > 0);
  };

  const session: Session = {
    rowForm: parts.sampled && rowForm(parts.sampled.A(kernels), parts.sampled.image),
    dimension: d,
    kernels,
    pace,
    counts,
    x,
    *linearize(point) {
      if (point.at !== x.at) x.data.set(point.data);
      origin ??= x.data.slice();
      return yield* moveTo(x.data);
    },
    magnitude: () => model.magnitude(),
    *gradient(g) {
      counts.gradient++;
      yield* atX(() => model.gradient(g.data));
    },
    *gradientSize(size) {
      yield* atX(() => model.gradientSize(size.data));
    },
    *hvp(v, hv) {
      counts.hvp++;
      yield* atX(() => model.hvp(v.data, hv.data));
    },
    *hessian(H) {
      yield* atX(() => model.hessian(H.data));
      return { semidefinite: false, negativeRows: 0, negativeMass: 0 };
    },
    *gaussNewton(M) {
      yield* atX(() => model.normal(M.data));
    },
    *metric(M) {
      yield* atX(() => model.metric(M.data));
    },
    globaliser: "trustRegion",
    // Within a Dikin distance of 1 no hyperplane is crossed.
    undamped: 1,
    // No upper bound, but positive semidefinite and the curvature that a step away from a solution should have.
    majorant(H) {
      drain(model.normal(H.data));
      return true;
    },
    *along(p): Paced<Line> {
      step.data.set(p.data);
      yield* moveTo(x.data);
      const reach = model.reach(step.data);
      if (inCell) slacksAt(scores, x.data, s.data);
      const move = (t: number): void => kernels.vector.scaleAdd(x, t, step, trial);
      return {
        reach,
        *value(t) {
          move(t);
          if (inCell && !sameCell(trial.data)) return Number.POSITIVE_INFINITY;
          return yield* moveTo(trial.data);
        },
        *slope(t) {
          move(t);
          counts.gradient++;
          yield* moveTo(trial.data);
          const g = new Float64Array(d);
          yield* model.gradient(g);
          return g.reduce((sum, gj, j) => sum + gj * step.data[j], 0);
        },
        *accept(t) {
          move(t);
          x.data.set(trial.data);
          yield* moveTo(x.data);
        },
      };
    },
    *firstStart(out) {
      at.fill(Number.NaN);
      if (model.start) yield* model.start(out.data);
      else if (scores.offRange > 1e-10) out.data.set(scores.center);
      // All hyperplanes meet at the center, where nothing is defined.
      else session.randomStart(0, 1, out);
    },
    randomStart(seed, k, out) {
      // From where the first start began: where others ended may lie on a wall.
      if (inCell) out.data.set(origin ?? x.data);
      for (let turn = 0; turn < (inCell ? TURNS : 1); turn++) {
        kernels.random.normal({ seed, draw: k, iteration: turn, purpose: 1 }, 0, words, step);
        for (let j = 0; j < d; j++) {
          trial.data[j] = 0;
          for (let l = 0; l < d; l++) trial.data[j] += scores.spread[j * d + l] * step.data[l];
        }
        if (inCell) {
          kernels.random.uniform({ seed, draw: k, iteration: turn, purpose: 3 }, 0, words, step);
          kernels.vector.axpy(stride(step.data[0]), trial, out);
        } else {
          kernels.vector.scaleAdd(center, START_SCALES[(k - 1) % START_SCALES.length], trial, out);
        }
      }

      /** Hit and run: the t for which out + t trial lies at a share u of the chord through the cell. */
      function stride(u: number): number {
        slacksAt(scores, out.data, s.data);
        let low = -LONGEST;
        let high = LONGEST;
        for (let i = 0; i < scores.n; i++) {
          const t = -s.data[i] / rowTimes(scores.A, i, trial.data);
          if (t > 0 && t < high) high = t;
          if (t < 0 && t > low) low = t;
        }
        return low + (high - low) * (0.02 + 0.96 * u);
      }
    },
    same(a, b) {
      slacksAt(scores, a, s.data);
      slacksAt(scores, b, change.data);
      let apart = 0;
      for (let i = 0; i < scores.n; i++) {
        const size = s.data[i] * s.data[i] + change.data[i] * change.data[i];
        const off = s.data[i] - change.data[i];
        if (size > 0) apart += (off * off) / size;
      }
      return apart <= SAME * SAME * scores.n;
    },
    release,
    facts() {
      const M = new Float64Array(d * d);
      drain(model.metric(M));
      let squares = 0;
      for (let j = 0; j < d; j++) {
        for (let k = 0; k < d; k++) squares += (x.data[j] - origin![j]) * M[j * d + k] * (x.data[k] - origin![k]);
      }
      return {
        ...drain(model.facts()),
        distance: Number.isFinite(squares) ? Math.sqrt(Math.max(squares, 0)) : Number.MAX_VALUE,
      };
    },
  };
  return session;

  /**
   * Rows behind the Hessian near a solution, for methods that sample them. They bound nothing: all of the curvature counts
   * as turned round, so that a minimum is confirmed by the exact Hessian alone.
   */
  function rowForm(A: MatrixOperand, image: Vector): RowForm {
    for (const { from, to } of A.contents) to.set(from);
    const weights = function* (out: Vector): Paced<Curvature> {
      yield* moveTo(x.data);
      model.surrogate!(out.data);
      yield* passed(pace, scores.n);
      return { semidefinite: false, negativeRows: 0, negativeMass: 0 };
    };
    return {
      A,
      ridge: 0,
      step: image,
      weights,
      *negativeWeights(out) {
        yield* weights(out);
      },
      *product(v, hv, Av, diagonal) {
        A.multiply(v, Av);
        if (!diagonal) return yield* session.hvp(v, hv);
        hv.data.fill(0);
        counts.hvp++;
        yield* inSlices(pace, A.rows, A.costs.product, (from, to) => {
          A.curvatureProduct(diagonal, v, hv, Av, from, to);
        });
      },
    };
  }
}
