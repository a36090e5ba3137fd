import { CholeskyDecomposition, Matrix } from "ml-matrix";
import type { CsrArrays } from "./design.js";

export interface NormalEquations {
  /** A'A over the rows used, dense and symmetric. */
  gram: Matrix;
  /** A'y over the rows used. */
  moments: Float64Array;
  rowsUsed: number;
}

/** Sums A'A and A'y over the rows whose response is finite, straight from the CSR arrays. */
export function normalEquations(A: CsrArrays, response: Float64Array): NormalEquations {
  const size = A.columns;
  const gram = new Float64Array(size * size);
  const moments = new Float64Array(size);
  let rowsUsed = 0;
  for (let row = 0; row < A.rows; row++) {
    const y = response[row]!;
    if (!Number.isFinite(y)) continue;
    rowsUsed += 1;
    for (let i = A.indptr[row]!; i < A.indptr[row + 1]!; i++) {
      const line = A.indices[i]! * size;
      moments[A.indices[i]!]! += A.data[i]! * y;
      // Row indices are sorted, so this fills the upper triangle only.
      for (let j = i; j < A.indptr[row + 1]!; j++) gram[line + A.indices[j]!]! += A.data[i]! * A.data[j]!;
    }
  }
  return { gram: symmetric(gram, size), moments, rowsUsed };
}

/** Solves a symmetric positive definite system. */
export function solveSymmetric(matrix: Matrix, rightSide: ArrayLike<number>): Float64Array {
  const cholesky = new CholeskyDecomposition(matrix);
  if (!cholesky.isPositiveDefinite()) throw new Error("the matrix is not positive definite");
  return Float64Array.from(cholesky.solve(Matrix.columnVector(rightSide)).to1DArray());
}

function symmetric(upper: Float64Array, size: number): Matrix {
  const matrix = new Matrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      matrix.set(i, j, upper[i * size + j]!);
      matrix.set(j, i, upper[i * size + j]!);
    }
  }
  return matrix;
}
