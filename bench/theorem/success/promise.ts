// What theory says of the spectral error of a Bernoulli sample.

/**
 * Matrix Chernoff (Tropp 2012, Theorem 1.1) with its own constants: for independent positive semidefinite terms of sum
 * I in the mean, each at most `largest` in norm,
 * P(eps > e) <= d [e^-e / (1 - e)^(1 - e)]^(1/L) + d [e^e / (1 + e)^(1 + e)]^(1/L). Rows that are certain have no part in L.
 */
export function chernoff(d: number, largest: number, e: number): number {
  const below = e < 1 ? -e - (1 - e) * Math.log(1 - e) : e === 1 ? -1 : Number.NEGATIVE_INFINITY;
  const above = e - (1 + e) * Math.log(1 + e);
  return Math.min(1, d * Math.exp(below / largest) + d * Math.exp(above / largest));
}

/** Marchenko and Pastur: the error of s rows that look Gaussian, as d and s grow with g = d/s: 2 sqrt(g) + g. */
export function marchenkoPastur(d: number, rows: number): number {
  const g = d / rows;
  return 2 * Math.sqrt(g) + g;
}
