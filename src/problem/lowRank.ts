import type { Vector } from "../wasm/memory.js";
import type { VectorKernels } from "../wasm/vectorKernels.js";

/** The symmetric matrix u v' + v u' of rank two (one, 2 u u', where v is u). */
export interface Pair {
  readonly u: Vector;
  readonly v: Vector;
}

/** H <- H + sum of the pairs, upper triangle of the row-major d x d array. */
export function addPairs(pairs: readonly Pair[], H: Vector): void {
  for (const { u, v } of pairs) {
    const d = u.length;
    for (let i = 0; i < d; i++) {
      const [ui, vi] = [u.data[i], v.data[i]];
      if (ui === 0 && vi === 0) continue;
      for (let j = i, at = i * (d + 1); j < d; j++, at++) H.data[at] += ui * v.data[j] + vi * u.data[j];
    }
  }
}

/** hx <- hx + (sum of the pairs) x */
export function multiplyPairs(k: VectorKernels, pairs: readonly Pair[], x: Vector, hx: Vector): void {
  for (const { u, v } of pairs) {
    const [ux, vx] = [k.dot(u, x), k.dot(v, x)];
    k.axpy(vx, u, hx);
    k.axpy(ux, v, hx);
  }
}

/** out <- out + the diagonal of the sum of the pairs. */
export function addPairDiagonal(pairs: readonly Pair[], out: Vector): void {
  for (const { u, v } of pairs) for (let j = 0; j < out.length; j++) out.data[j] += 2 * u.data[j] * v.data[j];
}

/** u <- 0.5 s v - u: with u = A'q and s = sum q, sum_i q_i (a_i - v)(a_i - v)' is then A'diag(q)A + u v' + v u'. */
export function pullTowards(u: Vector, s: number, v: Vector): void {
  for (let j = 0; j < u.length; j++) u.data[j] = 0.5 * s * v.data[j] - u.data[j];
}
