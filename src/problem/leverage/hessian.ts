import { type Arena, slice, type Vector } from "../../wasm/memory.js";
import { inSlices, type Paced } from "../../wasm/pace.js";
import { productPack } from "../../wasm/productKernels.js";
import { BLOCK } from "./engine.js";
import { couplings, type Loss } from "./loss.js";
import type { Point } from "./point.js";
import { mirror, product } from "./products.js";

/**
 * Storage: d^2 (d + 1) / 2 twice, for the tensor K_k and for the one that is applied, 2 d^3 for it unpacked and times
 * K(r), and for a block of rows d (d + 1) / 2 pairs and 2 d numbers each, with what the products pack.
 */
export function layoutTensors(d: number, arena: Arena) {
  const pairs = (d * (d + 1)) / 2;
  return {
    pairs: arena.f64(pairs * d),
    twice: arena.f64(pairs * d),
    K: arena.f64(d * d * d),
    KR: arena.f64(d * d * d),
    zz: arena.f64(BLOCK * pairs),
    q: arena.f64(BLOCK * d),
    e: arena.f64(BLOCK * d),
    S: arena.f64(d * d),
    c: arena.f64(d),
    pack: arena.f64(Math.max(productPack(pairs, d, BLOCK), productPack(BLOCK, d, pairs), productPack(d, d, BLOCK))),
  };
}

export type Tensors = ReturnType<typeof layoutTensors>;

/** Products with the pairs z_a z_c, a <= c, of a block of rows of Z; rows left out count as zeros. */
export interface Pairs {
  /** T <- T + sum_i (z_a z_c) B_i over the rows from..to-1, entry (a, c) by column of B. */
  add(B: Vector, T: Vector): void;
  /** Rows of out <- (z_a z_c)'T, with T's entries off the diagonal already doubled. */
  apply(T: Vector, out: Vector): void;
}

/** Runs work(from, to, pairs) over blocks of rows, those of `without` left out. */
export function* inPairs(
  point: Point,
  { zz, pack }: Tensors,
  without: Int32Array,
  work: (from: number, to: number, pairs: Pairs) => void,
): Paced<void> {
  const { n, d, parts, engine } = point;
  const count = (d * (d + 1)) / 2;
  const Z = { rows: n, columns: d, data: parts.Z };
  const { dense, product } = engine.kernels;
  yield* inSlices(
    engine.pace,
    n,
    d * d * d,
    (from, to) => {
      const rows = to - from;
      dense.pairProducts(Z, zz, from, to);
      for (const f of without) if (f >= from && f < to) zz.data.fill(0, (f - from) * count, (f - from + 1) * count);
      const P = { rows, columns: count, data: zz };
      work(from, to, {
        add(B, T) {
          const block = { rows, columns: d, data: slice(B, from * d, to * d) };
          product.multiply("TN", P, block, { rows: count, columns: d, data: T }, pack, { add: true });
        },
        apply(T, out) {
          product.multiply("NN", P, { rows: count, columns: d, data: T }, { rows, columns: d, data: out }, pack);
        },
      });
    },
    BLOCK,
  );
}

/** to <- from with its entries (a, c), a < c, doubled: a sum over all pairs from one over a <= c. */
export function doubled(d: number, from: Vector, to: Vector): void {
  for (let a = 0, p = 0; a < d; a++) {
    for (let c = a; c < d; c++) for (let k = 0; k < d; k++, p++) to.data[p] = (a === c ? 1 : 2) * from.data[p];
  }
}

/**
 * point.W <- N U, n x d (the Jacobian of sigma is J = -2 N U), and pairs <- K_k = K(U_k) over the rows that are not near,
 * entry (a, c) with a <= c by k. `visit` is given each block's products with Q over the same rows.
 */
