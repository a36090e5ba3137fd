import type { Arena } from "../../wasm/memory.js";
import type { Paced } from "../../wasm/pace.js";
import { fitSlacks, layoutConvex } from "./convex.js";
import type { Point } from "./point.js";
import { layoutFactor } from "./qr.js";
import { findSigns, type Sizes, solveForPoint } from "./recover.js";
import { readRow, type Scores } from "./scores.js";
import { type Structure, structureOf } from "./structure.js";

/** Storage: the convex stage's, n x 2 d, the factor of 2 d columns, d + 1 numbers, 4 words. */
export function layoutStart(n: number, d: number, arena: Arena) {
  return {
    convex: layoutConvex(n, d, arena),
    V: arena.f64(2 * n * d),
    factor: layoutFactor(2 * d, arena),
    normals: arena.f64(d + 1),
    words: arena.i32(4),
  };
}

export type StartParts = ReturnType<typeof layoutStart>;

/** How far the signs' vector may be off the span, relative to how far the scores were fitted. */
const LOOSE = 1e4;
const LEAST = 1e-6;

/**
 * x <- the point behind the scores, by a global method that the paper does not have (FORMULAS-leverage 6): |s| up to scale
 * from a convex problem, then its signs (given, or searched for), then least squares. Exact where the scores are; the
 * point's factorisation is overwritten.
 */
export function* scoreStart(
  point: Point,
  tau: Float64Array,
  signs: Float64Array | undefined,
  parts: StartParts,
  x: Float64Array,
): Paced<void> {
  const { scores, engine } = point;
  const { V, factor } = parts;
  const structure = structureOfRows(scores, false, V.data);
  const off = yield* fitSlacks(point, tau, structure, parts.convex);
  const close = Math.max(LEAST, Math.min(LOOSE * off, 0.3));
  const sizes: Sizes = { engine, scores, m: point.s.slice(), structure, close, V, factor };
  const normals = (draw: number, out: Float64Array): void => {
    engine.kernels.random.normal({ seed: 0, draw, iteration: 0, purpose: 4 }, 0, parts.words, parts.normals);
    out.set(parts.normals.data.subarray(0, out.length));
  };
  yield* solveForPoint(sizes, signs ?? (yield* findSigns(sizes, normals)), x);
}

/** The structure of A's rows, or of those of [A, b]. */
export function structureOfRows(
  { A, n, d, b, columnScale, rowSize }: Scores,
  offset: boolean,
  V: Float64Array,
): Structure {
  const k = offset ? d + 1 : d;
  const row = new Float64Array(d);
  let largest = 0;
  for (let i = 0; i < n; i++) if (rowSize[i] > 0) largest = Math.max(largest, Math.abs(b[i]) / rowSize[i]);
  for (let i = 0; i < n; i++) {
    readRow(A, i, row);
    const size = rowSize[i] || 1;
    for (let j = 0; j < d; j++) V[i * k + j] = (row[j] * columnScale[j]) / size;
    if (offset) V[i * k + d] = b[i] / size / (largest || 1);
  }
  return structureOf(n, k, V);
}
