import type { Session } from "../../src/problem/session.js";
import type { Product } from "../../src/solver/conjugateGradients.js";
import { place } from "../../src/wasm/memory.js";
import { draws } from "../endToEnd/support.js";
import { choleskyOf } from "../sketch/support/linear.js";

/** Q diag(spectrum) Q' for an orthogonal Q of `seed`, both triangles. */
export function symmetricWith(spectrum: ArrayLike<number>, seed: number): Float64Array {
  const d = spectrum.length;
  const { normal } = draws(seed);
  const H = new Float64Array(d * d);
  for (let j = 0; j < d; j++) H[j * (d + 1)] = spectrum[j];
  // Reflections on both sides, as many as dimensions.
  for (let round = 0; round < d; round++) {
    const v = Float64Array.from({ length: d }, normal);
    const square = v.reduce((sum, x) => sum + x * x, 0);
    for (const [row, column] of [
      [d, 1],
      [1, d],
    ]) {
      for (let i = 0; i < d; i++) {
        let t = 0;
        for (let j = 0; j < d; j++) t += H[i * row + j * column] * v[j];
        for (let j = 0; j < d; j++) H[i * row + j * column] -= (2 * t * v[j]) / square;
      }
    }
  }
  return H;
}

export const times = (H: ArrayLike<number>, v: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: v.length }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += H[i * v.length + j] * v[j];
    return sum;
  });

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, v, j) => sum + v * b[j], 0);

/**
 * A session that is nothing but kernels and a dimension, with the workspace of conjugate gradients and Lanczos; H is
 * d x d, or the d entries of a diagonal; R is the factor of M, by default of 1.
 */
export function system(H: Float64Array, g: ArrayLike<number>, M?: Float64Array) {
  const d = g.length;
  const { kernels, parts, release } = place((arena) => ({
    R: arena.f64(d * d),
    g: arena.f64(d),
    p: arena.f64(d),
    residual: arena.f64(d),
    conjugate: arena.f64(d),
    product: arena.f64(d),
    image: arena.f64(d),
    sum: arena.f64(d),
  }));
  parts.g.data.set(g);
  if (M) parts.R.data.set(choleskyOf(M, d));
  else for (let j = 0; j < d; j++) parts.R.data[j * (d + 1)] = 1;
  let products = 0;
  const apply: Product = function* (v, hv) {
    products++;
    hv.data.set(H.length === d ? v.data.map((x, j) => H[j] * x) : times(H, v.data));
  };
  const session = { dimension: d, kernels, pace: { spent: 0 } } as unknown as Session;
  return { session, apply, work: parts, release, products: () => products };
}

/** The solution of H x = b by its Cholesky factor, in plain loops. */
export function solved(H: Float64Array, b: ArrayLike<number>): Float64Array {
  const d = b.length;
  const R = choleskyOf(H, d);
  const x = Float64Array.from(b);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) x[i] -= R[k * d + i] * x[k];
    x[i] /= R[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) x[i] -= R[i * d + k] * x[k];
    x[i] /= R[i * d + i];
  }
  return x;
}
