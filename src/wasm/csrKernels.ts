import type { Vector, Words } from "./memory.js";
import { need, needRows } from "./need.js";
import { PANEL } from "./panel.js";
import type { RawKernels } from "./raw.js";

/** A CSR matrix in a session's memory. */
export interface PlacedCsr {
  readonly rows: number;
  readonly columns: number;
  readonly indptr: Words;
  readonly indices: Words;
  readonly data: Vector;
}

/** Operations on the rows from..to-1 of a placed CSR matrix; n-vectors are whole and indexed by row. */
export interface CsrKernels {
  /** z_i <- a_i'x */
  multiply(A: PlacedCsr, x: Vector, z: Vector, from: number, to: number): void;
  /** g <- g + sum_i y_i a_i */
  multiplyTransposeAdd(A: PlacedCsr, y: Vector, g: Vector, from: number, to: number): void;
  /** g <- g + sum_i y_i |a_i| */
  absTransposeAdd(A: PlacedCsr, y: Vector, g: Vector, from: number, to: number): void;
  /** z_i <- a_i'v, hv <- hv + sum_i w_i z_i a_i */
  curvatureProduct(A: PlacedCsr, w: Vector, v: Vector, hv: Vector, z: Vector, from: number, to: number): void;
  /** out_j <- out_j + sum_i w_i a_ij^2 */
  diagonal(A: PlacedCsr, w: Vector, out: Vector, from: number, to: number): void;
  /** out_i <- w_i |a_i|^2 */
  rowNorms(A: PlacedCsr, w: Vector, out: Vector, from: number, to: number): void;
  /**
   * H <- H + sum_i w_i a_i a_i', upper triangle; with `negative`, rows of negative weight go there with |w_i| instead.
   * cursor has an entry a row of the range, or none where one strip holds all columns.
   */
  gram(
    A: PlacedCsr,
    w: Vector,
    strip: number,
    H: Vector,
    negative: Vector | undefined,
    cursor: Words,
    from: number,
    to: number,
  ): void;
  /** H <- H + sum_{k < count} weights_k a_i a_i' with i = list_k, upper triangle; cursor as in gram, an entry a k */
  gramRows(A: PlacedCsr, list: Words, weights: Vector, count: number, strip: number, H: Vector, cursor: Words): void;
  /** tile <- the rows as a dense row-major array */
  expand(A: PlacedCsr, tile: Vector, from: number, to: number): void;
  /** tile <- the rows list_from..list_(to-1) as a dense row-major array */
  expandRows(A: PlacedCsr, list: Words, tile: Vector, from: number, to: number): void;
  /** out_i <- out_i + w_i |X'a_i + o|^2 for a row-major columns x PANEL array X and PANEL entries o (default 0); rows with w_i = 0 are skipped */
  projectedNormsAdd(A: PlacedCsr, w: Vector, X: Vector, out: Vector, from: number, to: number, o?: Vector): void;
}

