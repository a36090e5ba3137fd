import type { Session } from "../problem/session.js";
import type { Arena } from "../wasm/memory.js";
import { choleskyPack } from "./cholesky.js";

/** Storage of the exact method: 2 d^2 (Hessian and factor), 5 d-vectors, the factorisation's pack. */
export function layoutExact(d: number, arena: Arena) {
  return {
    H: arena.f64(d * d),
    R: arena.f64(d * d),
    g: arena.f64(d),
    p: arena.f64(d),
    size: arena.f64(d),
    start: arena.f64(d),
    downhill: arena.f64(d),
    pack: arena.f64(choleskyPack(d)),
  };
}

export type ExactWork = ReturnType<typeof layoutExact>;

/** A positive pivot below this share of its diagonal entry is rounding too: a step through it would be noise. */
export const TINY = 1e-13;
/** Multiples of the diagonal that are added in turn until a factorisation succeeds. */
export const SHIFTS = [0, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1, 100, 1e4];

/** p <- -(R'R)^-1 g with the factor in work.R; returns g'(R'R)^-1 g. */
export function solveWithFactor(
  { dimension: d, kernels }: Pick<Session, "dimension" | "kernels">,
  { R, g, p }: ExactWork,
): number {
  for (let j = 0; j < d; j++) p.data[j] = -g.data[j];
  kernels.symmetric.solveTransposed(d, d, R, p);
  const decrement = kernels.vector.dot(p, p);
  kernels.symmetric.solveUpper(d, d, R, p);
  return decrement;
}

/** The smallest R_jj^2 / H_jj. */
export function smallestPivot({ R, H }: ExactWork, d: number): number {
  let least = Number.MAX_VALUE;
  for (let j = 0; j < d; j++) {
    const root = R.data[j * (d + 1)];
    const pivot = (root * root) / Math.abs(H.data[j * (d + 1)] || 1);
    if (pivot < least) least = pivot;
  }
  return least;
}

/** Adds shift |H_jj| to each diagonal entry (an empty column, whose entry is 0, gets the mean). */
export function addDiagonal(M: Float64Array, d: number, shift: number, from = M): void {
  let sum = 0;
  for (let j = 0; j < d; j++) sum += Math.abs(from[j * (d + 1)]);
  const mean = sum / d || 1;
  for (let j = 0; j < d; j++) M[j * (d + 1)] += shift * (Math.abs(from[j * (d + 1)]) || mean);
}
