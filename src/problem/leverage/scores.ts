import { InputError } from "../../inputError.js";
import type { Matrix } from "../../matrix/matrix.js";
import { place } from "../../wasm/memory.js";
import { drain } from "../../wasm/pace.js";
import { backSubstitute, layoutFactor, thinQr } from "./qr.js";

/** Everything about s = A x - b, checked and prepared once. */
export interface Scores {
  readonly A: Matrix;
  readonly n: number;
  readonly d: number;
  /** The offset. */
  readonly b: Float64Array;
  /** Powers of two near 1 / (largest entry of the column): small problems inside are solved in these units. */
  readonly columnScale: Float64Array;
  /** Largest |a_ij| columnScale_j of each row: |s_i| over it is the distance to the hyperplane s_i = 0, about. */
  readonly rowSize: Float64Array;
  /** The point nearest to all hyperplanes, argmin sum (s_i / rowSize_i)^2. */
  readonly center: Float64Array;
  /** d x d: x = center + spread z, z normal, is about where the hyperplanes are. */
  readonly spread: Float64Array;
  /** |s at the center| / |b| over rows scaled to size 1: about 0 where b is in range(A). */
  readonly offRange: number;
}

/** Columns whose part outside the others is below this share of the largest count as dependent. */
const RANK = 1e-12;

/**
 * Scales rows and columns of A (both harmless to sigma), checks the rank, finds where the hyperplanes lie.
 * @throws InputError where A has fewer rows than columns or linearly dependent columns.
 */
export function prepare(A: Matrix, b: Float64Array): Scores {
  const { rows: n, columns: d } = A;
  if (n < d) {
    throw new InputError(
      "length",
      "A",
      `A has ${n} rows and ${d} columns: leverage scores need at least as many rows as columns`,
    );
  }
  const row = new Float64Array(d);
  const largest = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    readRow(A, i, row);
    // Rows may have any scale of their own: a column's unit is judged by the rows scaled to largest entry 1.
    const size = maxAbs(row);
    if (size > 0) for (let j = 0; j < d; j++) largest[j] = Math.max(largest[j], Math.abs(row[j]) / size);
  }
  const columnScale = largest.map((v) => 1 / powerOfTwo(v));
  const rowSize = new Float64Array(n);
  const { kernels, parts, release } = place((arena) => ({ W: arena.f64(n * d), factor: layoutFactor(d, arena) }));
  const W = parts.W.data;
  const target = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    readRow(A, i, row);
    for (let j = 0; j < d; j++) row[j] *= columnScale[j];
    rowSize[i] = maxAbs(row);
    if (rowSize[i] === 0) continue;
    for (let j = 0; j < d; j++) W[i * d + j] = row[j] / rowSize[i];
    target[i] = b[i] / rowSize[i];
  }
  drain(thinQr({ kernels, pace: { spent: 0 } }, n, d, parts.W, parts.factor));
  const [R, order] = [parts.factor.R.data, parts.factor.order.data];
  for (let j = 0; j < d; j++) {
    if (Math.abs(R[j * d + j]) > RANK * Math.abs(R[0])) continue;
    throw new InputError(
      "range",
      "A",
      `the columns of A are linearly dependent (column ${order[j]} is a combination of the others to within ${RANK}): leverage scores need full column rank, so drop that column`,
      order[j],
    );
  }
  const situation = situate(n, d, W, R, order, target, columnScale);
  release();
  return { A, n, d, b, columnScale, rowSize, ...situation };
}

/** Least squares of the scaled rows by the factors W = Q R. */
function situate(
  n: number,
  d: number,
  Q: Float64Array,
  R: Float64Array,
  order: Int32Array,
  target: Float64Array,
  columnScale: Float64Array,
): Pick<Scores, "center" | "spread" | "offRange"> {
  const y = new Float64Array(d);
  let size = 0;
  for (let i = 0; i < n; i++) {
    size += target[i] * target[i];
    for (let j = 0; j < d; j++) y[j] += Q[i * d + j] * target[i];
  }
  let off = 0;
  for (let i = 0; i < n; i++) {
    let rest = target[i];
    for (let j = 0; j < d; j++) rest -= Q[i * d + j] * y[j];
    off += rest * rest;
  }
  const center = new Float64Array(d);
  backSubstitute(d, R, y);
  for (let j = 0; j < d; j++) center[order[j]] = y[j] * columnScale[order[j]];
  const offRange = size > 0 ? Math.sqrt(off / size) : 0;
  // Off the range the residual tells how far apart the hyperplanes are; on it only their size does.
  const scale = Math.sqrt(offRange > 1e-6 ? off : size) || Math.sqrt(n);
  const spread = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    y.fill(0);
    y[k] = scale;
    backSubstitute(d, R, y);
    for (let j = 0; j < d; j++) spread[order[j] * d + k] = y[j] * columnScale[order[j]];
  }
  return { center, spread, offRange };
}

/** out[at..at + d - 1] <- row i of A */
export function readRow(A: Matrix, i: number, out: Float64Array, at = 0): void {
  const d = A.columns;
  if ("indptr" in A) {
    out.fill(0, at, at + d);
    for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) out[at + A.indices[k]] += A.data[k];
  } else {
    const { data } = A;
    for (let j = 0, from = i * d; j < d; j++, from++) out[at + j] = data[from];
  }
}

/** a_i'x */
export function rowTimes(A: Matrix, i: number, x: ArrayLike<number>): number {
  let sum = 0;
  if ("indptr" in A) {
    for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) sum += A.data[k] * x[A.indices[k]];
  } else {
    for (let j = 0; j < A.columns; j++) sum += A.data[i * A.columns + j] * x[j];
  }
  return sum;
}

/** s <- A x - b */
export function slacksAt({ A, n, b }: Scores, x: ArrayLike<number>, s: Float64Array): void {
  for (let i = 0; i < n; i++) s[i] = rowTimes(A, i, x) - b[i];
}

export function maxAbs(v: Float64Array): number {
  let most = 0;
  for (let i = 0; i < v.length; i++) most = Math.max(most, Math.abs(v[i]));
  return most;
}

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);

/** The power of two at or below v > 0, from its bits; 1 for 0 and for subnormal v. */
export function powerOfTwo(v: number): number {
  double[0] = v;
  words[0] = 0;
  words[1] &= 0x7ff00000;
  return double[0] || 1;
}

/** The exponent bits of |v|, 0 to 2047: larger for larger v. */
export function exponentBits(v: number): number {
  double[0] = v;
  return (words[1] >>> 20) & 0x7ff;
}
