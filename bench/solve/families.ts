// Families of rows that decide how hard a regression is: rare columns, heavy tails, mixed and correlated columns.
import type { CsrArrays, DenseArrays, Source } from "../data.js";
import { product } from "./problems.js";

type Rows = CsrArrays | DenseArrays;

/** One entry 1 in each of `groups` groups of `levels` columns, level k with probability proportional to k^-exponent. */
export function oneHotRows(rows: number, groups: number, levels: number, exponent: number, from: Source): CsrArrays {
  const share = new Float64Array(levels);
  for (let k = 0; k < levels; k++) share[k] = (k ? share[k - 1] : 0) + (k + 1) ** -exponent;
  const indptr = Int32Array.from({ length: rows + 1 }, (_, i) => i * groups);
  const indices = new Int32Array(rows * groups);
  for (let at = 0; at < indices.length; at++) {
    const drawn = from.uniform() * share[levels - 1];
    let level = 0;
    while (level < levels - 1 && share[level] < drawn) level++;
    indices[at] = (at % groups) * levels + level;
  }
  return { rows, columns: groups * levels, indptr, indices, data: new Float64Array(indices.length).fill(1) };
}

/** Makes normal rows multivariate t: each divided by the root of its own chi-squared over its degrees of freedom. */
export function thickenTails(A: Rows, degrees: number, from: Source): void {
  for (let i = 0; i < A.rows; i++) {
    let squares = 0;
    for (let k = 0; k < degrees; k++) squares += from.normal() ** 2;
    scaleRow(A, i, Math.sqrt(degrees / squares));
  }
}

/**
 * A <- A diag(sigma) Q with sigma falling evenly in its logarithm from 1 to 1/condition. The orthogonal Q rotates
 * random pairs of columns, log2(columns) times over, after which every column is a mixture of all.
 */
export function mixColumns(A: DenseArrays, condition: number, from: Source): void {
  const { columns, data } = A;
  const sigma = Float64Array.from({ length: columns }, (_, j) => condition ** (-j / (columns - 1)));
  const rounds = Array.from({ length: Math.ceil(Math.log2(columns)) }, () => pairing(columns, from));
  for (let start = 0; start < data.length; start += columns) {
    const row = data.subarray(start, start + columns);
    for (let j = 0; j < columns; j++) row[j] *= sigma[j];
    for (const { order, cosine, sine } of rounds) {
      for (let k = 0; k < cosine.length; k++) {
        const [p, q] = [row[order[2 * k]], row[order[2 * k + 1]]];
        row[order[2 * k]] = cosine[k] * p - sine[k] * q;
        row[order[2 * k + 1]] = sine[k] * p + cosine[k] * q;
      }
    }
  }
}

/** Columns in random order, to be rotated two by two by random angles. */
function pairing(columns: number, from: Source) {
  const order = Int32Array.from({ length: columns }, (_, j) => j);
  for (let j = columns - 1; j > 0; j--) {
    const k = Math.floor(from.uniform() * (j + 1));
    [order[j], order[k]] = [order[k], order[j]];
  }
  const angles = Float64Array.from({ length: columns >> 1 }, () => 2 * Math.PI * from.uniform());
  return { order, cosine: angles.map(Math.cos), sine: angles.map(Math.sin) };
}

/** Rows N(mean, Sigma) with Sigma_ij = variance correlation^|i - j|. */
export function correlatedRows(
  rows: number,
  columns: number,
  { mean, variance, correlation }: { mean: number; variance: number; correlation: number },
  from: Source,
): DenseArrays {
  const data = new Float64Array(rows * columns);
  const [size, fresh] = [Math.sqrt(variance), Math.sqrt(1 - correlation * correlation)];
  for (let i = 0; i < rows; i++) {
    let walk = from.normal();
    for (let j = 0; j < columns; j++) {
      if (j) walk = correlation * walk + fresh * from.normal();
      data[i * columns + j] = mean + size * walk;
    }
  }
  return { rows, columns, data };
}

/**
 * Scales x until the root mean square of A x is `size`, rows with |(A x)_i| > most being shrunk to `most`; returns A x.
 * Without the limit, f(A x) of a heavy-tailed row would overflow.
 */
export function fitScale(A: Rows, x: Float64Array, size: number, most: number): Float64Array {
  const z = product(A, x);
  const limited = (scale: number): Float64Array => z.map((v) => Math.max(-most, Math.min(most, scale * v)));
  let [low, high] = [0, size / rootMeanSquare(z)];
  while (rootMeanSquare(limited(high)) < size) high *= 2;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (rootMeanSquare(limited(middle)) < size) low = middle;
    else high = middle;
  }
  for (let j = 0; j < x.length; j++) x[j] *= high;
  for (let i = 0; i < A.rows; i++) {
    const excess = (high * Math.abs(z[i])) / most;
    if (excess > 1) scaleRow(A, i, 1 / excess);
  }
  return limited(high);
}

/** A count of the given mean: Knuth's product of uniforms, in parts that do not underflow. */
export function poisson(mean: number, from: Source): number {
  let count = 0;
  for (let left = mean; left > 0; left -= 30) {
    const least = Math.exp(-Math.min(left, 30));
    for (let product = from.uniform(); product > least; product *= from.uniform()) count++;
  }
  return count;
}

function rootMeanSquare(z: Float64Array): number {
  return Math.sqrt(z.reduce((sum, v) => sum + v * v, 0) / z.length);
}

function scaleRow(A: Rows, i: number, scale: number): void {
  const [from, to] = "indptr" in A ? [A.indptr[i], A.indptr[i + 1]] : [i * A.columns, (i + 1) * A.columns];
  for (let k = from; k < to; k++) A.data[k] *= scale;
}
