import type { Kernels } from "../../wasm/kernels.js";
import type { Paced } from "../../wasm/pace.js";
import { columnSizes, START_SCALES } from "../randomStart.js";
import type { Counts, KinkEvidence, Kinks, Session } from "../session.js";
import { curvatureForm } from "./curvature.js";
import type { TwoLayerParts } from "./layout.js";
import { twoLayerLine } from "./line.js";
import type { TwoLayerModel } from "./model.js";
import { denseRow } from "./outputRows.js";
import { ON_KINK, type Point, pointOf } from "./point.js";

/** Two points whose outputs differ by no more than this, relative to their size, are one solution. */
const SAME = 1e-4;

/** A session with what the residual functions need besides. */
export interface TwoLayerSession extends Session {
  readonly point: Point;
  readonly kinks: Kinks;
}

/** The session of a two-layer regression on a memory that holds its layout. */
export function twoLayerSession(
  model: TwoLayerModel,
  parts: TwoLayerParts,
  kernels: Kernels,
  release: () => void,
): TwoLayerSession {
  const pace = { spent: 0 };
  const counts: Counts = { value: 0, gradient: 0, hvp: 0, factorization: 0 };
  const point = pointOf(model, parts, kernels, pace, (i) => isZero.has(i));
  const form = curvatureForm(point);
  const { x, u, mask, hidden, jumps, v, f, slope, norms, direction } = parts;
  const n = u.length;
  const k = kernels.vector;
  const targets = 0.5 * model.b.reduce((sum, b) => sum + b * b, 0);
  const sizes = columnSizes(model.A1);
  let loaded = false;
  let value = Number.POSITIVE_INFINITY;
  /** v and f stand at x + standsAt direction. */
  let standsAt = 0;
  let zeros: readonly number[] = [];
  let isZero = new Set<number>();
  /** What hold() was told: zeros that count as active, and what the certificate is to say. */
  let on: readonly number[] = [];
  let evidence: KinkEvidence = { rows: [], multipliers: [], proven: true };

  function findZeros(landed: readonly number[]): void {
    const size = k.norm2(x);
    const found = new Set(landed);
    for (let i = 0; i < n; i++) {
      if (point.isLive(i) && Math.abs(u.data[i]) <= ON_KINK * norms.data[i] * size) found.add(i);
    }
    zeros = [...found].sort((a, b) => a - b);
    isZero = found;
  }
  function setMask(): void {
    for (let i = 0; i < n; i++) mask.data[i] = u.data[i] > 0 ? 1 : 0;
    for (const i of zeros) mask.data[i] = 0;
    for (const i of on) if (isZero.has(i)) mask.data[i] = 1;
    form.moved();
  }
  function* evaluate(): Paced<number> {
    counts.value++;
    for (let i = 0; i < n; i++) hidden.data[i] = u.data[i] > 0 ? u.data[i] : 0;
    value = yield* point.output(hidden, x);
    standsAt = 0;
    return value;
  }
  function* linearize(landed: readonly number[]): Paced<number> {
    if (!loaded) yield* point.load();
    loaded = true;
    yield* point.hidden(x, u);
    findZeros(landed);
    setMask();
    return yield* evaluate();
  }
  function* atPoint(): Paced<void> {
    if (standsAt !== 0) yield* evaluate();
  }

  const kinks: Kinks = {
    jumps,
    values: u,
    zeros: () => zeros,
    row: (i, out) => denseRow(model.A1, i, out),
    *settle() {
      // All of them at once, whatever is held: x is then on every kink that it was near.
      const all = zeros;
      point.held.span(all.length, (at, out) => denseRow(model.A1, all[at], out));
      if (point.held.rank === x.length) x.data.fill(0);
      else point.held.project(x.data);
      return yield* linearize(all);
    },
    hold(held, active, found) {
      [on, evidence] = [active, found];
      point.held.span(held.length, (at, out) => denseRow(model.A1, held[at], out));
      setMask();
    },
    isActive: (i) => mask.data[i] > 0,
    *rates(d) {
      yield* point.hidden(d, hidden);
      return hidden;
    },
    project: (v) => point.held.project(v.data),
  };

  return {
    dimension: x.length,
    kernels,
    pace,
    counts,
    x,
    point,
    kinks,
    globaliser: "piecewise",
    *linearize(at) {
      if (at.at !== x.at) x.data.set(at.data);
      return yield* linearize([]);
    },
    magnitude: () => value + targets,
    *gradient(g) {
      counts.gradient++;
      yield* atPoint();
      point.loss.slope(v.data, f.data, slope.data);
      g.data.fill(0);
      yield* point.backward(slope, g);
      if (model.ridge > 0) {
        parts.trial.data.set(x.data);
        point.held.project(parts.trial.data);
        k.axpy(model.ridge, parts.trial, g);
      }
      jumps.data.fill(0);
      yield* point.jumps(slope, jumps);
    },
    *gradientSize(s) {
      yield* atPoint();
      point.loss.slopeSize(v.data, f.data, slope.data);
      s.data.fill(0);
      yield* point.sizes(slope, s);
      // |ridge x_j| is at most this, which does not vanish with x_j.
      const own = model.ridge > 0 ? Math.sqrt(2 * model.ridge * (value + targets)) : 0;
      for (let j = 0; j < s.length; j++) s.data[j] += own;
    },
    *hvp(vector, hv) {
      counts.hvp++;
      yield* atPoint();
      yield* form.hvp(vector, hv);
    },
    *hessian(H) {
      yield* atPoint();
      return yield* form.hessian(H);
    },
    majorant(H) {
      form.majorant(H);
      return true;
    },
    rowForm: parts.dense && {
      ...form.rowForm,
      *product(vector, hv, Ev, D) {
        counts.hvp++;
        yield* atPoint();
        yield* form.rowForm.product(vector, hv, Ev, D);
      },
      *weights(out) {
        yield* atPoint();
        return yield* form.rowForm.weights(out);
      },
    },
    *along(p) {
      direction.data.set(p.data);
      point.held.project(direction.data);
      if (standsAt !== 0) standsAt = Number.NaN;
      return yield* twoLayerLine(point, {
        isZero: (i) => isZero.has(i),
        evaluatedAt(t) {
          counts.value++;
          standsAt = t;
        },
        *accept(t, landed) {
          standsAt = 0;
          if (t === 0) return;
          // The rows that were on their kinks and stay there, and those that the step ends on.
          findZeros([...landed, ...zeros.filter((i) => parts.step.data[i] === 0)]);
          setMask();
          value = yield* evaluate();
        },
      });
    },
    randomStart(seed, count, out) {
      kernels.random.normal({ seed, draw: count, iteration: 0, purpose: 1 }, 0, parts.words, out);
      for (let j = 0; j < out.length; j++) out.data[j] /= sizes[j] || 1;
      // v is homogeneous in x: one evaluation tells how long x must be for an output of the wanted size.
      const wanted = START_SCALES[(count - 1) % START_SCALES.length];
      point.hiddenNow(out);
      for (let i = 0; i < n; i++) hidden.data[i] = Math.max(hidden.data[i], 0);
      point.A2.multiply(hidden, v);
      standsAt = Number.NaN;
      const size = k.norm2(v) / Math.sqrt(v.length);
      for (let j = 0; j < out.length; j++) out.data[j] *= wanted / (size || 1);
    },
    same(a, b) {
      standsAt = Number.NaN;
      const outputs = (at: Float64Array): Float64Array => {
        direction.data.set(at);
        point.hiddenNow(direction);
        for (let i = 0; i < n; i++) hidden.data[i] = Math.max(hidden.data[i], 0);
        point.A2.multiply(hidden, v);
        return v.data.slice();
      };
      const first = outputs(a);
      return outputs(b).every((vk, i) => Math.abs(vk - first[i]) <= SAME * (1 + Math.abs(vk)));
    },
    release,
    facts: () => ({
      kinks: { rows: [...evidence.rows], multipliers: [...evidence.multipliers] },
      ...(evidence.proven ? {} : { descentExcluded: false }),
    }),
  };
}
