import type { Vector, Words } from "./memory.js";
import { need, needRows } from "./need.js";
import { PANEL } from "./panel.js";
import type { RawKernels } from "./raw.js";

/** A row-major rows x columns matrix in a session's memory. */
export interface PlacedDense {
  readonly rows: number;
  readonly columns: number;
  readonly data: Vector;
}

/** Rows packed at a time: both packed panels of one depth stay within about a megabyte of cache. */
export function gramDepth(columns: number): number {
  return Math.max(64, Math.min(128, 4 * Math.floor(16384 / columns)));
}

/** Doubles of workspace that a Gram of this many columns and depth packs its panels into. */
export function packLength(columns: number, depth: number): number {
  return 16 + 2 * depth * 4 * Math.ceil(columns / 4);
}

/** Operations on the rows from..to-1 of a placed dense matrix; n-vectors are whole and indexed by row. */
export interface DenseKernels {
  /** z_i <- a_i'x */
  multiply(A: PlacedDense, x: Vector, z: Vector, from: number, to: number): void;
  /** g <- g + sum_i y_i a_i */
  multiplyTransposeAdd(A: PlacedDense, y: Vector, g: Vector, from: number, to: number): void;
  /** g <- g + sum_i y_i |a_i| */
  absTransposeAdd(A: PlacedDense, y: Vector, g: Vector, from: number, to: number): void;
  /** z_i <- a_i'v, hv <- hv + sum_i w_i z_i a_i */
  curvatureProduct(A: PlacedDense, w: Vector, v: Vector, hv: Vector, z: Vector, from: number, to: number): void;
  /** out_j <- out_j + sum_i w_i a_ij^2 */
  diagonal(A: PlacedDense, w: Vector, out: Vector, from: number, to: number): void;
  /** out_i <- w_i |a_i|^2 */
  rowNorms(A: PlacedDense, w: Vector, out: Vector, from: number, to: number): void;
  /**
   * H <- H + sum_i w_i a_i a_i', upper triangle; with `negative`, rows of negative weight go there with |w_i| instead.
   * pack has packLength(columns, depth) doubles.
   */
  gram(
    A: PlacedDense,
    w: Vector,
    H: Vector,
    negative: Vector | undefined,
    depth: number,
    pack: Vector,
    from: number,
    to: number,
  ): void;
  /** H <- H + sum_{k < count} weights_k a_i a_i' with i = list_k, upper triangle; depth and pack as in gram */
  gramRows(A: PlacedDense, list: Words, weights: Vector, count: number, depth: number, pack: Vector, H: Vector): void;
  /** out_i <- out_i + w_i |X'a_i + o|^2 for a row-major columns x PANEL array X and PANEL entries o (default 0); rows with w_i = 0 are skipped */
  projectedNormsAdd(A: PlacedDense, w: Vector, X: Vector, out: Vector, from: number, to: number, o?: Vector): void;
  /** dots_c <- dots_c + sum_i a_ij a_ic for the columns c after j */
  reflectorDots(A: PlacedDense, j: number, dots: Vector, from: number, to: number): void;
  /** a_ic <- a_ic - beta a_ij dots_c and norms_c <- norms_c + a_ic^2 for the columns c after j, then a_ij <- keep a_ij */
  reflect(
    A: PlacedDense,
    j: number,
    beta: number,
    keep: number,
    dots: Vector,
    norms: Vector,
    from: number,
    to: number,
  ): void;
  /** out_i <- a_i'X a_i for an upper triangular columns x columns array X with its zeros */
  quadraticForms(A: PlacedDense, X: Vector, out: Vector, from: number, to: number): void;
  /** row i - from of out <- the upper triangle of a_i a_i', row after row: columns (columns + 1) / 2 products */
  pairProducts(A: PlacedDense, out: Vector, from: number, to: number): void;
}

