import type { Arena } from "../../wasm/memory.js";
import type { Paced } from "../../wasm/pace.js";
import type { Engine } from "./engine.js";
import { cellOf, condition, errorPerNoise, IN_RANGE } from "./facts.js";
import { hessian, laplacianU, layoutTensors } from "./hessian.js";
import { evaluate, gradient, hessianProduct, layoutLoss, lossAt, timesLaplacian } from "./loss.js";
import { dikin, reachOf } from "./metric.js";
import type { Facts, Model } from "./model.js";
import { laplacianDiagonal, times, timesTransposed, weightedGram } from "./products.js";
import { layoutStart, scoreStart, structureOfRows } from "./scoreStart.js";
import type { Scores } from "./scores.js";
import type { Structure } from "./structure.js";

/** Storage: the loss, the tensors of H_b, the global start, an n-vector, 2 d^2, d numbers. */
export function layoutScoreModel(n: number, d: number, arena: Arena) {
  return {
    loss: layoutLoss(n, d, arena),
    tensors: layoutTensors(d, arena),
    g: arena.f64(d),
    weight: arena.f64(n),
    M: arena.f64(d * d),
    JJ: arena.f64(d * d),
    start: layoutStart(n, d, arena),
  };
}

/** Condition of J'J beyond which x is not determined. */
const SINGULAR = 1e13;

export type ScoreModelParts = ReturnType<typeof layoutScoreModel>;

/** What leverageInversion is given besides A and b: checked. */
export interface ScoreTarget {
  readonly tau: Float64Array;
  readonly signs?: Float64Array;
}

/** F = L_b = 0.5 |sigma(x) - tau|^2, J = -2 N U. */
export function scoreModel(scores: Scores, { tau, signs }: ScoreTarget, parts: ScoreModelParts, engine: Engine): Model {
  const { n, d } = scores;
  const loss = lossAt(scores, tau, parts.loss, engine);
  const { point } = loss;
  const r = loss.r.data;
  const { tensors, weight, JJ, M } = parts;
  const [, y, z] = loss.scratch;
  let value = Number.NaN;
  let fresh = false;
  let sloped = false;
  let structure: { rows: Structure; extended: Structure } | undefined;

  function* prepared(): Paced<void> {
    if (fresh) return;
    yield* gradient(loss, parts.g.data);
    if (!Number.isFinite(value)) parts.g.data.fill(Number.NaN);
    fresh = true;
  }
  /** point.W <- N U, once a point. */
  function* slopes(): Paced<void> {
    if (!sloped) yield* laplacianU(point, tensors);
    sloped = true;
  }
  function* normal(out: Float64Array): Paced<void> {
    yield* slopes();
    weight.data.fill(4);
    yield* weightedGram(point, point.parts.W, weight, JJ);
    out.set(JJ.data);
  }

  return {
    dimension: d,
    residuals: n,
    *move(x) {
      point.x.set(x);
      fresh = false;
      sloped = false;
      value = yield* evaluate(loss);
      if (!Number.isFinite(value)) undefinedAt(point.sigma, r, point.U, point.Z);
      return value;
    },
    value: () => value,
    predict: (out) => out.set(point.sigma),
    *gradient(out) {
      yield* prepared();
      out.set(parts.g.data);
    },
    *hvp(v, out) {
      yield* prepared();
      yield* hessianProduct(loss, v, out);
    },
    *hessian(out) {
      yield* prepared();
      sloped = false;
      yield* hessian(loss, tensors, out);
      sloped = true;
    },
    residual: (out) => out.set(r),
    *jacobian(out) {
      yield* slopes();
      for (let k = 0; k < n * d; k++) out[k] = -2 * point.W[k];
    },
    *jvp(v, out) {
      times(point, v, y);
      yield* timesLaplacian(loss, y, z.data);
      for (let i = 0; i < n; i++) out[i] = -2 * z.data[i];
    },
    // -2 U'N u
    *vjp(u, out) {
      y.data.set(u);
      yield* timesLaplacian(loss, y, z.data);
      timesTransposed(point, -2, z, out);
    },
    normal,
    *metric(out) {
      yield* dikin(point, weight, M);
      out.set(M.data);
    },
    // 4 U'diag(N_ii)^2 U for J'J = 4 U'N^2 U: the diagonal alone (FORMULAS-leverage 2.2).
    surrogate(out) {
      laplacianDiagonal(point, out);
      for (let i = 0; i < n; i++) out[i] = scores.rowSize[i] > 0 ? (2 * out[i]) / point.s[i] : 0;
      for (let i = 0; i < n; i++) out[i] *= out[i];
    },
    // |J|'(sigma + |tau|), the sizes of what r is the difference of.
    *gradientSize(out) {
      yield* slopes();
      out.fill(0, 0, d);
      for (let i = 0; i < n; i++) {
        const size = point.sigma[i] + Math.abs(tau[i]);
        for (let j = 0; j < d; j++) out[j] += 2 * Math.abs(point.W[i * d + j]) * size;
      }
    },
    magnitude() {
      let squares = 0;
      for (let i = 0; i < n; i++) squares += tau[i] * tau[i];
      return value + 0.5 * squares;
    },
    reach: (step) => reachOf(point, step),
    *start(x) {
      yield* scoreStart(point, tau, signs, parts.start, x);
    },
    *facts(): Paced<Facts> {
      if (!Number.isFinite(value)) return {};
      structure ??= {
        rows: structureOfRows(scores, false, parts.start.V.data),
        extended: structureOfRows(scores, true, parts.start.V.data),
      };
      yield* dikin(point, weight, M);
      yield* normal(JJ.data);
      // J'J squares the condition of J.
      const squared = condition(d, M.data, JJ.data);
      const offsetInRange = scores.offRange < IN_RANGE;
      // With b in range(A) the scores are the same along a ray, which a ratio of singular values cannot show where d = 1.
      const determined = squared < SINGULAR && !offsetInRange;
      let residual = 0;
      for (let i = 0; i < n; i++) residual = Math.max(residual, Math.abs(r[i]));
      return {
        residual,
        condition: Math.sqrt(squared),
        errorPerNoise: determined ? errorPerNoise(d, JJ.data) : Number.MAX_VALUE,
        components: structure.rows.count,
        coloops: structure.rows.coloops,
        offsetInRange,
        determined,
        uniqueInOtherCells: n >= d + 2 && structure.extended.count === 1 && !offsetInRange,
        cell: cellOf(point),
      };
    },
  };
}

/** Where nothing is defined every number is NaN. */
export function undefinedAt(...arrays: Float64Array[]): void {
  for (const array of arrays) array.fill(Number.NaN);
}
