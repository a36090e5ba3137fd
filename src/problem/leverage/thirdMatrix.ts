import { type Arena, slice } from "../../wasm/memory.js";
import { type Paced, passed } from "../../wasm/pace.js";
import { BLOCK } from "./engine.js";
import { doubled, inPairs, type Tensors, unpack } from "./hessian.js";
import type { Loss } from "./loss.js";
import { laplacian, mirror, pairSum, pairValue, product, times } from "./products.js";

/** Storage: 3 tensors of d^2 (d + 1) / 2, 4 d^3, 5 n-vectors, 8 d^2, for a block of rows 2 d numbers each. */
export function layoutThirdMatrix(n: number, d: number, arena: Arena) {
  return {
    pairs: Array.from({ length: 3 }, () => arena.f64(((d * (d + 1)) / 2) * d)),
    tensors: Array.from({ length: 4 }, () => arena.f64(d * d * d)),
    n: Array.from({ length: 5 }, () => arena.f64(n)),
    square: Array.from({ length: 8 }, () => arena.f64(d * d)),
    rows: Array.from({ length: 2 }, () => arena.f64(BLOCK * d)),
  };
}

export type ThirdMatrixParts = ReturnType<typeof layoutThirdMatrix>;

/**
 * out <- out + DH_b[q], both triangles, O(n d^3), after gradient(): the derivative of H_b along q, by FORMULAS-leverage 2.2
 * level 2. With v = U q, K_k = K(U_k), Kh_k = K(v.U_k), W_k = dg(4 K_k K(v) - 3 Kh_k) - 3 v.(Q U)_k and y = -2 N v,
 *
 *     Jd'J + J'Jd + B(y) + 8 a' - 4 ((R U)'W + W'(R U)) + 6 U' diag(d(N r) - 2 v.N r) U,
 *
 * B(y) the part of H_b that is linear in r, taken at y. As {@link thirdProduct} it does not treat near rows apart.
 * Overwrites point.W.
 */
