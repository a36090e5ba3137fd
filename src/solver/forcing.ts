/** Conjugate gradients stop when the residual has fallen to this share of itself, less near the end (SOLVER 5.3). */
export const LOOSEST = 0.1;
const TIGHTEST = 1e-3;

/** The share for this iteration, from the squared norms of the gradient now and at the first. */
export function forcing(now: number, first: number): number {
  return Math.max(TIGHTEST, Math.min(LOOSEST, Math.sqrt(Math.sqrt(now / first))));
}
