import type { Link } from "./leastSquares.js";

/**
 * f(z) = e^z, one array for f = f' = f''. Curvature 2 e^2z - b e^z has infimum -max(b, 0)^2 / 8
 * (paper 004, Lemma 3.7 asks for 4 times as much: FORMULAS-regression 1.1).
 */
export const exp: Link = {
  work: 1,
  prepare: (math, z, work) => math.exp(z, work[0]),
  f: 0,
  slope: 0,
  curvature: 0,
  threshold: (b) => (b > 0 ? (b * b) / 8 : 0),
};
