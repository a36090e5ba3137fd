import { type CsrArrays, type DenseArrays, denseRows, normals, source, sparseRows } from "../data.js";
import { writeArrays } from "../files.js";

/** An exp or sinh regression as plain arrays, for every contestant alike. */
export interface ProblemData {
  readonly name: string;
  readonly size: string;
  readonly seed?: number;
  /** f of the model b ~ f(A x). */
  readonly link: "exp" | "sinh";
  readonly A: CsrArrays | DenseArrays;
  readonly b: Float64Array;
  readonly w: number;
  readonly ridge: number;
  readonly x0: Float64Array;
}

/** Standard deviation of the normal noise on b. */
export const NOISE = 0.1;
/** w of the regulariser 0.5 |w A x|^2, a constant. */
export const WEIGHT = 0.1;

/** b = e^(A x_true) + noise with dense A scaled so that A x_true has standard deviation about 1. */
export function denseProblem(rows: number, columns: number, seed: number): ProblemData {
  const from = source(seed);
  const A = denseRows(rows, columns, from, 1 / Math.sqrt(columns));
  const b = targets(A, normals(columns, from), normals(rows, from, NOISE));
  return regression("dense", `${rows} x ${columns}`, seed, A, b);
}

/** The same with `perRow` entries in each row. */
export function sparseProblem(rows: number, columns: number, perRow: number, seed: number): ProblemData {
  const from = source(seed);
  const A = sparseRows(rows, columns, perRow, from, 1 / Math.sqrt(perRow));
  const b = targets(A, normals(columns, from), normals(rows, from, NOISE));
  return regression("sparse", `${rows} x ${columns}, ${perRow} a row`, seed, A, b);
}

function regression(name: string, size: string, seed: number, A: ProblemData["A"], b: Float64Array): ProblemData {
  return { name, size, seed, link: "exp", A, b, w: WEIGHT, ridge: 0, x0: new Float64Array(A.columns) };
}

/** Writes a problem for the Python side; returns the folder. */
export function writeProblem({ name, A, b, w, ridge, x0 }: ProblemData): string {
  const pattern = "indptr" in A ? { indptr: A.indptr, indices: A.indices } : {};
  return writeArrays(`solve-${name}`, { ...pattern, data: A.data, b, x0 }, { ...sizesOf(A), w, ridge });
}

function sizesOf({ rows, columns }: { rows: number; columns: number }) {
  return { rows, columns };
}

function targets(A: CsrArrays | DenseArrays, x: Float64Array, noise: Float64Array): Float64Array {
  return product(A, x).map((z, i) => Math.exp(z) + noise[i]);
}

/** A x. */
export function product(A: CsrArrays | DenseArrays, x: Float64Array): Float64Array {
  const z = new Float64Array(A.rows);
  for (let i = 0; i < A.rows; i++) {
    const [from, to] = "indptr" in A ? [A.indptr[i], A.indptr[i + 1]] : [i * A.columns, (i + 1) * A.columns];
    let sum = 0;
    if ("indptr" in A) for (let k = from; k < to; k++) sum += A.data[k] * x[A.indices[k]];
    else for (let k = from; k < to; k++) sum += A.data[k] * x[k - from];
    z[i] = sum;
  }
  return z;
}
