import type { Arena, Vector } from "../../wasm/memory.js";
import type { Paced } from "../../wasm/pace.js";
import type { Engine } from "./engine.js";
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
  readonly r: Vector;
  /** N r */
  readonly Nr: Vector;
  /** K(r) = Z' diag(r) Z */
  readonly Kr: Vector;
  readonly scratch: readonly Vector[];
  readonly square: readonly Vector[];
}

export function lossAt(scores: Scores, tau: Float64Array, parts: LossParts, engine: Engine): Loss {
  const [r, Nr, ...scratch] = parts.n;
  const [Kr, ...square] = parts.square;
  return { point: pointAt(scores, parts.point, engine), tau, r, Nr, Kr, scratch, square };
}

/** Moves to point.x and returns L_b there; Infinity where it is not defined. */
export function* evaluate({ point, tau, r }: Loss): Paced<number> {
  if (!(yield* factorise(point))) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < point.n; i++) {
    const off = point.sigma[i] - tau[i];
    r.data[i] = off;
    sum += off * off;
  }
  return 0.5 * sum;
}

/** g <- -2 U'N r, the gradient (Lemma B.10 of the paper with p = sigma - tau); fills N r and K(r) for what follows. */
export function* gradient(loss: Loss, g: Float64Array): Paced<void> {
  const { point, r, Nr, Kr, scratch } = loss;
  yield* pairSum(point, r, Kr);
  yield* pairValue(point, Kr.data, scratch[0]);
  laplacian(point, r.data, scratch[0].data, Nr.data);
  timesTransposed(point, -2, Nr, g);
}

/** out <- N y. Uses scratch 0 and square 0. */
export function* timesLaplacian({ point, scratch, square }: Loss, y: Vector, out: Float64Array): Paced<void> {
  yield* pairSum(point, y, square[0]);
  yield* pairValue(point, square[0].data, scratch[0]);
  laplacian(point, y.data, scratch[0].data, out);
}

/**
 * out <- H_b h, O(n d^2), after gradient(): with v = U h, w = N v,
 * U'{4 N w + 6 (N r).v - 4 r.(Q v) - 4 Q(r.v) + 8 dg(K(r) K(v))}. Replaces Lemma B.13, whose terms do not add up to it
 * (errata 10-14).
 */
export function* hessianProduct(loss: Loss, h: ArrayLike<number>, out: Float64Array): Paced<void> {
  const y = loss.scratch[5];
  yield* hessianRows(loss, h, y);
  timesTransposed(loss.point, 1, y, out);
}

/** y <- the braces above, so that H_b h = U'y; v stays in scratch 1, w = N v in scratch 2, Q v in scratch 3. */
export function* hessianRows(loss: Loss, h: ArrayLike<number>, y: Vector): Paced<void> {
  const { point, Kr, scratch, square } = loss;
  const { n, d, near, nearP, sigma } = point;
  const [K, X] = square;
  times(point, h, scratch[1]);
  yield* pairSum(point, scratch[1], K);
  yield* pairValue(point, K.data, scratch[3]);
  const [Qx, v, w, Qv, x] = scratch.map((vector) => vector.data);
  laplacian(point, v, Qv, w);
  product(d, Kr.data, K.data, X.data);
  const [r, Nr, out] = [loss.r.data, loss.Nr.data, y.data];
  for (let i = 0; i < n; i++) x[i] = w[i] + r[i] * v[i];
  yield* pairSum(point, scratch[4], K);
  for (let k = 0; k < d * d; k++) X.data[k] = 8 * X.data[k] - 4 * K.data[k];
  yield* pairValue(point, X.data, scratch[0]);
  for (let i = 0; i < n; i++) out[i] = 4 * sigma[i] * w[i] + 6 * Nr[i] * v[i] - 4 * r[i] * Qv[i] + Qx[i];
  for (let k = 0; k < near.length; k++) {
    const f = near[k];
    couplings(loss, k, x);
    let sum = 0;
    for (let j = 0; j < n; j++) {
      const p = nearP[k * n + j];
      sum += 4 * p * p * (w[f] - w[j]) + x[j] * v[j];
    }
    out[f] = sum;
  }
}

/**
 * out_j <- row near[k] of 8 P.(P R P) - 4 (R Q + Q R) + 6 diag(N r): every entry of the size s_f^2 that it has, where the
 * terms one by one are of size 1.
 */
export function couplings(loss: Loss, k: number, out: Float64Array): void {
  const { point } = loss;
  const [r, Nr, Kr] = [loss.r.data, loss.Nr.data, loss.Kr.data];
  const { n, d, Z, sigma, near, nearP } = point;
  const f = near[k];
  const t = loss.square[0].data.subarray(0, d);
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
