import type { Vector } from "../../wasm/memory.js";
import type { Paced } from "../../wasm/pace.js";
import type { Engine } from "./engine.js";
import { backSubstitute, type Factor, thinQr } from "./qr.js";
import { readRow, type Scores } from "./scores.js";
import { type Normals, searchSigns } from "./signSearch.js";
import type { Structure } from "./structure.js";

/** What is known of s = A x - b when its signs are wanted: |s_i| up to one scale for each component of A's rows. */
export interface Sizes {
  readonly engine: Engine;
  readonly scores: Scores;
  readonly m: Float64Array;
  readonly structure: Structure;
  /** How far m may be off, relative. */
  readonly close: number;
  /** n x 2 d of scratch. */
  readonly V: Vector;
  /** Of at most 2 d columns. */
  readonly factor: Factor;
}

/** Distances below this, of which 1 is the mean, weigh no more. */
const NEAREST = 1e-3;
/** Columns of [A, -D] whose own part is below this share count as dependent: x is then not determined. */
const DEPENDENT = 1e-6;

/**
 * x with A x - b = alpha_c signs_i m_i on the rows i of each component c: least squares for [x; alpha] of
 * [A/m, -signs][x; alpha] = b/m, exact where m and signs are. Where that does not determine x (b in range(A), coloops)
 * every alpha is 1. Returns alpha, or undefined for that case.
 */
export function* solveForPoint(
  { engine, scores, m, structure, V: space, factor }: Sizes,
  signs: Float64Array,
  x: Float64Array,
): Paced<Float64Array | undefined> {
  const { n, d, b, columnScale } = scores;
  const full = yield* leastSquares(d + structure.count);
  const answer = full ?? (yield* leastSquares(d));
  for (let j = 0; j < d; j++) x[j] = (answer?.[j] ?? 0) * columnScale[j];
  return full?.subarray(d);

  /** Of the first k columns, the alphas outside them 1; undefined where they are dependent. */
  function* leastSquares(k: number): Paced<Float64Array | undefined> {
    if (k > n) return undefined;
    const V = space.data;
    const row = new Float64Array(d);
    const target = new Float64Array(n);
    V.fill(0, 0, n * k);
    for (let i = 0; i < n; i++) {
      const c = structure.label[i];
      if (c < 0) continue;
      readRow(scores.A, i, row);
      // Relative errors of s count, but for rows so near that their weight would drown the others.
      const weight = 1 / Math.max(m[i], NEAREST * scores.rowSize[i]);
      for (let j = 0; j < d; j++) V[i * k + j] = row[j] * columnScale[j] * weight;
      if (k > d) V[i * k + d + c] = -signs[i] * m[i] * weight;
      target[i] = (b[i] + (k > d ? 0 : signs[i] * m[i])) * weight;
    }
    yield* thinQr(engine, n, k, space, factor);
    const [R, order] = [factor.R.data, factor.order.data];
    for (let j = 0; j < k; j++) if (!(Math.abs(R[j * k + j]) > DEPENDENT * Math.abs(R[0]))) return undefined;
    const y = new Float64Array(k);
    for (let i = 0; i < n; i++) for (let j = 0; j < k; j++) y[j] += V[i * k + j] * target[i];
    backSubstitute(k, R, y);
    const out = new Float64Array(k);
    for (let j = 0; j < k; j++) out[order[j]] = y[j];
    return out;
  }
}

/**
 * signs of s, component by component: on its rows alpha D = (A x - b) / m, so D lies in the span of [A/m, b/m] there
 * (searchSigns), up to D and -D, of which the one with alpha > 0 counts. Where the span is everything (n = d + 1, coloops)
 * any signs do, and those at the center of the hyperplanes are taken.
 */
export function* findSigns(sizes: Sizes, normals: Normals): Paced<Float64Array> {
  const { engine, scores, m, structure, factor } = sizes;
  const V = sizes.V.data;
  const { n, d, b, columnScale } = scores;
  const signs = new Float64Array(n);
  const row = new Float64Array(d);
  const first = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    readRow(scores.A, i, row);
    let sum = -b[i];
    for (let j = 0; j < d; j++) sum += row[j] * scores.center[j];
    first[i] = sum / m[i];
    signs[i] = sum < 0 ? -1 : 1;
  }
  for (let c = 0; c < structure.count; c++) {
    const rows = Int32Array.from({ length: n }, (_, i) => i).filter((i) => structure.label[i] === c);
    const size = rows.length;
    const k = Math.min(d + 1, size);
    if (size <= k) continue;
    rows.forEach((i, p) => {
      readRow(scores.A, i, row);
      for (let j = 0; j < d; j++) V[p * k + j] = (row[j] * columnScale[j]) / m[i];
      V[p * k + d] = b[i] / m[i];
    });
    yield* thinQr(engine, size, k, sizes.V, factor);
    const R = factor.R.data;
    let rank = 0;
    while (rank < k && Math.abs(R[rank * k + rank]) > 1e-9 * Math.abs(R[0])) rank++;
    if (rank >= size) continue;
    // The first `rank` columns of Q span the rows' space.
    for (let p = 0; p < size; p++) for (let j = 0; j < rank; j++) V[p * rank + j] = V[p * k + j];
    const started = Float64Array.from(rows, (i) => first[i]);
    const found = yield* searchSigns(size, rank, V, started, sizes.close, normals, engine.pace);
    rows.forEach((i, p) => {
      signs[i] = found.signs[p];
    });
  }
  const alpha = yield* solveForPoint(sizes, signs, new Float64Array(d));
  if (alpha) for (let i = 0; i < n; i++) if (alpha[structure.label[i]] < 0) signs[i] = -signs[i];
  return signs;
}
