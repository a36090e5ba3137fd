import { inSlices, type Pace, type Paced } from "../../wasm/pace.js";
import type { Counts, Curvature, Line, Session } from "../session.js";
import { hessianMatrix } from "./hessian.js";
import { gaussNewtonMatrix, keys, tokenRows } from "./jacobian.js";
import { load, type Placed } from "./layout.js";
import { forward, gradient, hessianProduct } from "./products.js";

/** A session with what the residual functions need besides. */
export interface AttentionSession extends Session {
  readonly placed: Placed;
}

/** Two points this near, relative to their size, are one solution: aliases are far apart, rounding is below. */
const SAME = 1e-4;
const UNKNOWN: Curvature = { semidefinite: false, negativeRows: 0, negativeMass: 0 };

/** The session of an attention problem on a memory that holds its layout. */
export function attentionSession(given: Omit<Placed, "pace">, release: () => void): AttentionSession {
  const { model, parts, kernels } = given;
  const { x, trial, direction, slope } = parts;
  const N = x.length;
  const k = kernels.vector;
  const pace: Pace = { spent: 0 };
  const at: Placed = { ...given, pace };
  const counts: Counts = { value: 0, gradient: 0, hvp: 0, factorization: 0 };
  const target = model.heads.reduce((sum, { B }) => B.reduce((s, b) => s + b * b, sum), 0);
  let loaded = false;
  let value = Number.POSITIVE_INFINITY;
  /** The heads stand at x + standsAt direction. */
  let standsAt = 0;

  function* evaluate(t: number): Paced<number> {
    counts.value++;
    if (t !== 0) k.scaleAdd(x, t, direction, trial);
    value = yield* forward(at, t === 0 ? x : trial);
    standsAt = t;
    return value;
  }

  return {
    dimension: N,
    kernels,
    pace,
    counts,
    placed: at,
    x,
    *linearize(point) {
      if (!loaded) load(at);
      loaded = true;
      if (point.at !== x.at) x.data.set(point.data);
      return yield* evaluate(0);
    },
    magnitude: () => value + target,
    *gradient(g) {
      counts.gradient++;
      yield* gradient(at, x, g);
    },
    *gradientSize(s) {
      s.data.fill(0);
      for (const head of parts.heads) {
        const size = Math.sqrt(squares(head.Y.data.data)) + Math.sqrt(squares(head.B.data.data));
        const R = yield* keys(at, head, x);
        const columns = new Float64Array(N);
        for (let i = 0; i < model.n; i++) {
          yield* tokenRows(at, head, R, i, parts.rows);
          const J = parts.rows.data;
          yield* inSlices(pace, head.Y.columns, N, (from, to) => {
            for (let e = from * N; e < to * N; e++) columns[e % N] += J[e] * J[e];
          });
        }
        for (let j = 0; j < N; j++) s.data[j] += 2 * Math.sqrt(columns[j]) * size;
      }
      // |2 gamma x_j| is at most this, which does not vanish with x_j.
      const own = 2 * Math.sqrt(model.gamma) * Math.sqrt(value + target);
      for (let j = 0; j < N; j++) s.data[j] += own;
    },
    *hvp(v, hv) {
      counts.hvp++;
      yield* hessianProduct(at, x, v, hv);
    },
    *hessian(H) {
      yield* hessianMatrix(at, dense(), x, H);
      return UNKNOWN;
    },
    *gaussNewton(M) {
      yield* gaussNewtonMatrix(at, dense(), x, M);
    },
    globaliser: "trustRegion",
    majorant: () => false,
    *along(p): Paced<Line> {
      if (standsAt !== 0) standsAt = Number.NaN;
      direction.data.set(p.data);
      return {
        reach: k.normMax(direction) / Math.max(k.normMax(x), 1),
        value: evaluate,
        *slope(t) {
          if (standsAt !== t) yield* evaluate(t);
          yield* gradient(at, t === 0 ? x : trial, slope);
          return k.dot(slope, direction);
        },
        *accept(t) {
          if (standsAt !== t) yield* evaluate(t);
          if (t !== 0) x.data.set(trial.data);
          standsAt = 0;
        },
      };
    },
    randomStart(seed, count, out) {
      kernels.random.normal({ seed, draw: count, iteration: 0, purpose: 1 }, 0, parts.words, out);
    },
    same(a, b) {
      const apart = a.reduce((sum, v, j) => sum + (v - b[j]) * (v - b[j]), 0);
      return apart <= SAME * SAME * Math.max(squares(a), squares(b));
    },
    release,
    facts: () => ({}),
  };

  function dense() {
    if (!parts.dense) throw new Error("this session was laid out without room for dense matrices");
    return parts.dense;
  }
}

function squares(v: Float64Array): number {
  return v.reduce((sum, t) => sum + t * t, 0);
}
