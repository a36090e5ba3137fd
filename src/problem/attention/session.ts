import { denseOperand } from "../../matrix/denseOperand.js";
import type { Vector } from "../../wasm/memory.js";
import { inSlices, type Paced } from "../../wasm/pace.js";
import type { Curvature, Line, Session } from "../session.js";
import { evidenceOf } from "./evidence.js";
import { hessianMatrix } from "./hessian.js";
import { gaussNewtonMatrix, jacobianMatrix, keys, tokenRows } from "./jacobian.js";
import { type AttentionParts, load, type Placed } from "./layout.js";
import { residualLength } from "./model.js";
import { explained } from "./noise.js";
import type { NormalForm } from "./normalForm.js";
import { forward, gradient, hessianProduct } from "./products.js";
import { snap, snapped } from "./snap.js";

/** A session with what the residual functions need besides. */
export interface AttentionSession extends Session {
  readonly placed: Placed;
}

/** Two points this near, relative to their size, are one solution: aliases are far apart, rounding is below. */
const SAME = 1e-4;
/** Standard deviation of random starts in the normal form, where the mixtures P X' have 1 and the tokens lie farther out. */
const WIDE = 2;
/** F below this share of |B|^2 is a perfect fit: true ones reach 1e-26 and below, local minima of 1e-12 occur. */
const ZERO = 1e-20;
const UNKNOWN: Curvature = { semidefinite: false, negativeRows: 0, negativeMass: 0 };

/** The session of an attention problem on a memory that holds its layout, and that of its normal form if it has one. */
export function attentionSession(
  { easier, ...given }: Omit<Placed, "pace"> & { easier?: { form: NormalForm; parts: AttentionParts } },
  release: () => void,
  shared: Pick<Session, "pace" | "counts"> = {
    pace: { spent: 0 },
    counts: { value: 0, gradient: 0, hvp: 0, factorization: 0 },
  },
): AttentionSession {
  const { model, parts, kernels } = given;
  const { x, trial, direction, slope } = parts;
  const N = x.length;
  const k = kernels.vector;
  const { pace, counts } = shared;
  const at: Placed = { ...given, pace };
  const target = model.heads.reduce((sum, { B }) => B.reduce((s, b) => s + b * b, sum), 0);
  const allowed = explained(model);
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
    jacobianForm: parts.dense && {
      J: denseOperand({ rows: residualLength(model), columns: N, data: parts.dense.J }, parts.dense.pack)(kernels),
      weight: 2,
      ridge: 2 * model.gamma,
      update: () => jacobianMatrix(at, dense(), x),
    },
    globaliser: "trustRegion",
    easier: easier && {
      session: attentionSession({ model: easier.form.model, parts: easier.parts, kernels }, () => {}, shared),
      lift: (y, to) => easier.form.lift(y.data, to.data),
      enter: (from, y) => easier.form.enter(from.data, y.data),
    },
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
    *firstStart(out, seed) {
      drawStart(seed, 0, out);
    },
    randomStart: drawStart,
    same(a, b) {
      const apart = a.reduce((sum, v, j) => sum + (v - b[j]) * (v - b[j]), 0);
      return apart <= SAME * SAME * Math.max(squares(a), squares(b));
    },
    release,
    facts: () => ({ zeroLoss: perfect() }),
    *evidence() {
      return { ...(parts.dense && perfect() ? yield* evidenceOf(at) : {}), ...(yield* matches()) };
    },
  };

  /** x = 0 would keep all tokens equal, so the first start is random too. */
  function drawStart(seed: number, count: number, out: Vector): void {
    const draw = { seed, draw: count, iteration: 0, purpose: 1 };
    if (!easier) {
      kernels.random.normal(draw, 0, parts.words, out);
      return;
    }
    const y = easier.parts.trial;
    kernels.random.normal(draw, 0, parts.words, y);
    easier.form.lift(
      y.data.map((v) => WIDE * v),
      out.data,
    );
  }

  function perfect(): boolean {
    return value <= Math.max(ZERO * target, allowed);
  }

  /** The tokens' nearest embeddings, and F there. */
  function* matches(): Paced<object> {
    if (!model.embedding) return {};
    const tokens = snap(model.embedding, x.data);
    trial.data.set(snapped(model.embedding, tokens));
    const snappedValue = yield* forward(at, trial);
    yield* forward(at, x);
    standsAt = 0;
    return { tokens, snappedValue: Math.min(snappedValue, Number.MAX_VALUE) };
  }

  function dense() {
    if (!parts.dense) throw new Error("this session was laid out without room for dense matrices");
    return parts.dense;
  }
}

function squares(v: Float64Array): number {
  return v.reduce((sum, t) => sum + t * t, 0);
}
