import type { Arena } from "../../wasm/memory.js";
import { inSlices, type Paced, passed } from "../../wasm/pace.js";
import type { Loss } from "./loss.js";
import { laplacian, pairSum, pairValue, product, times } from "./products.js";

/** Storage: 3 tensors of d^2 (d + 1) / 2, 4 d^3, 5 n-vectors, 7 d^2, 3 d numbers. */
export function layoutThirdMatrix(n: number, d: number, arena: Arena) {
  return {
    pairs: Array.from({ length: 3 }, () => arena.f64(((d * (d + 1)) / 2) * d)),
    tensors: Array.from({ length: 4 }, () => arena.f64(d * d * d)),
    n: Array.from({ length: 5 }, () => arena.f64(n)),
    square: Array.from({ length: 7 }, () => arena.f64(d * d)),
    rows: arena.f64(3 * d),
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
 */
export function* addThirdMatrix(loss: Loss, parts: ThirdMatrixParts, q: Float64Array, out: Float64Array): Paced<void> {
  const { point, r, Nr, Kr } = loss;
  const { n, d, U, Z, sigma, pace } = point;
  const [K, Kh, G] = parts.pairs.map((vector) => vector.data);
  const [v, Nv, y, Ny, weight] = parts.n.map((vector) => vector.data);
  const [Kv, Ky, Kvr, X, KrKv, A, B] = parts.square.map((vector) => vector.data);
  const QU = parts.rows.data.subarray(0, d);
  const W = parts.rows.data.subarray(d, 2 * d);
  const Jd = parts.rows.data.subarray(2 * d, 3 * d);

  times(point, q, v);
  yield* pairSum(point, v, Kv);
  yield* pairValue(point, Kv, weight);
  laplacian(point, v, weight, Nv);
  for (let i = 0; i < n; i++) y[i] = -2 * Nv[i];
  yield* pairSum(point, y, Ky);
  yield* pairValue(point, Ky, weight);
  laplacian(point, y, weight, Ny);
  for (let i = 0; i < n; i++) weight[i] = v[i] * r[i];
  yield* pairSum(point, weight, Kvr);
  product(d, Kr, Kv, KrKv);
  // d(N r) = y.r + N y - dQ r, without N y, which B(y) brings; and the rest of what multiplies U U'.
  for (let k = 0; k < d * d; k++) A[k] = 2 * Kvr[k] - 4 * KrKv[k];
  yield* pairValue(point, A, weight);
  for (let i = 0; i < n; i++) {
    weight[i] += y[i] * r[i] + 2 * v[i] * (sigma[i] * r[i] - Nr[i]) + Ny[i] - 2 * v[i] * Nr[i];
  }

  K.fill(0);
  Kh.fill(0);
  yield* inSlices(pace, n, d * d * d, (from, to) => {
    for (let i = from; i < to; i++) {
      const row = i * d;
      for (let a = 0, p = 0; a < d; a++) {
        for (let c = a; c < d; c++, p += d) {
          const t = Z[row + a] * Z[row + c];
          const tv = t * v[i];
          for (let k = 0; k < d; k++) {
            K[p + k] += t * U[row + k];
            Kh[p + k] += tv * U[row + k];
          }
        }
      }
    }
  });
  const [Kfull, Khfull, KR, rest] = parts.tensors.map((vector) => vector.data);
  unpack(d, K, Kfull);
  unpack(d, Kh, Khfull);
  const square = d * d;
  const slice = (T: Float64Array, k: number): Float64Array => T.subarray(k * square, (k + 1) * square);
  for (let k = 0; k < d; k++) {
    product(d, slice(Kfull, k), Kv, A);
    for (let a = 0, p = 0; a < d; a++) {
      for (let c = a; c < d; c++, p += d) G[p + k] = 2 * (A[a * d + c] + A[c * d + a]) - 3 * Kh[p + k];
    }
  }
  yield* passed(pace, square * square);

  yield* inSlices(pace, n, 2 * d * d * d, (from, to) => {
    for (let i = from; i < to; i++) {
      const row = i * d;
      QU.fill(0);
      W.fill(0);
      for (let a = 0, p = 0; a < d; a++) {
        for (let c = a; c < d; c++, p += d) {
          const t = (a === c ? 1 : 2) * Z[row + a] * Z[row + c];
          for (let k = 0; k < d; k++) {
            QU[k] += t * K[p + k];
            W[k] += t * G[p + k];
          }
        }
      }
      for (let k = 0; k < d; k++) {
        W[k] -= 3 * v[i] * QU[k];
        Jd[k] = 2 * W[k] + 2 * v[i] * QU[k] + (4 * Nv[i] + 2 * sigma[i] * v[i]) * U[row + k];
      }
      for (let j = 0; j < d; j++) {
        const u = U[row + j];
        const J = -2 * (sigma[i] * u - QU[j]);
        for (let k = j; k < d; k++) {
          const uk = U[row + k];
          const Jk = -2 * (sigma[i] * uk - QU[k]);
          out[j * d + k] +=
            Jd[j] * Jk +
            J * Jd[k] -
            4 * y[i] * (u * QU[k] + QU[j] * uk) -
            4 * r[i] * (u * W[k] + W[j] * uk) +
            6 * weight[i] * u * uk;
        }
      }
    }
  });

  // 8 tr(K_j K(y) K_k) + 8 a', with X = -2 K(v.r) + 2 (K(v)K(r) + K(r)K(v)).
  for (let a = 0; a < d; a++) {
    for (let c = 0; c < d; c++) {
      X[a * d + c] = Ky[a * d + c] - 2 * Kvr[a * d + c] + 2 * (KrKv[a * d + c] + KrKv[c * d + a]);
    }
  }
  for (let j = 0; j < d; j++) {
    // rest_j = K_j X - 3 Kh_j K(r) + 2 K(v) K_j K(r), KR_j = K_j K(r)
    product(d, slice(Kfull, j), Kr, slice(KR, j));
    product(d, slice(Kfull, j), X, slice(rest, j));
    product(d, slice(Khfull, j), Kr, A);
    product(d, Kv, slice(KR, j), B);
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
    yield* passed(pace, 6 * square * d);
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) out[j * d + k] = out[k * d + j];
}

/** The d symmetric matrices of a tensor of pairs. */
function unpack(d: number, pairs: Float64Array, full: Float64Array): void {
  for (let a = 0, p = 0; a < d; a++) {
    for (let c = a; c < d; c++, p += d) {
      for (let k = 0; k < d; k++) {
        full[k * d * d + a * d + c] = pairs[p + k];
        full[k * d * d + c * d + a] = pairs[p + k];
      }
    }
  }
}
