import { slice, type Vector } from "../../wasm/memory.js";
import { inSlices, type Paced, passed } from "../../wasm/pace.js";
import type { Block } from "../../wasm/productKernels.js";
import { gaussNewtonMatrix, keys } from "./jacobian.js";
import { type DenseParts, multiply, type Placed, type PlacedHead, PRODUCT } from "./layout.js";
import { rowOf } from "./products.js";

/**
 * M <- F'', upper triangle: 2 J'J + 2 gamma I and the residual's own curvature sum_ij 2 c_ij Hess c_ij, whose sum over
 * j is free. With g_i = 2 C_i, q_i = P_i o (H g_i - P_i'H g_i), p_i = P_i, u_i = V g_i, w_i = row i of Z, r_k = W x_k:
 *
 *     block(m,m')   sum_i  Q_mm' w w' + Sg_mm' (w u' + u w'),      Q = diag q - q p' - p q',  Sg = diag p - p p'
 *     rows m = i    (R'Q_m') w' + (R'Sg_m') u' + q_m' W, the columns m' = i its transpose, block(i,i) also R'Q R
 *
 * (A1; the paper's 45 terms of Lemmas D.5-D.13, errata 5-15.) Kept as G + G' with e_i = q_i x w_i + p_i x u_i and
 * f_i = p_i x w_i (x = Kronecker), so that the sum over i of rank-one blocks is one product: G = -F'E, n^3 d^2
 * multiply-adds, and n^2 d^2 for the rest.
 */
export function* hessianMatrix(at: Placed, dense: DenseParts, x: Vector, M: Vector): Paced<void> {
  yield* gaussNewtonMatrix(at, dense, x, M);
  const N = x.length;
  const G: Block = { rows: N, columns: N, data: slice(dense.J, 0, N * N) };
  let first = true;
  for (const head of at.parts.heads) {
    yield* curvatureOf(at, dense, head, x, G, !first);
    first = false;
  }
  for (let r = 0; r < N; r++) {
    for (let c = r; c < N; c++) M.data[r * N + c] += G.data.data[r * N + c] + G.data.data[c * N + r];
  }
  yield* passed(at.pace, 2 * N * N);
}

/** G + G' <- the residual's curvature of one head, or added to it. */
function* curvatureOf(at: Placed, dense: DenseParts, head: PlacedHead, x: Vector, G: Block, add: boolean): Paced<void> {
  const { P, H, C, V, Z } = head;
  const { n, d } = at.model;
  const [q, p] = [at.parts.squares[0], P];
  const [U, scaled] = at.parts.tokens;
  const E: Block = { rows: n, columns: n * d, data: dense.E };
  const F: Block = { rows: n, columns: n * d, data: dense.F };
  const R = yield* keys(at, head, x);
  yield* multiply(at, "NT", C, H, q, { scale: 2 });
  at.kernels.softmax.slope(n, n, p.data, q.data, q.data);
  yield* multiply(at, "NT", C, V, U, { scale: 2 });
  for (let i = 0; i < n; i++) outerRows(i, n, d, { p, q, Z, U }, dense);
  const N = n * d;
  yield* inSlices(at.pace, N, PRODUCT * n * N, (from, to) => {
    const rows: Block = { rows: to - from, columns: N, data: slice(G.data, from * N, to * N) };
    const some: Block = { rows: n, columns: to - from, stride: N, data: slice(F.data, from, F.data.length) };
    at.kernels.product.multiply("TN", some, E, rows, dense.wide, { scale: -1, add });
  });
  const half = { scale: 0.5, add: true };
  for (let m = 0; m < n; m++) {
    // The diagonal parts diag q and diag p of all i: a symmetric block, half of it here and half in G'.
    const own = diagonalBlock(G, m, d);
    yield* multiply(at, "TN", Z, columnsOf(E, m, d), own, half);
    yield* multiply(at, "TN", U, columnsOf(F, m, d), own, half);
  }
  for (let i = 0; i < n; i++) {
    const means = ownRows(i, head, { q, R, E, F }, G);
    const weights = rowOf(q, i).data;
    for (let k = 0; k < n * d; k++) scaled.data.data[k] = weights[Math.floor(k / d)] * R.data.data[k];
    const own = diagonalBlock(G, i, d);
    yield* multiply(at, "TN", R, scaled, own, half);
    const to = own.data.data;
    for (let a = 0; a < d; a++) {
      for (let b = 0; b < d; b++) to[a * n * d + b] -= means.q[a] * means.p[b];
    }
    yield* passed(at.pace, 3 * n * d * d);
  }
}

/** Row i of E and F: e_im = q_im w_i + p_im u_i, f_im = p_im w_i. */
function outerRows(
  i: number,
  n: number,
  d: number,
  { p, q, Z, U }: Record<"p" | "q" | "Z" | "U", Block>,
  { E, F }: DenseParts,
): void {
  const [pi, qi, w, u] = [rowOf(p, i).data, rowOf(q, i).data, rowOf(Z, i).data, rowOf(U, i).data];
  for (let m = 0, to = i * n * d; m < n; m++) {
    for (let a = 0; a < d; a++, to++) {
      E.data[to] = qi[m] * w[a] + pi[m] * u[a];
      F.data[to] = pi[m] * w[a];
    }
  }
}

/**
 * Block row i of G <- itself + (r_m - xb) e_im' - a f_im' + q_im W with a = R'q_i and xb = R'p_i: the terms of
 * coordinates of token i itself. Returns a and xb.
 */
function ownRows(
  i: number,
  { P, W }: PlacedHead,
  { q, R, E, F }: Record<"q" | "R" | "E" | "F", Block>,
  G: Block,
): { q: Float64Array; p: Float64Array } {
  const [n, d, N] = [P.rows, W.rows, G.columns];
  const [qi, pi, r, w] = [rowOf(q, i).data, rowOf(P, i).data, R.data.data, W.data.data];
  const [e, f, to] = [rowOf(E, i).data, rowOf(F, i).data, G.data.data];
  const means = { q: new Float64Array(d), p: new Float64Array(d) };
  for (let k = 0; k < n; k++) {
    for (let a = 0; a < d; a++) {
      means.q[a] += qi[k] * r[k * d + a];
      means.p[a] += pi[k] * r[k * d + a];
    }
  }
  for (let a = 0; a < d; a++) {
    for (let m = 0, row = (i * d + a) * N; m < n; m++) {
      const centred = r[m * d + a] - means.p[a];
      for (let b = 0; b < d; b++, row++) {
        const at = m * d + b;
        to[row] += centred * e[at] - means.q[a] * f[at] + qi[m] * w[a * d + b];
      }
    }
  }
  return means;
}

/** Block (m, m) of an N x N array. */
function diagonalBlock({ columns: N, data }: Block, m: number, d: number): Block {
  const from = m * d * (N + 1);
  return { rows: d, columns: d, stride: N, data: slice(data, from, data.length) };
}

/** Columns m d .. m d + d - 1 of an n x N array. */
function columnsOf({ rows, columns, data }: Block, m: number, d: number): Block {
  return { rows, columns: d, stride: columns, data: slice(data, m * d, data.length) };
}
