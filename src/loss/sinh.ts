import type { Link } from "./leastSquares.js";

/**
 * f(z) = sinh z, f' = cosh, f'' = sinh. Curvature cosh 2z - b sinh z (paper 004, Lemma 5.3 has -1 for +1: erratum E7)
 * has infimum 1 - b^2/8 (Lemma 5.7 asks for 4 times as much in b^2: FORMULAS-regression 1.1).
 */
export const sinh: Link = {
  work: 2,
  prepare: (math, z, work) => math.sinhCosh(z, work[0], work[1]),
  f: 0,
  slope: 1,
  curvature: 0,
  threshold: (b) => (b * b) / 8 - 1,
};
