import { gramDepth, type PlacedDense } from "../../wasm/denseKernels.js";
import { slice, type Vector } from "../../wasm/memory.js";
import { inSlices, type Paced, passed } from "../../wasm/pace.js";
import type { Block } from "../../wasm/productKernels.js";
import { type DenseParts, multiply, type Placed, type PlacedHead, tokens } from "./layout.js";
import { residualLength } from "./model.js";
import { likeValues, rowOf } from "./products.js";

/** Planned nanoseconds an entry of the Jacobian, and a multiply-add of the Gram. */
const ENTRY = 2;
const GRAM = 0.15;

/**
 * The rows of J that belong to token i of one head (dv x N, N = n d):
 *
 *     J_im = P_im (V' + ht_im w_i') + [m = i] K_i,   ht_im = h_m - y_i,   K_i = sum_k P_ik ht_ik (W x_k)'
 *
 * with w_i = row i of Z; K_i is V'C_i W' for the token covariance C_i, since sum_k P_ik ht_ik = 0. R = T W' is given.
 * 3 n d dv multiply-adds a token, 3 n^2 d^2 in all.
 */
export function* tokenRows(at: Placed, head: PlacedHead, R: Block, i: number, out: Vector): Paced<void> {
  const { P, H, Y, V, Z } = head;
  const { n, d } = at.model;
  const dv = Y.columns;
  const Q = likeValues(at, head, 0);
  const [p, y, h, q] = [rowOf(P, i).data, rowOf(Y, i).data, H.data.data, Q.data.data];
  for (let m = 0; m < n; m++) for (let j = 0; j < dv; j++) q[m * dv + j] = p[m] * (h[m * dv + j] - y[j]);
  const K: Block = { rows: dv, columns: d, data: slice(at.parts.corner, 0, dv * d) };
  yield* multiply(at, "TN", Q, R, K);
  const [z, v, k, J] = [rowOf(Z, i).data, V.data.data, K.data.data, out.data];
  for (let j = 0, to = 0; j < dv; j++) {
    for (let m = 0; m < n; m++) {
      const [weight, change] = [p[m], q[m * dv + j]];
      for (let a = 0; a < d; a++) J[to++] = weight * v[a * dv + j] + change * z[a];
    }
    const own = j * n * d + i * d;
    for (let a = 0; a < d; a++) J[own + a] += k[j * d + a];
    if (at.model.residualBlock) J[own + j] += 1;
  }
  yield* passed(at.pace, ENTRY * n * d * dv);
}

/** R <- T W' of a head, row k = W x_k, in the third of the shared token arrays. */
export function* keys(at: Placed, head: PlacedHead, x: Vector): Paced<Block> {
  const R = at.parts.tokens[2];
  yield* multiply(at, "NT", tokens(at, x), head.W, R);
  return R;
}

/** Calls back with each token's rows of J (dv x N) of each head in turn, never more than one at a time in memory. */
export function* eachTokenRows(
  at: Placed,
  x: Vector,
  visit: (head: PlacedHead, i: number, rows: Float64Array) => void,
): Paced<void> {
  for (const head of at.parts.heads) {
    const R = yield* keys(at, head, x);
    for (let i = 0; i < at.model.n; i++) {
      yield* tokenRows(at, head, R, i, at.parts.rows);
      visit(head, i, at.parts.rows.data);
    }
  }
}

/** dense.J <- J, the rows of one head after another. */
export function* jacobianMatrix(at: Placed, dense: DenseParts, x: Vector): Paced<void> {
  const { n, d } = at.model;
  let from = 0;
  for (const head of at.parts.heads) {
    const length = head.Y.columns * n * d;
    const R = yield* keys(at, head, x);
    for (let i = 0; i < n; i++, from += length) {
      yield* tokenRows(at, head, R, i, slice(dense.J, from, from + length));
    }
  }
}

/** M <- 2 J'J + 2 gamma I, upper triangle: the Gauss-Newton part of F''. n^3 d^2 dv / 2 multiply-adds a head. */
export function* gaussNewtonMatrix(at: Placed, dense: DenseParts, x: Vector, M: Vector): Paced<void> {
  const { n, d, gamma } = at.model;
  const N = n * d;
  const rows = residualLength(at.model);
  M.data.fill(0);
  yield* jacobianMatrix(at, dense, x);
  const J: PlacedDense = { rows, columns: N, data: dense.J };
  const depth = gramDepth(N);
  const gram = (from: number, to: number): void =>
    at.kernels.dense.gram(J, dense.twos, M, undefined, depth, dense.pack, from, to);
  yield* inSlices(at.pace, rows, GRAM * N * N, gram);
  for (let j = 0; j < N; j++) M.data[j * (N + 1)] += 2 * gamma;
}