export function* addThirdMatrix(
  loss: Loss,
  parts: ThirdMatrixParts,
  tensors: Tensors,
  q: Float64Array,
  out: Float64Array,
): Paced<void> {
  const { point } = loss;
  const { n, d, U, W: vU, sigma, engine } = point;
  const [r, Nr, Kr] = [loss.r.data, loss.Nr.data, loss.Kr.data];
  const [K, Kh, G] = parts.pairs;
  const [vs, , ys, , weights] = parts.n;
  const [v, Nv, y, Ny, weight] = parts.n.map((vector) => vector.data);
  const [Kvs, Kys, Kvrs, , , , , S] = parts.square;
  const [Kv, Ky, Kvr, X, KrKv, A, B] = parts.square.map((vector) => vector.data);

  times(point, q, vs);
  yield* pairSum(point, vs, Kvs);
  yield* pairValue(point, Kv, weights);
  laplacian(point, v, weight, Nv);
  for (let i = 0; i < n; i++) y[i] = -2 * Nv[i];
  yield* pairSum(point, ys, Kys);
  yield* pairValue(point, Ky, weights);
  laplacian(point, y, weight, Ny);
  for (let i = 0; i < n; i++) weight[i] = v[i] * r[i];
  yield* pairSum(point, weights, Kvrs);
  product(d, Kr, Kv, KrKv);
  // d(N r) = y.r + N y - dQ r, without N y, which B(y) brings; and the rest of what multiplies U U'.
  for (let k = 0; k < d * d; k++) A[k] = 2 * Kvr[k] - 4 * KrKv[k];
  yield* pairValue(point, A, weights);
  for (let i = 0; i < n; i++) {
    weight[i] += y[i] * r[i] + 2 * v[i] * (sigma[i] * r[i] - Nr[i]) + Ny[i] - 2 * v[i] * Nr[i];
  }

  for (let i = 0, at = 0; i < n; i++) for (let k = 0; k < d; k++, at++) vU[at] = v[i] * U[at];
  const every = new Int32Array(0);
  K.data.fill(0);
  Kh.data.fill(0);
  yield* inPairs(point, tensors, every, (_, __, block) => {
    block.add(point.parts.U, K);
    block.add(point.parts.W, Kh);
  });
  const [Kfull, Khfull, KR, rest] = parts.tensors.map((vector) => vector.data);
  unpack(d, K.data, Kfull);
  unpack(d, Kh.data, Khfull);
  const square = d * d;
  const part = (T: Float64Array, k: number): Float64Array => T.subarray(k * square, (k + 1) * square);
  for (let k = 0; k < d; k++) {
    product(d, part(Kfull, k), Kv, A);
    for (let a = 0, p = k; a < d; a++) {
      for (let c = a; c < d; c++, p += d) G.data[p] = 2 * (A[a * d + c] + A[c * d + a]) - 3 * Kh.data[p];
    }
  }
  yield* passed(engine.pace, square * square);

  doubled(d, K, K);
  doubled(d, G, G);
  const [J, Jd] = parts.rows;
  const { q: QU, e: W } = tensors;
  S.data.fill(0);
  yield* inPairs(point, tensors, every, (from, to, block) => {
    block.apply(K, QU);
    block.apply(G, W);
    for (let i = from, at = from * d, k = 0; i < to; i++) {
      for (let j = 0; j < d; j++, at++, k++) {
        const u = U[at];
        const w = W.data[k] - 3 * v[i] * QU.data[k];
        J.data[k] = -2 * (sigma[i] * u - QU.data[k]);
        Jd.data[k] = 2 * w + 2 * v[i] * QU.data[k] + (4 * Nv[i] + 2 * sigma[i] * v[i]) * u;
        W.data[k] = 6 * weight[i] * u - 8 * (y[i] * QU.data[k] + r[i] * w);
      }
    }
    const rows = { rows: to - from, columns: d };
    const S2 = { rows: d, columns: d, data: S };
    const { product } = engine.kernels;
    product.multiply("TN", { ...rows, data: J }, { ...rows, data: Jd }, S2, tensors.pack, { scale: 2, add: true });
    const Ub = { ...rows, data: slice(point.parts.U, from * d, to * d) };
    product.multiply("TN", Ub, { ...rows, data: W }, S2, tensors.pack, { add: true });
  });
  for (let j = 0; j < d; j++) {
    for (let k = j; k < d; k++) out[j * d + k] += 0.5 * (S.data[j * d + k] + S.data[k * d + j]);
  }

  // 8 tr(K_j K(y) K_k) + 8 a', with X = -2 K(v.r) + 2 (K(v)K(r) + K(r)K(v)).
  for (let a = 0; a < d; a++) {
    for (let c = 0; c < d; c++) {
      X[a * d + c] = Ky[a * d + c] - 2 * Kvr[a * d + c] + 2 * (KrKv[a * d + c] + KrKv[c * d + a]);
    }
  }
  for (let j = 0; j < d; j++) {
    // rest_j = K_j X - 3 Kh_j K(r) + 2 K(v) K_j K(r), KR_j = K_j K(r)
    product(d, part(Kfull, j), Kr, part(KR, j));
    product(d, part(Kfull, j), X, part(rest, j));
    product(d, part(Khfull, j), Kr, A);
    product(d, Kv, part(KR, j), B);
    for (let e = 0; e < square; e++) rest[j * square + e] += 2 * B[e] - 3 * A[e];
    for (let k = 0; k < d; k++) {
      if (k < j) continue;
      let trace = 0;
      for (let a = 0; a < d; a++) {
        for (let c = 0; c < d; c++) {
          const back = k * square + c * d + a;
          trace += rest[j * square + a * d + c] * Kfull[back] - 3 * KR[j * square + a * d + c] * Khfull[back];
        }
      }
      out[j * d + k] += 8 * trace;
    }
    yield* passed(engine.pace, 6 * square * d);
  }
  mirror(d, out);
}
