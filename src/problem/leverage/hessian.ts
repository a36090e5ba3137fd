import type { Arena } from "../../wasm/memory.js";
import { inSlices, type Paced } from "../../wasm/pace.js";
import { couplings, type Loss } from "./loss.js";
import type { Point } from "./point.js";
import { product } from "./products.js";

/** Storage: d^2 (d + 1) / 2 for the tensor K_k, 2 d^3 for it unpacked and times K(r), 2 d numbers. */
export function layoutTensors(d: number, arena: Arena) {
  return {
    pairs: arena.f64(((d * (d + 1)) / 2) * d),
    K: arena.f64(d * d * d),
    KR: arena.f64(d * d * d),
    rows: arena.f64(2 * d),
  };
}

export type Tensors = ReturnType<typeof layoutTensors>;

/**
 * point.W <- N U, n x d (the Jacobian of sigma is J = -2 N U), and pairs <- K_k = K(U_k) over the rows that are not near,
 * entry (a, c) with a <= c by k. `visit` is given each of those rows' products with Q over the same rows.
 */
export function* laplacianU(
  point: Point,
  { pairs, rows }: Tensors,
  visit?: (i: number, q: Float64Array) => void,
): Paced<void> {
  const { n, d, U, Z, W, sigma, near, nearP, pace } = point;
  const isNear = new Set<number>(near);
  const K = pairs.data;
  const q = rows.data.subarray(0, d);
  K.fill(0);
  const sum = (i: number): void => {
    const row = i * d;
    for (let a = 0, p = 0; a < d; a++) {
      for (let c = a; c < d; c++, p += d) {
        const t = Z[row + a] * Z[row + c];
        for (let k = 0; k < d; k++) K[p + k] += t * U[row + k];
      }
    }
  };
  const apply = (i: number): void => {
    const row = i * d;
    q.fill(0);
    for (let a = 0, p = 0; a < d; a++) {
      for (let c = a; c < d; c++, p += d) {
        const t = (a === c ? 1 : 2) * Z[row + a] * Z[row + c];
        for (let k = 0; k < d; k++) q[k] += t * K[p + k];
      }
    }
    for (let k = 0; k < d; k++) W[row + k] = sigma[i] * U[row + k] - q[k];
    visit?.(i, q);
  };
  for (const work of [sum, apply]) {
    yield* inSlices(pace, n, d * d * d, (from, to) => {
      for (let i = from; i < to; i++) if (!isNear.has(i)) work(i);
    });
  }
  for (let m = 0; m < near.length; m++) {
    const f = near[m] * d;
    for (let k = 0; k < d; k++) W[f + k] = 0;
    for (let i = 0; i < n; i++) {
      const p = nearP[m * n + i] * nearP[m * n + i];
      for (let k = 0; k < d; k++) W[f + k] += p * (U[f + k] - U[i * d + k]);
      if (!isNear.has(i)) for (let k = 0; k < d; k++) W[i * d + k] -= p * U[f + k];
    }
  }
}

/**
 * H <- H_b, both triangles, O(n d^3), after gradient():
 *
 *     4 (N U)'(N U) + 8 a - 4 (E + E') + 6 U' diag(N r) U,   a_jk = tr(K_j K(r) K_k),   E = (R U)'(Q U)
 *
 * over the rows that are not near; near rows are added pair by pair (couplings), since their terms of size 1/s_f^2 cancel.
 * Corrects Lemmas B.13 and B.15 of the paper (errata 10-14). No n x n array.
 */
export function* hessian(loss: Loss, tensors: Tensors, H: Float64Array): Paced<void> {
  const { point, r, Nr } = loss;
  const { n, d, U, W } = point;
  H.fill(0, 0, d * d);
  // Upper triangle: 6 U'diag(Nr)U - 4 (E + E') over the other rows.
  yield* laplacianU(point, tensors, (i, q) => {
    const row = i * d;
    for (let j = 0; j < d; j++) {
      const u = U[row + j];
      for (let k = j; k < d; k++) {
        H[j * d + k] += 6 * Nr[i] * u * U[row + k] - 4 * r[i] * (u * q[k] + q[j] * U[row + k]);
      }
    }
  });
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      const t = 4 * W[i * d + j];
      for (let k = j; k < d; k++) H[j * d + k] += t * W[i * d + k];
    }
  }
  addTraces(loss, tensors, H);
  addNear(loss, tensors.rows.data.subarray(d, 2 * d), H);
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) H[j * d + k] = H[k * d + j];
}

/** H_jk <- H_jk + 8 tr(K_j K(r) K_k), upper triangle. */
function addTraces({ point: { d }, Kr }: Loss, { pairs, K, KR }: Tensors, H: Float64Array): void {
  const square = d * d;
  for (let a = 0, p = 0; a < d; a++) {
    for (let c = a; c < d; c++, p += d) {
      for (let k = 0; k < d; k++) {
        K.data[k * square + a * d + c] = pairs.data[p + k];
        K.data[k * square + c * d + a] = pairs.data[p + k];
      }
    }
  }
  for (let j = 0; j < d; j++) {
    const KjR = KR.data.subarray(j * square, (j + 1) * square);
    product(d, K.data.subarray(j * square, (j + 1) * square), Kr, KjR);
    for (let k = j; k < d; k++) {
      let trace = 0;
      for (let e = 0; e < square; e++) trace += KjR[e] * K.data[k * square + e];
      H[j * d + k] += 8 * trace;
    }
  }
}

/** H <- H + sum_f (u_f c' + c u_f'), c = sum_l D_fl u_l with the pair's own half where l is near too, upper triangle. */
function addNear(loss: Loss, c: Float64Array, H: Float64Array): void {
  const { n, d, U, near } = loss.point;
  const D = loss.scratch[4];
  for (let m = 0; m < near.length; m++) {
    couplings(loss, m, D);
    for (const f of near) D[f] *= 0.5;
    c.fill(0);
    for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) c[k] += D[i] * U[i * d + k];
    const f = near[m] * d;
    for (let j = 0; j < d; j++) for (let k = j; k < d; k++) H[j * d + k] += U[f + j] * c[k] + c[j] * U[f + k];
  }
}
