import { integer, integers, type Random, reals } from "./seeded.js";

/** A row-major d x d array whose strict lower triangle is NaN, if not told otherwise: a kernel that reads it shows it. */
export function upperOf(d: number, entry: (i: number, j: number) => number, lower = Number.NaN): Float64Array {
  const H = new Float64Array(d * d).fill(lower);
  for (let i = 0; i < d; i++) for (let j = i; j < d; j++) H[i * d + j] = entry(i, j);
  return H;
}

/** Small integers above a diagonal of 1, 2 and 4: products, square roots of its squares and quotients are exact. */
export function integerTriangle(random: Random, d: number, lower = Number.NaN): Float64Array {
  const off = integers(random, d * d, 2);
  return upperOf(d, (i, j) => (i === j ? 2 ** integer(random, 0, 2) : off[i * d + j]), lower);
}

/** The upper triangle of R'R, by plain sums; below it what is below R's. */
export function square(d: number, R: Float64Array): Float64Array {
  const entry = (i: number, j: number): number => {
    let sum = 0;
    for (let k = 0; k <= i; k++) sum += R[k * d + i] * R[k * d + j];
    return sum;
  };
  return upperOf(d, entry, d > 1 ? R[d] : 0);
}

/** The upper triangle of a positive definite matrix: B'B of d rows and d columns of reals, and a little of the diagonal. */
export function definite(random: Random, d: number): Float64Array {
  const B = reals(random, d * d);
  return upperOf(d, (i, j) => {
    let sum = 0;
    for (let k = 0; k < d; k++) sum += B[k * d + i] * B[k * d + j];
    return i === j ? sum * (1 + 2 ** -20) : sum;
  });
}
