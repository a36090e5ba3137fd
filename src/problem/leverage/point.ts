import { gramDepth, packLength } from "../../wasm/denseKernels.js";
import type { Arena } from "../../wasm/memory.js";
import { type Paced, passed } from "../../wasm/pace.js";
import { productPack } from "../../wasm/productKernels.js";
import { deflate } from "./deflate.js";
import { BLOCK, type Engine } from "./engine.js";
import { layoutFactor, thinQr } from "./qr.js";
import { exponentBits, powerOfTwo, readRow, type Scores, slacksAt } from "./scores.js";

/**
 * Storage of a point: 4 n x d, n-vectors: s, sigma and the order of the rows (32 bit), 3 d^2, 6 d numbers, 2049 words, and
 * what the kernels pack, O(d) for each of at most 128 rows.
 */
export function layoutPoint(n: number, d: number, arena: Arena) {
  return {
    x: arena.f64(d),
    s: arena.f64(n),
    sigma: arena.f64(n),
    U: arena.f64(n * d),
    Z: arena.f64(n * d),
    W: arena.f64(n * d),
    nearP: arena.f64(n * d),
    factor: layoutFactor(d, arena),
    B: arena.f64(d * d),
    /** Zero below the diagonal, always. */
    fold: arena.f64(d * d),
    h: arena.f64(d),
    g: arena.f64(d),
    pack: arena.f64(Math.max(packLength(d, gramDepth(d)), productPack(BLOCK, d, d))),
    rows: arena.i32(n),
    buckets: arena.i32(2049),
  };
}

export type PointParts = ReturnType<typeof layoutPoint>;

/** U = S^-1 A = Z Rf at a point, Z with orthonormal columns, so that P = U (U'U)^-1 U' = Z Z' and sigma = diag P. */
export interface Point {
  readonly scores: Scores;
  readonly n: number;
  readonly d: number;
  readonly x: Float64Array;
  /** A x - b; exact zeros are moved to a distance of 1e-40. */
  readonly s: Float64Array;
  readonly sigma: Float64Array;
  /** n x d, row-major, as Z. */
  readonly U: Float64Array;
  readonly Z: Float64Array;
  /** Rows close to their hyperplane s_i = 0 (sigma_i close to 1), at most d. */
  near: Int32Array;
  /** Row k: P_ij for i = near[k], all j, accurate relative to s_i. */
  readonly nearP: Float64Array;
  /** n x d of scratch. */
  readonly W: Float64Array;
  readonly parts: PointParts;
  readonly engine: Engine;
}

export function pointAt(scores: Scores, parts: PointParts, engine: Engine): Point {
  const { n, d } = scores;
  const data = <T extends { data: Float64Array }>(v: T): Float64Array => v.data;
  return {
    scores,
    n,
    d,
    x: data(parts.x),
    s: data(parts.s),
    sigma: data(parts.sigma),
    U: data(parts.U),
    Z: data(parts.Z),
    near: new Int32Array(0),
    nearP: data(parts.nearP),
    W: data(parts.W),
    parts,
    engine,
  };
}

/** Rows with a score above this are taken out before the factorisation: 1 - sigma_i would lose too many digits. */
const NEAR = 0.99;
/** Where s_i = 0 exactly, the distance to the hyperplane that stands for it: sigma and its derivatives are smooth there. */
const NUDGE = 1e-40;

/**
 * Factorises U at point.x. False where nothing is defined: s overflows, or dependent rows have s_i = 0 together (the
 * only true singularities, FORMULAS-leverage fact 5).
 */
export function* factorise(point: Point): Paced<boolean> {
  const nudged = slacks(point);
  if (!nudged) return false;
  yield* factoriseSlacks(point);
  return nudged.every((i) => point.near.includes(i));
}

/** Factorises U = diag(1/s) A for the s that stands in point.s, whether some A x - b or not; no s_i of a nonzero row is 0. */
export function* factoriseSlacks(point: Point): Paced<void> {
  const { scores, n, d, s, sigma, U, Z, W, parts, engine } = point;
  const { columnScale } = scores;
  for (let i = 0, at = 0; i < n; i++) {
    readRow(scores.A, i, U, at);
    const by = scores.rowSize[i] > 0 ? s[i] : 1;
    for (let j = 0; j < d; j++, at++) U[at] /= by;
  }
  const rows = parts.rows.data;
  // The largest row is scaled to about 1: far from all hyperplanes the squares of U underflow.
  const scale = sortBySize(point);
  for (let k = 0, at = 0; k < n; k++) {
    for (let j = 0, from = rows[k] * d; j < d; j++, at++, from++) W[at] = U[from] * columnScale[j] * scale;
  }
  yield* passed(engine.pace, 6 * n * d);
  yield* thinQr(engine, n, d, parts.W, parts.factor);
  const near: number[] = [];
  for (let k = 0; k < n; k++) {
    const i = rows[k];
    let sum = 0;
    for (let j = 0; j < d; j++) {
      const w = W[k * d + j];
      Z[i * d + j] = w;
      sum += w * w;
    }
    sigma[i] = sum;
    if (sum > NEAR && near.length < d) near.push(i);
  }
  point.near = Int32Array.from(near);
  if (near.length > 0) yield* deflate(point, scale);
}

/** s <- A x - b; the rows with s_i = 0 that were moved off, or undefined where s is not finite or all 0. */
function slacks({ scores, n, x, s }: Point): number[] | undefined {
  slacksAt(scores, x, s);
  const zero: number[] = [];
  let farthest = 0;
  for (let i = 0; i < n; i++) {
    if (scores.rowSize[i] === 0) continue;
    if (s[i] === 0) zero.push(i);
    // NaN, from infinities of both signs, must not be lost in the maximum.
    const distance = Math.abs(s[i]) / scores.rowSize[i];
    if (!(distance <= farthest)) farthest = distance;
    if (!Number.isFinite(farthest)) return undefined;
  }
  if (farthest === 0) return undefined;
  for (const i of zero) s[i] = NUDGE * farthest * scores.rowSize[i];
  return zero;
}

/**
 * rows <- the rows of U in order of falling size, to within a factor of two: a counting sort, linear in n.
 * Returns a power of two near 1 / (size of the largest).
 */
function sortBySize({ scores, n, d, U, parts }: Point): number {
  const rows = parts.rows.data;
  const count = parts.buckets.data;
  const { columnScale } = scores;
  const size = (i: number): number => {
    let most = 0;
    for (let j = 0, at = i * d; j < d; j++, at++) most = Math.max(most, Math.abs(U[at] * columnScale[j]));
    return most;
  };
  const bits = (i: number): number => 2047 - exponentBits(size(i));
  count.fill(0);
  for (let i = 0; i < n; i++) count[bits(i) + 1]++;
  for (let k = 1; k < count.length; k++) count[k] += count[k - 1];
  for (let i = 0; i < n; i++) rows[count[bits(i)]++] = i;
  return 1 / powerOfTwo(size(rows[0]));
}
