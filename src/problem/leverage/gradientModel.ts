import type { Arena } from "../../wasm/memory.js";
import type { Paced } from "../../wasm/pace.js";
import type { Engine } from "./engine.js";
import { cellOf, condition, dualLength, IN_RANGE } from "./facts.js";
import { hessian, layoutTensors } from "./hessian.js";
import { evaluate, gradient, hessianProduct, layoutLoss, lossAt } from "./loss.js";
import { dikin, reachOf } from "./metric.js";
import type { Facts, Model } from "./model.js";
import { undefinedAt } from "./scoreModel.js";
import { readRow, type Scores } from "./scores.js";
import { layoutThird, thirdProduct } from "./third.js";
import { addThirdMatrix, layoutThirdMatrix } from "./thirdMatrix.js";

/** Storage: the loss, the tensors of H_b and of DH_b, an n-vector, 2 d^2, 4 d numbers. */
export function layoutGradientModel(n: number, d: number, arena: Arena) {
  return {
    loss: layoutLoss(n, d, arena),
    tensors: layoutTensors(d, arena),
    third: layoutThird(n, d, arena),
    thirdMatrix: layoutThirdMatrix(n, d, arena),
    H: arena.f64(d * d),
    M: arena.f64(d * d),
    weight: arena.f64(n),
    d: Array.from({ length: 4 }, () => arena.f64(d)),
  };
}

/** |g - c| up to here, where |c| is 1 or less, is a root; else relative to |c|. */
const ROOT = 1e-10;
/** The same in the dual of the Dikin metric, whatever the scale of x. */
const FAR = 1e-7;
/** Condition of H_b beyond which a root is not isolated. */
const SINGULAR = 1e13;

export type GradientModelParts = ReturnType<typeof layoutGradientModel>;

/** What leverageGradientInversion is given besides the scores: checked. */
export interface GradientTarget {
  readonly tau: Float64Array;
  readonly c: Float64Array;
  /** Undefined for no regulariser. */
  readonly w?: Float64Array;
}

