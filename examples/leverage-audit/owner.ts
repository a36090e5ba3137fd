import { leverageInversion } from "subnewton";
import type { Cars } from "./cars.js";

/** What the owner keeps: a model fitted to half of the table. */
export interface Secret {
  readonly x: Float64Array;
  /** Signs of the residuals s = A x - b. */
  readonly signs: Float64Array;
}

/** Least squares on a seeded half of the rows, which only the owner knows. */
export function fitSecret({ A, b }: Cars, seed: number): Secret {
  const random = seeded(seed);
  const kept = Float64Array.from({ length: A.rows }, () => (random() < 0.5 ? 1 : 0));
  const x = leastSquares(A.columns, A.data, b, kept);
  const signs = Float64Array.from({ length: A.rows }, (_, i) => {
    const z = x.reduce((sum, xj, j) => sum + A.data[i * A.columns + j] * xj, 0);
    return z < b[i] ? -1 : 1;
  });
  return { x, signs };
}

/**
 * The leverage score of every row in the design with rows a_i / s_i: what an owner would publish as "influence of each car
 * on the robust fit", whose weights 1 / s_i^2 pull it towards the rows it fits best.
 */
export function publish({ A }: Cars, b: Float64Array, { x }: Secret): Float64Array {
  return leverageInversion({ A, b, tau: b }).predict(x);
}

/** mulberry32 */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** argmin sum weights_i (a_i'x - b_i)^2 by Gauss-Jordan on the d x d normal equations: well conditioned here. */
function leastSquares(d: number, A: Float64Array, b: Float64Array, weights: Float64Array): Float64Array {
  const M = Array.from({ length: d }, (_, j) =>
    Array.from({ length: d + 1 }, (_, k) => {
      let sum = 0;
      for (let i = 0; i < b.length; i++) sum += weights[i] * A[i * d + j] * (k < d ? A[i * d + k] : b[i]);
      return sum;
    }),
  );
  for (let p = 0; p < d; p++) {
    for (let j = 0; j < d; j++) {
      if (j === p) continue;
      const t = M[j][p] / M[p][p];
      for (let k = p; k <= d; k++) M[j][k] -= t * M[p][k];
    }
  }
  return Float64Array.from(M, (row, j) => row[d] / row[j]);
}