export function denseKernels(raw: RawKernels): DenseKernels {
  const start = (A: PlacedDense, from: number, to: number): number => {
    if (from < 0 || to < from) throw new Error(`rows ${from}..${to} are not a range`);
    need("A", A.data.length, to * A.columns);
    return A.data.at + 8 * from * A.columns;
  };
  const column = (A: PlacedDense, j: number): number => {
    if (!(j >= 0 && j < A.columns)) throw new Error(`column ${j} is not one of 0..${A.columns - 1}`);
    return j;
  };
  const gramArrays = (A: PlacedDense, H: Vector, depth: number, pack: Vector): void => {
    need("H", H.length, A.columns * A.columns);
    need("pack", pack.length, packLength(A.columns, depth));
    if (depth < 4 || depth % 4 !== 0) throw new Error(`depth ${depth} is not a positive multiple of 4`);
  };
  return {
    multiply(A, x, z, from, to) {
      const at = start(A, from, to);
      need("x", x.length, A.columns);
      need("z", z.length, to);
      raw.denseMultiply(to - from, A.columns, at, x.at, z.at + 8 * from);
    },
    multiplyTransposeAdd(A, y, g, from, to) {
      const at = start(A, from, to);
      need("y", y.length, to);
      need("g", g.length, A.columns);
      raw.denseMultiplyTransposeAdd(to - from, A.columns, at, y.at + 8 * from, g.at);
    },
    absTransposeAdd(A, y, g, from, to) {
      const at = start(A, from, to);
      need("y", y.length, to);
      need("g", g.length, A.columns);
      raw.denseAbsTransposeAdd(to - from, A.columns, at, y.at + 8 * from, g.at);
    },
    curvatureProduct(A, w, v, hv, z, from, to) {
      const at = start(A, from, to);
      need("w", w.length, to);
      need("v", v.length, A.columns);
      need("hv", hv.length, A.columns);
      need("z", z.length, to);
      raw.denseCurvatureProduct(to - from, A.columns, at, w.at + 8 * from, v.at, hv.at, z.at + 8 * from);
    },
    diagonal(A, w, out, from, to) {
      const at = start(A, from, to);
      need("w", w.length, to);
      need("out", out.length, A.columns);
      raw.denseDiagonal(to - from, A.columns, at, w.at + 8 * from, out.at);
    },
    rowNorms(A, w, out, from, to) {
      const at = start(A, from, to);
      need("w", w.length, to);
      need("out", out.length, to);
      raw.denseRowNorms(to - from, A.columns, at, w.at + 8 * from, out.at + 8 * from);
    },
    gram(A, w, H, negative, depth, pack, from, to) {
      const at = start(A, from, to);
      need("w", w.length, to);
      gramArrays(A, H, depth, pack);
      if (negative) need("negative", negative.length, A.columns * A.columns);
      const n = to - from;
      raw.denseGram(n, A.columns, at, w.at + 8 * from, H.at, negative ? 1 : 0, depth, pack.at, 0);
      if (negative) raw.denseGram(n, A.columns, at, w.at + 8 * from, negative.at, -1, depth, pack.at, 0);
    },
    gramRows(A, list, weights, count, depth, pack, H) {
      const at = start(A, 0, A.rows);
      need("list", list.length, count);
      needRows(list.data, count, A.rows);
      need("weights", weights.length, count);
      gramArrays(A, H, depth, pack);
      raw.denseGram(count, A.columns, at, weights.at, H.at, 0, depth, pack.at, list.at);
    },
    projectedNormsAdd(A, w, X, out, from, to, o) {
      const at = start(A, from, to);
      need("w", w.length, to);
      need("X", X.length, PANEL * A.columns);
      if (o) need("o", o.length, PANEL);
      need("out", out.length, to);
      const origin = o ? o.at : 0;
      raw.denseProjectedNormsAdd(to - from, A.columns, at, w.at + 8 * from, X.at, out.at + 8 * from, origin);
    },
    reflectorDots(A, j, dots, from, to) {
      const at = start(A, from, to) + 8 * column(A, j);
      need("dots", dots.length, A.columns);
      raw.denseReflectorDots(to - from, A.columns - j - 1, 8 * A.columns, at, dots.at + 8 * (j + 1));
    },
    reflect(A, j, beta, keep, dots, norms, from, to) {
      const at = start(A, from, to) + 8 * column(A, j);
      need("dots", dots.length, A.columns);
      need("norms", norms.length, A.columns);
      const after = 8 * (j + 1);
      raw.denseReflect(to - from, A.columns - j - 1, 8 * A.columns, at, beta, keep, dots.at + after, norms.at + after);
    },
    quadraticForms(A, X, out, from, to) {
      const at = start(A, from, to);
      need("X", X.length, A.columns * A.columns);
      need("out", out.length, to);
      raw.denseQuadraticForms(to - from, A.columns, at, X.at, out.at + 8 * from);
    },
    pairProducts(A, out, from, to) {
      const at = start(A, from, to);
      need("out", out.length, ((to - from) * A.columns * (A.columns + 1)) / 2);
      raw.densePairProducts(to - from, A.columns, at, out.at);
    },
  };
}
