import { Matrix } from "ml-matrix";
import { HOURS } from "./data.js";
import type { GravityDesign } from "./design.js";
import { solveSymmetric } from "./normalEquations.js";

/**
 * Standard error of one coefficient when the 24 hours of a route are one draw and not 24: the sandwich with the
 * scores summed over each route first. Only the wanted entry is formed, so no matrix product is needed.
 */
export function clusteredError(
  design: GravityDesign,
  hessian: { rows: number; columns: number; data: Float64Array },
  predicted: Float64Array,
  column: number,
): number {
  const unit = new Float64Array(hessian.rows);
  unit[column] = 1;
  const influence = solveSymmetric(Matrix.from1DArray(hessian.rows, hessian.columns, hessian.data), unit);
  const { A, b } = design;
  let variance = 0;
  for (let start = 0; start < A.rows; start += HOURS) {
    let route = 0;
    for (let row = start; row < start + HOURS; row++) {
      let slope = 0;
      for (let i = A.indptr[row]!; i < A.indptr[row + 1]!; i++) slope += A.data[i]! * influence[A.indices[i]!]!;
      route += slope * predicted[row]! * (predicted[row]! - b[row]!);
    }
    variance += route * route;
  }
  return Math.sqrt(variance);
}
