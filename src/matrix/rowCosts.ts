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
  /** Copying it into a session's memory. */
  readonly load: number;
}

/** Above this fill a row block is expanded and goes through the dense Gram: the scatter loses its advantage there. */
const DENSE_FILL = 0.35;
/** What a row costs before its first entry. */
const START = 4;

/** True for a sparse matrix so full that its Gram is made from expanded rows. */
export function isFilled(A: Matrix): boolean {
  return "indptr" in A && A.indptr[A.rows] > DENSE_FILL * A.rows * A.columns;
}

/** A matrix of more bytes than this is read from memory in every pass; a smaller one stays in the last-level cache. */
const CACHE = 32e6;
/** Copying into fresh memory, whose pages the system makes at first touch, takes so many times a read. */
const FRESH = 6;

/** What the operations on a matrix will take, from its sizes and row lengths alone. */
export function rowCosts(A: Matrix, costs: Costs = COSTS): RowCosts {
  const sparse = "indptr" in A;
  const entries = sparse ? A.indptr[A.rows] / A.rows : A.columns;
  const bytes = (sparse ? 12 : 8) * entries;
  const streamed = bytes * A.rows > CACHE ? costs.memory * bytes : 0;
  // The slower of arithmetic and memory, and a tenth of the other, which does not hide entirely.
  const pass = (an: number): number => {
    const computed = an * entries;
    return START + Math.max(computed, streamed) + (streamed > 0 ? 0.1 * Math.min(computed, streamed) : 0);
  };
  const square = costs.denseGram * ((A.columns * (A.columns + 1)) / 2);
  const gram = !sparse || isFilled(A) ? square : costs.sparseGram * rowProducts(A);
  return {
    product: pass(sparse ? costs.sparseProduct : costs.denseProduct),
    curvatureProduct: pass(sparse ? costs.sparseCurvature : costs.denseCurvature),
    gram: START + entries + gram,
    projected: pass(sparse ? costs.sparseProjected : costs.denseProjected),
    load: FRESH * costs.memory * bytes,
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
