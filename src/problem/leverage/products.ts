import { gramDepth, type PlacedDense } from "../../wasm/denseKernels.js";
import type { Vector } from "../../wasm/memory.js";
import { inSlices, type Paced } from "../../wasm/pace.js";
import type { Point } from "./point.js";

/** K <- K(y) = Z' diag(y) Z, d x d, both triangles. */
export function* pairSum(point: Point, y: Vector, K: Vector): Paced<void> {
  yield* weightedGram(point, point.parts.Z, y, K);
}

/** K <- B' diag(y) B for an n x d array B, both triangles. */
export function* weightedGram({ n, d, parts, engine }: Point, B: Vector, y: Vector, K: Vector): Paced<void> {
  const { dense } = engine.kernels;
  const placed: PlacedDense = { rows: n, columns: d, data: B };
  K.data.fill(0, 0, d * d);
  yield* inSlices(engine.pace, n, d * d, (from, to) => {
    dense.gram(placed, y, K, undefined, gramDepth(d), parts.pack, from, to);
  });
  mirror(d, K.data);
}

/** The lower triangle of K <- its upper one. */
export function mirror(d: number, K: Float64Array): void {
  for (let a = 0; a < d; a++) for (let c = 0; c < a; c++) K[a * d + c] = K[c * d + a];
}

/** out_i <- z_i'X z_i for any d x d matrix X, by its fold X + X' above the diagonal. */
export function* pairValue({ n, d, parts, engine }: Point, X: Float64Array, out: Vector): Paced<void> {
  const fold = parts.fold.data;
  for (let a = 0; a < d; a++) fold[a * d + a] = X[a * d + a];
  for (let a = 0; a < d; a++) for (let c = a + 1; c < d; c++) fold[a * d + c] = X[a * d + c] + X[c * d + a];
  const Z: PlacedDense = { rows: n, columns: d, data: parts.Z };
  yield* inSlices(engine.pace, n, d * d, (from, to) => {
    engine.kernels.dense.quadraticForms(Z, parts.fold, out, from, to);
  });
}

/**
 * out <- N y, N = diag(sigma) - P.*P, given Qy = dg(K(y)). N 1 = 0, so N is the Laplacian of the graph with weights P_ij^2;
 * rows near their hyperplane are summed as such, sum_j P_ij^2 (y_i - y_j), where sigma_i y_i - (Qy)_i would cancel.
 */
export function laplacian(point: Point, y: Float64Array, Qy: Float64Array, out: Float64Array): void {
  const { n, sigma, near, nearP } = point;
  for (let i = 0; i < n; i++) out[i] = sigma[i] * y[i] - Qy[i];
  for (let k = 0; k < near.length; k++) {
    const f = near[k];
    let sum = 0;
    for (let j = 0; j < n; j++) {
      const p = nearP[k * n + j];
      sum += p * p * (y[f] - y[j]);
    }
    out[f] = sum;
  }
}

/** out_i <- N_ii = sigma_i (1 - sigma_i), by its sum of squares where 1 - sigma_i would cancel. */
export function laplacianDiagonal({ n, sigma, near, nearP }: Point, out: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) out[i] = sigma[i] * (1 - sigma[i]);
  for (let k = 0; k < near.length; k++) {
    out[near[k]] = 0;
    for (let j = 0; j < n; j++) if (j !== near[k]) out[near[k]] += nearP[k * n + j] * nearP[k * n + j];
  }
  return out;
}

/** v <- U h */
export function times({ n, d, parts, engine }: Point, h: ArrayLike<number>, v: Vector): void {
  parts.h.data.set(h);
  engine.kernels.dense.multiply({ rows: n, columns: d, data: parts.U }, parts.h, v, 0, n);
}

/** out <- scale U'y */
export function timesTransposed({ n, d, parts, engine }: Point, scale: number, y: Vector, out: Float64Array): void {
  const g = parts.g.data;
  g.fill(0);
  engine.kernels.dense.multiplyTransposeAdd({ rows: n, columns: d, data: parts.U }, y, parts.g, 0, n);
  for (let j = 0; j < d; j++) out[j] = scale * g[j];
}

/** C <- X Y, d x d; C must be neither. */
export function product(d: number, X: Float64Array, Y: Float64Array, C: Float64Array): void {
  C.fill(0, 0, d * d);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < d; k++) {
      const x = X[i * d + k];
      for (let j = 0; j < d; j++) C[i * d + j] += x * Y[k * d + j];
    }
  }
}
