import { slice, type Vector } from "../../wasm/memory.js";
import type { Paced } from "../../wasm/pace.js";
import type { Block } from "../../wasm/productKernels.js";
import { multiply, type Placed, type PlacedHead, tokens } from "./layout.js";

// Formulas of FORMULAS-attention A1 on T = X' (n x d, row i = token i), so that x = vec(X) is T's row-major array.
// Every head has Z = T W, P = softmax of Z T', H = T V, Y = P H, C = Y - B at the point of the last `forward`.

/** Takes every head to T; returns F there. 2 n^2 d + 2 n d^2 multiply-adds a head (dv = d). */
export function* forward(at: Placed, x: Vector): Paced<number> {
  const { kernels, parts, model } = at;
  const T = tokens(at, x);
  let sum = 0;
  for (const head of parts.heads) {
    const { W, V, B, Z, H, P, Y, C, bias } = head;
    yield* multiply(at, "NN", T, W, Z);
    if (bias) for (let i = 0; i < model.n; i++) kernels.vector.axpy(1, bias, rowOf(Z, i));
    yield* multiply(at, "NT", Z, T, P);
    kernels.softmax.rows(model.n, model.n, P.data);
    yield* multiply(at, "NN", T, V, H);
    yield* multiply(at, "NN", P, H, Y);
    kernels.vector.scaleAdd(Y.data, -1, B.data, C.data);
    if (model.residualBlock) kernels.vector.axpy(1, x, C.data);
    sum += kernels.leastSquares.squares(undefined, C.data, undefined);
  }
  if (model.gamma > 0) sum += model.gamma * kernels.leastSquares.squares(undefined, x, undefined);
  return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
}

/** dY <- J u of one head: dP = P o (dS - rowsum(P o dS)), dS = dZ T' + Z U', dY = dP H + P dH. 4 n^2 d + 2 n d^2. */
export function* jvp(at: Placed, head: PlacedHead, x: Vector, u: Vector, dY: Block): Paced<void> {
  const { W, V, Z, H, P } = head;
  const [dP] = at.parts.squares;
  const [dZ] = at.parts.tokens;
  const dH = likeValues(at, head, 0);
  const [T, U] = [tokens(at, x), tokens(at, u)];
  yield* multiply(at, "NN", U, W, dZ);
  yield* multiply(at, "NT", dZ, T, dP);
  yield* multiply(at, "NT", Z, U, dP, { add: true });
  at.kernels.softmax.slope(P.rows, P.rows, P.data, dP.data, dP.data);
  yield* multiply(at, "NN", U, V, dH);
  yield* multiply(at, "NN", dP, H, dY);
  yield* multiply(at, "NN", P, dH, dY, { add: true });
  if (at.model.residualBlock) at.kernels.vector.axpy(1, u, dY.data);
}

/** out <- out + scale J'G of one head: Sb = P o (G H' - rowsum(P o G H')), P'G V' + Sb'Z + Sb T W'. 4 n^2 d + 2 n d^2. */
export function* vjpAdd(at: Placed, head: PlacedHead, x: Vector, G: Block, scale: number, out: Vector): Paced<void> {
  const { W, V, Z, H, P } = head;
  const [, Sb] = at.parts.squares;
  const [, X] = at.parts.tokens;
  const PG = likeValues(at, head, 1);
  const to = tokens(at, out);
  yield* multiply(at, "NT", G, H, Sb, { scale });
  at.kernels.softmax.slope(P.rows, P.rows, P.data, Sb.data, Sb.data);
  yield* multiply(at, "TN", P, G, PG, { scale });
  yield* multiply(at, "NT", PG, V, to, { add: true });
  yield* multiply(at, "TN", Sb, Z, to, { add: true });
  yield* multiply(at, "NN", Sb, tokens(at, x), X);
  yield* multiply(at, "NT", X, W, to, { add: true });
  if (at.model.residualBlock) at.kernels.vector.axpy(scale, G.data, out);
}

/** g <- F' = 2 J'C + 2 gamma x */
export function* gradient(at: Placed, x: Vector, g: Vector): Paced<void> {
  g.data.fill(0);
  for (const head of at.parts.heads) yield* vjpAdd(at, head, x, head.C, 2, g);
  if (at.model.gamma > 0) at.kernels.vector.axpy(2 * at.model.gamma, x, g);
}

/** out <- (2 J'J + 2 gamma) u: the Gauss-Newton part of F''. 8 n^2 d + 4 n d^2 a head. */
export function* gaussNewtonProduct(at: Placed, x: Vector, u: Vector, out: Vector): Paced<void> {
  out.data.fill(0);
  for (const head of at.parts.heads) {
    const dY = likeValues(at, head, 2);
    yield* jvp(at, head, x, u, dY);
    yield* vjpAdd(at, head, x, dY, 2, out);
  }
  if (at.model.gamma > 0) at.kernels.vector.axpy(2 * at.model.gamma, u, out);
}

/** out <- F'' u without any N x N array: 13 n^2 d + 4 n d^2 a head, three n x n arrays. */
export function* hessianProduct(at: Placed, x: Vector, u: Vector, out: Vector): Paced<void> {
  out.data.fill(0);
  for (const head of at.parts.heads) yield* headHessianProduct(at, head, x, u, tokens(at, out));
  if (at.model.gamma > 0) at.kernels.vector.axpy(2 * at.model.gamma, u, out);
}

function* headHessianProduct(at: Placed, head: PlacedHead, x: Vector, u: Vector, out: Block): Paced<void> {
  const { W, V, Z, H, P, C } = head;
  const { softmax, vector } = at.kernels;
  const [dP, M, dM] = at.parts.squares;
  const [dZ, X] = at.parts.tokens;
  const [dH, PG, dY] = [likeValues(at, head, 0), likeValues(at, head, 1), likeValues(at, head, 2)];
  const [T, U, n] = [tokens(at, x), tokens(at, u), P.rows];
  yield* jvp(at, head, x, u, dY); // leaves dZ, dP and dH
  const two = { scale: 2 };
  const twoMore = { scale: 2, add: true };
  const more = { add: true };
  // M = G H' and its change, for G = 2 C and dG = 2 dY
  yield* multiply(at, "NT", C, H, M, two);
  yield* multiply(at, "NT", dY, H, dM, two);
  yield* multiply(at, "NT", C, dH, dM, twoMore);
  softmax.curvature(n, n, P.data, dP.data, M.data, dM.data, dM.data);
  softmax.slope(n, n, P.data, M.data, M.data);
  yield* multiply(at, "TN", P, dY, PG, two);
  yield* multiply(at, "TN", dP, C, PG, twoMore);
  yield* multiply(at, "NT", PG, V, out, more);
  yield* multiply(at, "TN", M, dZ, out, more);
  yield* multiply(at, "TN", dM, Z, out, more);
  yield* multiply(at, "NN", M, U, X);
  yield* multiply(at, "NN", dM, T, X, more);
  yield* multiply(at, "NT", X, W, out, more);
  if (at.model.residualBlock) vector.axpy(2, dY.data, out.data);
}

/** One of the shared n x dv arrays, in the width of a head. */
export function likeValues({ parts }: Placed, { Y: { rows, columns } }: PlacedHead, k: 0 | 1 | 2): Block {
  return { rows, columns, data: slice(parts.values[k], 0, rows * columns) };
}

/** Row i of a block without gaps. */
export function rowOf({ columns, data }: Block, i: number): Vector {
  return slice(data, i * columns, (i + 1) * columns);
}
