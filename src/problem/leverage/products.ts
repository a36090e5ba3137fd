import { inSlices, type Paced } from "../../wasm/pace.js";
import type { Point } from "./point.js";

/** K <- K(y) = Z' diag(y) Z, d x d, both triangles. */
export function* pairSum({ n, d, Z, pace }: Point, y: Float64Array, K: Float64Array): Paced<void> {
  K.fill(0, 0, d * d);
  yield* inSlices(pace, n, d * d, (from, to) => {
    for (let i = from; i < to; i++) {
      const row = i * d;
      for (let a = 0; a < d; a++) {
        const t = y[i] * Z[row + a];
        for (let c = a; c < d; c++) K[a * d + c] += t * Z[row + c];
      }
    }
  });
  for (let a = 0; a < d; a++) for (let c = 0; c < a; c++) K[a * d + c] = K[c * d + a];
}

/** out_i <- z_i'X z_i for any d x d matrix X, by its fold X + X' above the diagonal. */
export function* pairValue({ n, d, Z, pace, parts }: Point, X: Float64Array, out: Float64Array): Paced<void> {
  const fold = parts.fold.data;
  for (let a = 0; a < d; a++) fold[a * d + a] = X[a * d + a];
  for (let a = 0; a < d; a++) for (let c = a + 1; c < d; c++) fold[a * d + c] = X[a * d + c] + X[c * d + a];
  yield* inSlices(pace, n, d * d, (from, to) => {
    for (let i = from; i < to; i++) {
      const row = i * d;
      let sum = 0;
      for (let a = 0; a < d; a++) {
        let t = 0;
        for (let c = a; c < d; c++) t += fold[a * d + c] * Z[row + c];
        sum += t * Z[row + a];
      }
      out[i] = sum;
    }
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

/** v <- U h */
export function times({ n, d, U }: Point, h: Float64Array, v: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += U[i * d + j] * h[j];
    v[i] = sum;
  }
}

/** out <- scale U'y */
export function timesTransposed({ n, d, U }: Point, scale: number, y: Float64Array, out: Float64Array): void {
  out.fill(0, 0, d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) out[j] += U[i * d + j] * y[i];
  for (let j = 0; j < d; j++) out[j] *= scale;
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
