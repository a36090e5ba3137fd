import type { GravityDesign } from "./design.js";
import { normalEquations, solveSymmetric } from "./normalEquations.js";

// Far below any sum of squares here: it only keeps the Cholesky factor of an empty column away from zero.
const TINY_RIDGE = 1e-8;

export interface LogLinearFit {
  coefficients: Float64Array;
  /** Classical standard error of the distance elasticity. */
  standardError: number;
  rowsUsed: number;
  /** Duan's factor, the mean of exp(residual): what exp(fitted log) must be multiplied by to be a mean. */
  smearing: number;
  /** Predicted counts of every cell, max(0, exp(fitted) - shift). */
  plain: Float64Array;
  /** The same with the smearing factor: max(0, smearing * exp(fitted) - shift). */
  smeared: Float64Array;
}

/** Ordinary least squares of log(count + shift); shift 0 can use only the cells with flights, shift 1 uses all. */
export function fitLogLinear(design: GravityDesign, shift: 0 | 1): LogLinearFit {
  const { A, b, layout } = design;
  const response = b.map((count) => Math.log(count + shift));
  const { gram, moments, rowsUsed } = normalEquations(A, response);
  for (let j = 0; j < A.columns; j++) gram.set(j, j, gram.get(j, j) + TINY_RIDGE);
  const coefficients = solveSymmetric(gram, moments);
  for (let j = 0; j < A.columns; j++) {
    // No cell with flights names this airport: log-linear least squares can only say "none".
    if (gram.get(j, j) <= TINY_RIDGE) coefficients[j] = -Infinity;
  }
  const fitted = linearPredictor(design, coefficients);
  const { smearing, variance } = residuals(response, fitted, rowsUsed, A.columns);
  const unit = new Float64Array(A.columns);
  unit[layout.distance] = 1;
  return {
    coefficients,
    standardError: Math.sqrt(variance * solveSymmetric(gram, unit)[layout.distance]!),
    rowsUsed,
    smearing,
    plain: fitted.map((value) => Math.max(0, Math.exp(value) - shift)),
    smeared: fitted.map((value) => Math.max(0, smearing * Math.exp(value) - shift)),
  };
}

function linearPredictor({ A }: GravityDesign, coefficients: Float64Array): Float64Array {
  const fitted = new Float64Array(A.rows);
  for (let row = 0; row < A.rows; row++) {
    for (let i = A.indptr[row]!; i < A.indptr[row + 1]!; i++) {
      fitted[row]! += A.data[i]! * coefficients[A.indices[i]!]!;
    }
  }
  return fitted;
}

function residuals(response: Float64Array, fitted: Float64Array, rowsUsed: number, columns: number) {
  let exponentials = 0;
  let squares = 0;
  for (let row = 0; row < response.length; row++) {
    if (!Number.isFinite(response[row]!)) continue;
    const residual = response[row]! - fitted[row]!;
    exponentials += Math.exp(residual);
    squares += residual * residual;
  }
  return { smearing: exponentials / rowsUsed, variance: squares / (rowsUsed - columns) };
}
