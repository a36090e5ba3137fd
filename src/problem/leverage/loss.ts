import type { Arena } from "../../wasm/memory.js";
import type { Pace, Paced } from "../../wasm/pace.js";
import { factorise, layoutPoint, type Point, pointAt } from "./point.js";
import { laplacian, pairSum, pairValue, product, times, timesTransposed } from "./products.js";
import type { Scores } from "./scores.js";

/** Storage: the point, 8 n-vectors, 3 d^2. */
export function layoutLoss(n: number, d: number, arena: Arena) {
  return {
    point: layoutPoint(n, d, arena),
    n: Array.from({ length: 8 }, () => arena.f64(n)),
    square: Array.from({ length: 3 }, () => arena.f64(d * d)),
  };
}

export type LossParts = ReturnType<typeof layoutLoss>;

/** L_b = 0.5 |sigma - tau|^2 at a point. */
export interface Loss {
  readonly point: Point;
  readonly tau: Float64Array;
  /** sigma - tau */
  readonly r: Float64Array;
  /** N r */
  readonly Nr: Float64Array;
  /** K(r) = Z' diag(r) Z */
  readonly Kr: Float64Array;
  readonly scratch: readonly Float64Array[];
  readonly square: readonly Float64Array[];
}

export function lossAt(scores: Scores, tau: Float64Array, parts: LossParts, pace: Pace): Loss {
  const [r, Nr, ...scratch] = parts.n.map((v) => v.data);
  const [Kr, ...square] = parts.square.map((v) => v.data);
  return { point: pointAt(scores, parts.point, pace), tau, r, Nr, Kr, scratch, square };
}

/** Moves to point.x and returns L_b there; Infinity where it is not defined. */
export function* evaluate({ point, tau, r }: Loss): Paced<number> {
  if (!(yield* factorise(point))) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < point.n; i++) {
    r[i] = point.sigma[i] - tau[i];
    sum += r[i] * r[i];
  }
  return 0.5 * sum;
}

/** g <- -2 U'N r, the gradient (Lemma B.10 of the paper with p = sigma - tau); fills N r and K(r) for what follows. */
export function* gradient(loss: Loss, g: Float64Array): Paced<void> {
  const { point, r, Nr, Kr, scratch } = loss;
  yield* pairSum(point, r, Kr);
  yield* pairValue(point, Kr, scratch[0]);
  laplacian(point, r, scratch[0], Nr);
  timesTransposed(point, -2, Nr, g);
}

/** out <- N y. Uses scratch 0 and square 0. */
export function* timesLaplacian({ point, scratch, square }: Loss, y: Float64Array, out: Float64Array): Paced<void> {
  yield* pairSum(point, y, square[0]);
  yield* pairValue(point, square[0], scratch[0]);
  laplacian(point, y, scratch[0], out);
}

/**
 * out <- H_b h, O(n d^2), after gradient(): with v = U h, w = N v,
 * U'{4 N w + 6 (N r).v - 4 r.(Q v) - 4 Q(r.v) + 8 dg(K(r) K(v))}. Replaces Lemma B.13, whose terms do not add up to it
 * (errata 10-14).
 */
export function* hessianProduct(loss: Loss, h: Float64Array, out: Float64Array): Paced<void> {
  const y = loss.scratch[5];
  yield* hessianRows(loss, h, y);
  timesTransposed(loss.point, 1, y, out);
}

/** y <- the braces above, so that H_b h = U'y; v stays in scratch 1, w = N v in scratch 2, Q v in scratch 3. */
export function* hessianRows(loss: Loss, h: Float64Array, y: Float64Array): Paced<void> {
  const { point, r, Nr, Kr, scratch, square } = loss;
  const { n, d, near } = point;
  const [Qx, v, w, Qv, x] = scratch;
  const [K, X] = square;
  times(point, h, v);
  yield* pairSum(point, v, K);
  yield* pairValue(point, K, Qv);
  laplacian(point, v, Qv, w);
  product(d, Kr, K, X);
  for (let i = 0; i < n; i++) x[i] = w[i] + r[i] * v[i];
  yield* pairSum(point, x, K);
  for (let k = 0; k < d * d; k++) X[k] = 8 * X[k] - 4 * K[k];
  yield* pairValue(point, X, Qx);
  for (let i = 0; i < n; i++) y[i] = 4 * point.sigma[i] * w[i] + 6 * Nr[i] * v[i] - 4 * r[i] * Qv[i] + Qx[i];
  for (let k = 0; k < near.length; k++) {
    const f = near[k];
    couplings(loss, k, x);
    let sum = 0;
    for (let j = 0; j < n; j++) {
      const p = point.nearP[k * n + j];
      sum += 4 * p * p * (w[f] - w[j]) + x[j] * v[j];
    }
    y[f] = sum;
  }
}

/**
 * out_j <- row near[k] of 8 P.(P R P) - 4 (R Q + Q R) + 6 diag(N r): every entry of the size s_f^2 that it has, where the
 * terms one by one are of size 1.
 */
export function couplings(loss: Loss, k: number, out: Float64Array): void {
  const { point, r, Nr, Kr, square } = loss;
  const { n, d, Z, sigma, near, nearP } = point;
  const f = near[k];
  const t = square[0].subarray(0, d);
  t.fill(0);
  for (let a = 0; a < d; a++) for (let c = 0; c < d; c++) t[c] += Z[f * d + a] * Kr[a * d + c];
  for (let j = 0; j < n; j++) {
    const p = nearP[k * n + j];
    let T = 0;
    for (let c = 0; c < d; c++) T += t[c] * Z[j * d + c];
    out[j] = p * (8 * T - 4 * (r[f] + r[j]) * p);
  }
  out[f] = (6 - 8 * sigma[f]) * Nr[f];
}