export function* laplacianU(
  point: Point,
  tensors: Tensors,
  visit?: (from: number, to: number, q: Float64Array) => void,
): Paced<void> {
  const { n, d, U, W, sigma, near, nearP, parts } = point;
  const { pairs, twice, q } = tensors;
  pairs.data.fill(0);
  yield* inPairs(point, tensors, near, (_, __, block) => block.add(parts.U, pairs));
  doubled(d, pairs, twice);
  yield* inPairs(point, tensors, near, (from, to, block) => {
    block.apply(twice, q);
    for (let i = from, at = from * d, k = 0; i < to; i++) {
      for (let j = 0; j < d; j++, at++, k++) W[at] = sigma[i] * U[at] - q.data[k];
    }
    for (const f of near) if (f >= from && f < to) W.fill(0, f * d, (f + 1) * d);
    visit?.(from, to, q.data);
  });
  const isNear = new Set<number>(near);
  for (let m = 0; m < near.length; m++) {
    const f = near[m] * d;
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
  const { point } = loss;
  const { n, d, U, parts, engine } = point;
  const [r, Nr] = [loss.r.data, loss.Nr.data];
  const { e, S, pack } = tensors;
  const { product } = engine.kernels;
  const square = { rows: d, columns: d, data: S };
  S.data.fill(0);
  // S: 6 U'diag(Nr)U - 8 E over the other rows, symmetric up to the order of E.
  yield* laplacianU(point, tensors, (from, to, q) => {
    for (let i = from, at = from * d, k = 0; i < to; i++) {
      for (let j = 0; j < d; j++, at++, k++) e.data[k] = 6 * Nr[i] * U[at] - 8 * r[i] * q[k];
    }
    for (const f of point.near) if (f >= from && f < to) e.data.fill(0, (f - from) * d, (f - from + 1) * d);
    const rows = to - from;
    const left = { rows, columns: d, data: slice(parts.U, from * d, to * d) };
    product.multiply("TN", left, { rows, columns: d, data: e }, square, pack, { add: true });
  });
  for (let j = 0; j < d; j++) {
    for (let k = j; k < d; k++) H[j * d + k] = 0.5 * (S.data[j * d + k] + S.data[k * d + j]);
  }
  yield* inSlices(
    engine.pace,
    n,
    d * d,
    (from, to) => {
      const NU = { rows: to - from, columns: d, data: slice(parts.W, from * d, to * d) };
      product.multiply("TN", NU, NU, square, pack, { scale: 4, add: from > 0 });
    },
    BLOCK,
  );
  for (let j = 0; j < d; j++) for (let k = j; k < d; k++) H[j * d + k] += S.data[j * d + k];
  addTraces(loss, tensors, H);
  addNear(loss, tensors.c.data, H);
  mirror(d, H);
}

/** H_jk <- H_jk + 8 tr(K_j K(r) K_k), upper triangle. */
function addTraces({ point: { d }, Kr }: Loss, { pairs, K, KR }: Tensors, H: Float64Array): void {
  const square = d * d;
  unpack(d, pairs.data, K.data);
  for (let j = 0; j < d; j++) {
    const KjR = KR.data.subarray(j * square, (j + 1) * square);
    product(d, K.data.subarray(j * square, (j + 1) * square), Kr.data, KjR);
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
  const D = loss.scratch[4].data;
  for (let m = 0; m < near.length; m++) {
    couplings(loss, m, D);
    for (const f of near) D[f] *= 0.5;
    c.fill(0);
    for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) c[k] += D[i] * U[i * d + k];
    const f = near[m] * d;
    for (let j = 0; j < d; j++) for (let k = j; k < d; k++) H[j * d + k] += U[f + j] * c[k] + c[j] * U[f + k];
  }
}

/** The d symmetric matrices of a tensor of pairs. */
export function unpack(d: number, pairs: Float64Array, full: Float64Array): void {
  for (let a = 0, p = 0; a < d; a++) {
    for (let c = a; c < d; c++) {
      for (let k = 0; k < d; k++, p++) {
        full[k * d * d + a * d + c] = pairs[p];
        full[k * d * d + c * d + a] = pairs[p];
      }
    }
  }
}