export function csrKernels(raw: RawKernels): CsrKernels {
  const range = (A: PlacedCsr, from: number, to: number): void => {
    if (from < 0 || to < from) throw new Error(`rows ${from}..${to} are not a range`);
    need("indptr", A.indptr.length, to + 1);
    need("indices", A.indices.length, A.indptr.data[to]);
    need("data", A.data.length, A.indptr.data[to]);
  };
  return {
    multiply(A, x, z, from, to) {
      range(A, from, to);
      need("x", x.length, A.columns);
      need("z", z.length, to);
      raw.csrMultiply(to - from, A.indptr.at + 4 * from, A.indices.at, A.data.at, x.at, z.at + 8 * from);
    },
    multiplyTransposeAdd(A, y, g, from, to) {
      range(A, from, to);
      need("y", y.length, to);
      need("g", g.length, A.columns);
      raw.csrMultiplyTransposeAdd(to - from, A.indptr.at + 4 * from, A.indices.at, A.data.at, y.at + 8 * from, g.at);
    },
    absTransposeAdd(A, y, g, from, to) {
      range(A, from, to);
      need("y", y.length, to);
      need("g", g.length, A.columns);
      raw.csrAbsTransposeAdd(to - from, A.indptr.at + 4 * from, A.indices.at, A.data.at, y.at + 8 * from, g.at);
    },
    curvatureProduct(A, w, v, hv, z, from, to) {
      range(A, from, to);
      need("w", w.length, to);
      need("v", v.length, A.columns);
      need("hv", hv.length, A.columns);
      need("z", z.length, to);
      const { indptr, indices, data } = A;
      const [start, rows] = [8 * from, to - from];
      raw.csrCurvatureProduct(
        rows,
        indptr.at + start / 2,
        indices.at,
        data.at,
        w.at + start,
        v.at,
        hv.at,
        z.at + start,
      );
    },
    diagonal(A, w, out, from, to) {
      range(A, from, to);
      need("w", w.length, to);
      need("out", out.length, A.columns);
      raw.csrDiagonal(to - from, A.indptr.at + 4 * from, A.indices.at, A.data.at, w.at + 8 * from, out.at);
    },
    rowNorms(A, w, out, from, to) {
      range(A, from, to);
      need("w", w.length, to);
      need("out", out.length, to);
      raw.csrRowNorms(to - from, A.indptr.at + 4 * from, A.data.at, w.at + 8 * from, out.at + 8 * from);
    },
    gram(A, w, strip, H, negative, cursor, from, to) {
      range(A, from, to);
      need("w", w.length, to);
      if (!(strip > 0)) throw new Error(`strip ${strip} is not positive`);
      need("H", H.length, A.columns * A.columns);
      if (negative) need("negative", negative.length, A.columns * A.columns);
      if (strip < A.columns) need("cursor", cursor.length, to - from);
      raw.csrGram(
        to - from,
        A.indptr.at + 4 * from,
        A.indices.at,
        A.data.at,
        w.at + 8 * from,
        A.columns,
        strip,
        H.at,
        negative ? negative.at : 0,
        cursor.at,
        0,
      );
    },
    gramRows(A, list, weights, count, strip, H, cursor) {
      range(A, 0, A.rows);
      need("list", list.length, count);
      needRows(list.data, count, A.rows);
      need("weights", weights.length, count);
      if (!(strip > 0)) throw new Error(`strip ${strip} is not positive`);
      need("H", H.length, A.columns * A.columns);
      if (strip < A.columns) need("cursor", cursor.length, count);
      raw.csrGram(
        count,
        A.indptr.at,
        A.indices.at,
        A.data.at,
        weights.at,
        A.columns,
        strip,
        H.at,
        0,
        cursor.at,
        list.at,
      );
    },
    expand(A, tile, from, to) {
      range(A, from, to);
      need("tile", tile.length, (to - from) * A.columns);
      raw.csrExpand(to - from, A.indptr.at + 4 * from, A.indices.at, A.data.at, A.columns, tile.at, 0);
    },
    expandRows(A, list, tile, from, to) {
      range(A, 0, A.rows);
      if (from < 0 || to < from) throw new Error(`rows ${from}..${to} are not a range`);
      need("list", list.length, to);
      needRows(list.data.subarray(from, to), to - from, A.rows);
      need("tile", tile.length, (to - from) * A.columns);
      raw.csrExpand(to - from, A.indptr.at, A.indices.at, A.data.at, A.columns, tile.at, list.at + 4 * from);
    },
    projectedNormsAdd(A, w, X, out, from, to, o) {
      range(A, from, to);
      need("w", w.length, to);
      need("X", X.length, PANEL * A.columns);
      if (o) need("o", o.length, PANEL);
      need("out", out.length, to);
      raw.csrProjectedNormsAdd(
        to - from,
        A.indptr.at + 4 * from,
        A.indices.at,
        A.data.at,
        w.at + 8 * from,
        X.at,
        out.at + 8 * from,
        o ? o.at : 0,
      );
    },
  };
}
