import type { Arena, Vector } from "../../wasm/memory.js";
import type { Paced } from "../../wasm/pace.js";
import { hessianRows, type Loss } from "./loss.js";
import type { Point } from "./point.js";
import { laplacian, pairSum, pairValue, product, times, timesTransposed } from "./products.js";

/** Storage: 8 n-vectors, 10 d^2. */
export function layoutThird(n: number, d: number, arena: Arena) {
  return {
    n: Array.from({ length: 8 }, () => arena.f64(n)),
    square: Array.from({ length: 10 }, () => arena.f64(d * d)),
  };
}

export type ThirdParts = ReturnType<typeof layoutThird>;

/**
 * out <- (DH_b[q]) h, O(n d^2), after gradient(): the derivative along h of H_b q with q held fixed, by the product rule
 * through dU = -diag(z) U, dP = 2 P z P - z P - P z (z = U h) and dQ y = 4 dg(K(z)K(y)) - 2 z.Qy - 2 Q(z.y).
 * Replaces Section C.1 of the paper, none of whose ten expansions is the derivative of its term (erratum 15).
 * Rows near their hyperplane are not treated apart here: relative error about eps / s_i^3.
 */
export function* thirdProduct(
  loss: Loss,
  parts: ThirdParts,
  q: Float64Array,
  h: Float64Array,
  out: Float64Array,
): Paced<void> {
  const { point, scratch } = loss;
  const { n, d, sigma } = point;
  const [r, Nr, Kr] = [loss.r.data, loss.Nr.data, loss.Kr.data];
  const [, v, w, Qv, , y] = scratch.map((vector) => vector.data);
  const [z, rho, f, e, t, Qw, PTv, Qrv] = parts.n.map((vector) => vector.data);
  const [Kz, Kv, Kw, Krv, Kzv, Kzr, Krho, X, Y, AB] = parts.square.map((vector) => vector.data);
  const [zs, rhos, fs, es, ts, Qws, PTvs, Qrvs] = parts.n;
  const [Kzs, Kvs, Kws, Krvs, Kzvs, Kzrs, Krhos, Xs] = parts.square;
  const add = (scale: number, A: Float64Array, B: Float64Array, to: Float64Array): void => {
    product(d, A, B, Y);
    for (let k = 0; k < d * d; k++) to[k] += scale * Y[k];
  };

  yield* hessianRows(loss, q, scratch[5]);
  times(point, h, zs);
  yield* pairSum(point, zs, Kzs);
  yield* pairSum(point, scratch[1], Kvs);
  yield* pairSum(point, scratch[2], Kws);
  yield* pairValue(point, Kz, ts);
  laplacian(point, z, t, rho);
  for (let i = 0; i < n; i++) rho[i] *= -2;
  yield* pairSum(point, rhos, Krhos);
  yield* sumOf(point, z, v, ts, Kzvs);
  yield* sumOf(point, z, r, ts, Kzrs);
  yield* sumOf(point, r, v, ts, Krvs);

  // f = dQ v + Q dv with dv = -z.v
  for (let k = 0; k < d * d; k++) X[k] = -3 * Kzv[k];
  add(4, Kz, Kv, X);
  yield* pairValue(point, X, fs);
  for (let i = 0; i < n; i++) f[i] -= 2 * z[i] * Qv[i];
  // e = d(N r)
  for (let k = 0; k < d * d; k++) X[k] = 2 * Kzr[k] - Krho[k];
  add(-4, Kz, Kr, X);
  yield* pairValue(point, X, es);
  for (let i = 0; i < n; i++) e[i] += rho[i] * (r[i] + sigma[i]) + 2 * z[i] * (sigma[i] * r[i] - Nr[i]);

  yield* pairValue(point, Kw, Qws);
  X.fill(0);
  add(1, Kr, Kv, X);
  yield* pairValue(point, X, PTvs);
  // Everything of the form dg(X), and of the form Q(t) = dg(K(t)).
  for (let i = 0; i < n; i++) {
    const dw = rho[i] * v[i] - sigma[i] * z[i] * v[i] - f[i];
    t[i] = 8 * z[i] * w[i] - 4 * dw + 12 * z[i] * r[i] * v[i] - 4 * rho[i] * v[i];
  }
  yield* pairSum(point, ts, Xs);
  add(-16, Kz, Kw, X);
  add(-16, Kz, Krv, X);
  add(-24, Kr, Kzv, X);
  add(-16, Kzr, Kv, X);
  add(8, Krho, Kv, X);
  for (const [A, B, C] of [
    [Kz, Kv, Kr],
    [Kz, Kr, Kv],
    [Kr, Kz, Kv],
  ]) {
    product(d, A, B, AB);
    add(16, AB, C, X);
  }
  yield* pairValue(point, X, ts);
  yield* pairValue(point, Krv, Qrvs);
  for (let i = 0; i < n; i++) {
    const zi = z[i];
    const dw = rho[i] * v[i] - sigma[i] * zi * v[i] - f[i];
    const dy =
      t[i] +
      4 * (rho[i] * w[i] + 2 * zi * Qw[i] + sigma[i] * dw) +
      6 * (e[i] * v[i] - Nr[i] * zi * v[i]) -
      4 * (rho[i] * Qv[i] + r[i] * f[i]) +
      8 * zi * Qrv[i] -
      16 * zi * PTv[i];
    t[i] = dy - zi * y[i];
  }
  timesTransposed(point, 1, ts, out);
}

/** K <- K(x.y) */
function* sumOf(point: Point, x: Float64Array, y: Float64Array, t: Vector, K: Vector): Paced<void> {
  for (let i = 0; i < point.n; i++) t.data[i] = x[i] * y[i];
  yield* pairSum(point, t, K);
}
