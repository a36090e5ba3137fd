import type { Link } from "./leastSquares.js";

/**
 * f(z) = cosh z, f' = sinh, f'' = cosh. Curvature cosh 2z - b cosh z (paper 004, Lemma 4.4 lacks the -1: erratum E6)
 * has infimum 1 - b for b <= 4 and -1 - b^2/8 above (Lemma 4.7 asks for 4 times as much: FORMULAS-regression 1.1).
 */
export const cosh: Link = {
  work: 2,
  prepare: (math, z, work) => math.sinhCosh(z, work[0], work[1]),
  f: 1,
  slope: 0,
  curvature: 1,
  threshold: (b) => (b <= 4 ? b - 1 : 1 + (b * b) / 8),
};
