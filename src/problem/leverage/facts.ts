import { eigenvalues, whiten } from "./eigen.js";
import type { Point } from "./point.js";

/** Share of b outside range(A) below which b is inside: rounding. */
export const IN_RANGE = 1e-10;

/** The cell of a point: the signs of s, row by row, "0" where s_i = 0. */
export function cellOf({ n, s }: Point): string {
  let cell = "";
  for (let i = 0; i < n; i++) cell += s[i] > 0 ? "+" : s[i] < 0 ? "-" : "0";
  return cell;
}

/** Largest over smallest |eigenvalue| of S in the metric M, and whether the smallest shows against rounding. */
export function condition(d: number, M: Float64Array, S: Float64Array): number {
  const inMetric = S.slice();
  if (!whiten(d, M.slice(), inMetric)) return Number.MAX_VALUE;
  const sizes = eigenvalues(d, inMetric).map(Math.abs).sort();
  const value = sizes[d - 1] / sizes[0];
  return Number.isFinite(value) ? value : Number.MAX_VALUE;
}

/** sqrt(tr (J'J)^-1) from J'J: the root mean square of the error of x for one unit of independent noise in each residual. */
export function errorPerNoise(d: number, JJ: Float64Array): number {
  const L = JJ.slice();
  const inverse = new Float64Array(d * d);
  for (let j = 0; j < d; j++) inverse[j * d + j] = 1;
  // L^-1 L^-T has the trace of (J'J)^-1.
  if (!whiten(d, L, inverse)) return Number.MAX_VALUE;
  let trace = 0;
  for (let j = 0; j < d; j++) trace += inverse[j * d + j];
  const value = Math.sqrt(trace);
  return Number.isFinite(value) ? value : Number.MAX_VALUE;
}

/** sqrt(q'M^-1 q) */
export function dualLength(d: number, M: Float64Array, q: Float64Array): number {
  const outer = new Float64Array(d * d);
  for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) outer[j * d + k] = q[j] * q[k];
  if (!whiten(d, M.slice(), outer)) return Number.MAX_VALUE;
  let trace = 0;
  for (let j = 0; j < d; j++) trace += outer[j * d + j];
  return Math.sqrt(trace);
}