/** F = 0.5 |q|^2 + 0.5 |w.(A x)|^2, q = grad L_b - c, J = [H_b; diag(w) A]. */
export function gradientModel(
  scores: Scores,
  target: GradientTarget,
  parts: GradientModelParts,
  engine: Engine,
): Model {
  const { A, n, d } = scores;
  const { tau, c, w } = target;
  const loss = lossAt(scores, tau, parts.loss, engine);
  const { point } = loss;
  const { weight, M } = parts;
  const H = parts.H.data;
  const [q, a, once, twice] = parts.d.map((v) => v.data);
  let value = Number.NaN;
  let known = false;

  /** H_b at the current point, computed once. */
  function* curvature(): Paced<Float64Array> {
    if (!known) yield* hessian(loss, parts.tensors, H);
    known = true;
    return H;
  }
  /** visit(i, w_i^2 (A v)_i) with row i in `a`. */
  const regulariser = (v: ArrayLike<number>, visit: (i: number, z: number) => void): void => {
    if (!w) return;
    for (let i = 0; i < n; i++) {
      if (w[i] === 0) continue;
      readRow(A, i, a);
      let z = 0;
      for (let j = 0; j < d; j++) z += a[j] * v[j];
      visit(i, z);
    }
  };
  const addRegulariser = (v: ArrayLike<number>, out: Float64Array): void =>
    regulariser(v, (i, z) => {
      for (let j = 0; j < d; j++) out[j] += w![i] * w![i] * z * a[j];
    });
  const addRegulariserMatrix = (out: Float64Array): void =>
    regulariser(point.x, (i) => {
      for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) out[j * d + k] += w![i] * w![i] * a[j] * a[k];
    });
  /** t_j <- |c_j| + sum_i |U_ij| (a bound of |N|(sigma + |tau|))_i, twice: the sizes of what q_j is the difference of. */
  const termSizes = (t: Float64Array): void => {
    const { sigma, U } = point;
    for (let j = 0; j < d; j++) t[j] = Math.abs(c[j]);
    for (let i = 0; i < n; i++) {
      const size = 4 * sigma[i] * Math.abs(1 - sigma[i]) * (sigma[i] + Math.abs(tau[i]));
      for (let j = 0; j < d; j++) t[j] += Math.abs(U[i * d + j]) * size;
    }
  };

  return {
    dimension: d,
    residuals: d + (w ? n : 0),
    *move(x) {
      point.x.set(x);
      known = false;
      value = yield* evaluate(loss);
      if (!Number.isFinite(value)) {
        undefinedAt(point.sigma, loss.r.data, point.U, point.Z, q, loss.Nr.data);
        return value;
      }
      yield* gradient(loss, q);
      value = 0;
      for (let j = 0; j < d; j++) {
        q[j] -= c[j];
        value += 0.5 * q[j] * q[j];
      }
      regulariser(x, (i, z) => {
        value += 0.5 * w![i] * w![i] * z * z;
      });
      return value;
    },
    value: () => value,
    predict(out) {
      for (let j = 0; j < d; j++) out[j] = q[j] + c[j];
    },
    *gradient(out) {
      yield* hessianProduct(loss, q, out);
      addRegulariser(point.x, out);
    },
    *hvp(v, out) {
      yield* hessianProduct(loss, v, once);
      yield* hessianProduct(loss, once, twice);
      yield* thirdProduct(loss, parts.third, q, v, out);
      for (let j = 0; j < d; j++) out[j] += twice[j];
      addRegulariser(v, out);
    },
    *hessian(out) {
      out.fill(0, 0, d * d);
      addSquare(d, yield* curvature(), out);
      yield* addThirdMatrix(loss, parts.thirdMatrix, parts.tensors, q, out);
      addRegulariserMatrix(out);
    },
    residual(out) {
      out.set(q);
      regulariser(point.x, (i, z) => {
        out[d + i] = w![i] * z;
      });
    },
    *jacobian(out) {
      out.fill(0);
      out.set(yield* curvature());
      regulariser(point.x, (i) => {
        for (let j = 0; j < d; j++) out[(d + i) * d + j] = w![i] * a[j];
      });
    },
    *jvp(v, out) {
      out.fill(0);
      yield* hessianProduct(loss, v, out.subarray(0, d));
      regulariser(v, (i, z) => {
        out[d + i] = w![i] * z;
      });
    },
    *vjp(u, out) {
      once.set(u.subarray(0, d));
      yield* hessianProduct(loss, once, out);
      regulariser(point.x, (i) => {
        for (let j = 0; j < d; j++) out[j] += w![i] * u[d + i] * a[j];
      });
    },
    *normal(out) {
      out.fill(0, 0, d * d);
      addSquare(d, yield* curvature(), out);
      addRegulariserMatrix(out);
    },
    *metric(out) {
      yield* dikin(point, weight, M);
      out.set(M.data);
    },
    *gradientSize(out) {
      termSizes(once);
      const Hb = yield* curvature();
      out.fill(0, 0, d);
      for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) out[j] += Math.abs(Hb[j * d + k]) * once[k];
      // Of a_i'x too the terms count: a single row's product may vanish as a whole.
      regulariser(point.x, (i) => {
        let size = 0;
        for (let j = 0; j < d; j++) size += Math.abs(a[j] * point.x[j]);
        for (let j = 0; j < d; j++) out[j] += w![i] * w![i] * size * Math.abs(a[j]);
      });
    },
    magnitude() {
      termSizes(once);
      let squares = 0;
      for (let j = 0; j < d; j++) squares += once[j] * once[j];
      return value + 0.5 * squares;
    },
    reach: (step) => reachOf(point, step),
    *facts(): Paced<Facts> {
      if (!Number.isFinite(value)) return {};
      yield* dikin(point, weight, M);
      const length = (v: Float64Array): number => Math.sqrt(v.reduce((sum, vj) => sum + vj * vj, 0));
      const residual = length(q);
      const dual = dualLength(d, M.data, q);
      // g falls like 1 / |x| towards infinity, where it is no smaller in the metric.
      const root = residual <= ROOT * Math.max(1, length(c)) && dual <= FAR;
      const ratio = condition(d, M.data, yield* curvature());
      const offsetInRange = scores.offRange < IN_RANGE;
      const facts = { residual, condition: ratio, offsetInRange, cell: cellOf(point) };
      if (w) return facts;
      // Beside the roots every stationary point has a singular H_b: H_b q = 0.
      return root ? { ...facts, root, determined: ratio < SINGULAR } : { ...facts, root };
    },
  };
}

/** out <- out + H H for a symmetric H, both triangles the same bits. */
function addSquare(d: number, H: Float64Array, out: Float64Array): void {
  for (let j = 0; j < d; j++) {
    for (let k = j; k < d; k++) {
      let sum = 0;
      for (let l = 0; l < d; l++) sum += H[j * d + l] * H[k * d + l];
      out[j * d + k] += sum;
      if (k > j) out[k * d + j] += sum;
    }
  }
}
