import { layoutMatrix, type Matrix, type MatrixOperand } from "../../../src/matrix/matrix.js";
import { place, type Vector, type Words } from "../../../src/wasm/memory.js";
import { PANEL } from "../../../src/wasm/panel.js";

/** A matrix in a memory of its own, and a way to put vectors beside it. */
export interface Opened {
  readonly operand: MatrixOperand;
  /** Two vectors of n and of d doubles and two d x d arrays, filled with what they are given. */
  rows(which: 0 | 1, values: ArrayLike<number>): Vector;
  columns(which: 0 | 1, values: ArrayLike<number>): Vector;
  square(which: 0 | 1, values: ArrayLike<number>): Vector;
  /** A list of at most n rows, and a d x 16 array. */
  list(values: ArrayLike<number>): Words;
  panel(values: ArrayLike<number>): Vector;
}

export function open(matrix: Matrix): Opened {
  const { rows, columns } = matrix;
  const { kernels, parts } = place((arena) => ({
    placed: layoutMatrix(matrix, arena),
    rows: [arena.f64(rows), arena.f64(rows)],
    columns: [arena.f64(columns), arena.f64(columns)],
    squares: [arena.f64(columns * columns), arena.f64(columns * columns)],
    list: arena.i32(rows),
    panel: arena.f64(columns * PANEL),
  }));
  const filled = (v: Vector, values: ArrayLike<number>): Vector => {
    v.data.set(values);
    return v;
  };
  const operand = parts.placed(kernels);
  for (const { from, to } of operand.contents) to.set(from);
  return {
    operand,
    rows: (which, values) => filled(parts.rows[which], values),
    columns: (which, values) => filled(parts.columns[which], values),
    square: (which, values) => filled(parts.squares[which], values),
    list(values) {
      parts.list.data.set(values);
      return parts.list;
    },
    panel: (values) => filled(parts.panel, values),
  };
}

/** The operations on the rows from..to-1 of A by plain loops; outputs are changed in place. */
export const loops = {
  multiply(A: number[][], x: ArrayLike<number>, z: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) z[i] = A[i].reduce((sum, a, j) => sum + a * x[j], 0);
  },
  multiplyTransposeAdd(A: number[][], y: ArrayLike<number>, g: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) for (let j = 0; j < g.length; j++) g[j] += A[i][j] * y[i];
  },
  absTransposeAdd(A: number[][], y: ArrayLike<number>, g: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) for (let j = 0; j < g.length; j++) g[j] += Math.abs(A[i][j]) * y[i];
  },
  curvatureProduct(
    A: number[][],
    D: ArrayLike<number>,
    v: ArrayLike<number>,
    hv: Float64Array,
    from: number,
    to: number,
  ): void {
    for (let i = from; i < to; i++) {
      const t = D[i] * A[i].reduce((sum, a, j) => sum + a * v[j], 0);
      for (let j = 0; j < hv.length; j++) hv[j] += t * A[i][j];
    }
  },
  diagonal(A: number[][], D: ArrayLike<number>, out: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) for (let j = 0; j < out.length; j++) out[j] += D[i] * A[i][j] * A[i][j];
  },
  rowNorms(A: number[][], D: ArrayLike<number>, out: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) out[i] = D[i] * A[i].reduce((sum, a) => sum + a * a, 0);
  },
  /** Upper triangle only. */
  gram(A: number[][], D: ArrayLike<number>, H: Float64Array, from: number, to: number): void {
    const d = A[0].length;
    for (let i = from; i < to; i++) {
      for (let j = 0; j < d; j++) {
        if (A[i][j] === 0) continue;
        const t = D[i] * A[i][j];
        for (let k = j; k < d; k++) H[j * d + k] += t * A[i][k];
      }
    }
  },
  /** Upper triangle only: the rows list_k, k in from..to-1, each with its own weight. */
  gramSample(
    A: number[][],
    list: ArrayLike<number>,
    weights: ArrayLike<number>,
    H: Float64Array,
    from: number,
    to: number,
  ): void {
    const rows = Array.from({ length: to - from }, (_, k) => A[list[from + k]]);
    loops.gram([...rows, A[0]], Array.from(weights).slice(from, to), H, 0, to - from);
  },
  projectedNormsAdd(
    A: number[][],
    D: ArrayLike<number>,
    X: ArrayLike<number>,
    out: Float64Array,
    from: number,
    to: number,
  ): void {
    for (let i = from; i < to; i++) {
      for (let c = 0; c < PANEL; c++) out[i] += D[i] * A[i].reduce((sum, a, j) => sum + a * X[j * PANEL + c], 0) ** 2;
    }
  },
};
