import { InputError } from "../inputError.js";
import type { Kernels } from "../wasm/kernels.js";
import type { Arena, Vector, Words } from "../wasm/memory.js";
import { describe } from "./check.js";
import { type Csr, csr } from "./csr.js";
import { layoutCsr } from "./csrOperand.js";
import { type Dense, dense } from "./dense.js";
import { layoutDense } from "./denseOperand.js";
import type { RowCosts } from "./rowCosts.js";

/** A matrix of a problem: sparse or dense. */
export type Matrix = Csr | Dense;

/**
 * A matrix in a session's memory. Csr and Dense both; nothing above matrix/ asks which.
 * Row operations work on the rows from..to-1 (default all), so that a caller may pause between blocks of rows.
 */
export interface MatrixOperand {
  readonly rows: number;
  readonly columns: number;
  readonly nnz: number;
  /** Predicted nanoseconds a row of each operation, for pauses and for the choice of method. */
  readonly costs: RowCosts;
  /** z <- A x */
  multiply(x: Vector, z: Vector, from?: number, to?: number): void;
  /** g <- g + A'y */
  multiplyTransposeAdd(y: Vector, g: Vector, from?: number, to?: number): void;
  /** g <- g + |A|'y */
  absTransposeAdd(y: Vector, g: Vector, from?: number, to?: number): void;
  /** z <- A v, hv <- hv + A'(D.z) */
  curvatureProduct(D: Vector, v: Vector, hv: Vector, z: Vector, from?: number, to?: number): void;
  /** out <- out + diag(A'DA) */
  diagonal(D: Vector, out: Vector, from?: number, to?: number): void;
  /** out_i <- D_i |a_i|^2 */
  rowNorms(D: Vector, out: Vector, from?: number, to?: number): void;
  /**
   * H <- H + A'DA, upper triangle of the row-major array; at most gramRows rows a call. With `negative`, rows where
   * D_i < 0 are added there with |D_i| instead: both parts of an indefinite Hessian for the price of one.
   */
  gram(D: Vector, H: Vector, negative: Vector | undefined, from: number, to: number): void;
  readonly gramRows: number;
  /** H <- H + sum_k weights_k a_i a_i' with i = list_k, over k in from..to-1: at most gramRows of them a call. */
  gramSample(list: Words, weights: Vector, H: Vector, from: number, to: number): void;
  /** out_i <- out_i + D_i |X'a_i + o|^2 for a row-major columns x PANEL array X and PANEL entries o (default 0). */
  projectedNormsAdd(D: Vector, X: Vector, out: Vector, from?: number, to?: number, o?: Vector): void;
  /** The matrix's arrays with the places they go to: to be copied in before any operation, in slices if need be. */
  readonly contents: readonly Copy[];
}

/** What sampling needs of a matrix's rows: a matrix, or the same with its rows centred. */
export type RowOperand = Pick<
  MatrixOperand,
  "rows" | "columns" | "nnz" | "costs" | "gramRows" | "rowNorms" | "diagonal" | "gramSample" | "projectedNormsAdd"
>;

/** One array on its way into a session's memory. */
export type Copy =
  | { readonly from: Float64Array; readonly to: Float64Array }
  | { readonly from: Int32Array; readonly to: Int32Array };

/** What a matrix keeps in memory, still to be given its kernels. */
export type PlacedMatrix = (kernels: Kernels) => MatrixOperand;

/** The checked matrix behind an argument: Csr or Dense, or a plain object of their shape. */
export function matrixOf(argument: string, value: unknown): Matrix {
  if (typeof value === "object" && value !== null && "data" in value) {
    return "indptr" in value ? csr(value as Csr) : dense(value as Dense);
  }
  const cure = Array.isArray(value) ? `wrap it: dense(${argument})` : "make one with csr(...) or dense(...)";
  throw new InputError("type", argument, `${argument} is ${describe(value)}, not a matrix: ${cure}`);
}

/** Lays a matrix out: its arrays first, then the workspace of its Gram. The bytes are still to be copied in. */
export function layoutMatrix(matrix: Matrix, arena: Arena): PlacedMatrix {
  return "indptr" in matrix ? layoutCsr(matrix, arena) : layoutDense(matrix, arena);
}
