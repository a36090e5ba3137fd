/** |z| of a standard normal exceeds this with probability 1e-6; seeds are fixed, so a pass stays a pass. */
export const Z = 4.8917;

/** Probability that chi-square of an even number of degrees of freedom exceeds x: a Poisson sum, exact. */
export function chiSquareTail(x: number, degrees: number): number {
  if (degrees % 2 !== 0) throw new Error("an even number of degrees is needed");
  let term = Math.exp(-x / 2);
  let sum = 0;
  for (let j = 0; j < degrees / 2; j++) {
    sum += term;
    term *= x / 2 / (j + 1);
  }
  return sum;
}

/** Bounds of a standard normal's |z| so that the largest of `count` exceeds it with probability 1e-6 at most (Bonferroni). */
export function largestZ(count: number): number {
  // The tail is below exp(-z^2 / 2) / z: bisect for 1e-6 / (2 count).
  let [low, high] = [1, 40];
  for (let i = 0; i < 60; i++) {
    const z = (low + high) / 2;
    if (Math.exp((-z * z) / 2) / (z * Math.sqrt(2 * Math.PI)) > 1e-6 / (2 * count)) low = z;
    else high = z;
  }
  return high;
}

/** Wilson's lower bound of a probability from `hits` of `trials`, one-sided at 95 %. */
export function wilsonLower(hits: number, trials: number): number {
  const z = 1.6449;
  const p = hits / trials;
  const centre = p + (z * z) / (2 * trials);
  const half = z * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  return (centre - half) / (1 + (z * z) / trials);
}
