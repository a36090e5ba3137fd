import { COSTS, type Costs } from "./costs.js";
import type { Matrix } from "./matrix.js";

/** Predicted nanoseconds a row of each operation: for pauses, and for the choice of method. */
export interface RowCosts {
  /** A x, or A'y. */
  readonly product: number;
  readonly curvatureProduct: number;
  /** One row of the Gram matrix. */
  readonly gram: number;
  /** Projection onto one panel. */
  readonly projected: number;
}

/** Above this fill a row block is expanded and goes through the dense Gram: the scatter loses its advantage there. */
const DENSE_FILL = 0.35;
/** What a row costs before its first entry. */
const START = 4;

/** True for a sparse matrix so full that its Gram is made from expanded rows. */
export function isFilled(A: Matrix): boolean {
  return "indptr" in A && A.indptr[A.rows] > DENSE_FILL * A.rows * A.columns;
}

/** What the operations on a matrix will take, from its sizes and row lengths alone. */
export function rowCosts(A: Matrix, costs: Costs = COSTS): RowCosts {
  const square = (A.columns * (A.columns + 1)) / 2;
  if (!("indptr" in A)) {
    return {
      product: START + costs.denseProduct * A.columns,
      curvatureProduct: START + costs.denseCurvature * A.columns,
      gram: START + costs.denseGram * square,
      projected: START + costs.denseProjected * A.columns,
    };
  }
  const mean = A.indptr[A.rows] / A.rows;
  return {
    product: START + costs.sparseProduct * mean,
    curvatureProduct: START + costs.sparseCurvature * mean,
    gram: START + mean + (isFilled(A) ? costs.denseGram * square : costs.sparseGram * rowProducts(A)),
    projected: START + costs.sparseProjected * mean,
  };
}

/** Mean over the rows of r (r + 1) / 2. */
function rowProducts({ rows, indptr }: { readonly rows: number; readonly indptr: Int32Array }): number {
  let products = 0;
  for (let i = 0; i < rows; i++) {
    const r = indptr[i + 1] - indptr[i];
    products += (r * (r + 1)) / 2;
  }
  return products / rows;
}
