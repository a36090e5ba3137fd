import { InputError } from "../inputError.js";
import { checkArray, checkLength, checkSize, checkVector, describe } from "./check.js";

/**
 * Compressed sparse rows: the entries of row i are data[k] in columns indices[k] for k = indptr[i] .. indptr[i+1] - 1.
 * Plain data that holds no WASM memory. Do not change the arrays while a problem uses them: they are not copied.
 */
export interface Csr {
  readonly rows: number;
  readonly columns: number;
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  readonly data: Float64Array;
}

/** What csr() takes: any ArrayLike<number>; Int32Array and Float64Array are taken without a copy. */
export interface CsrInput {
  readonly rows: number;
  readonly columns: number;
  readonly indptr: ArrayLike<number>;
  readonly indices: ArrayLike<number>;
  readonly data: ArrayLike<number>;
}

const checked = new WeakSet<object>();

/**
 * A checked sparse matrix (rows x columns) in compressed sparse rows.
 *
 * Column indices must be strictly increasing in each row, every entry finite; explicit zeros are allowed.
 * @throws InputError naming the argument, index, value and cure: wrong lengths, indptr not increasing, an index out of
 *   range, unsorted or repeated columns, NaN or infinity, an empty matrix.
 */
export function csr(input: CsrInput): Csr {
  if (typeof input !== "object" || input === null) {
    throw new InputError("type", "A", `csr takes { rows, columns, indptr, indices, data }, not ${describe(input)}`);
  }
  if (checked.has(input)) return input as Csr;
  const rows = checkSize("rows", input.rows);
  const columns = checkSize("columns", input.columns);
  const indptr = words("indptr", input.indptr);
  const indices = words("indices", input.indices);
  const data = checkVector("data", input.data);
  checkPointers(indptr, rows, indices.length);
  checkLength("data", data.length, indices.length);
  checkIndices(indptr, indices, columns);
  const matrix: Csr = Object.freeze({ rows, columns, indptr, indices, data });
  checked.add(matrix);
  return matrix;
}

function words(argument: string, value: ArrayLike<number>): Int32Array {
  if (value instanceof Int32Array) return value;
  const list = checkArray(argument, value);
  const out = new Int32Array(list.length);
  for (let k = 0; k < out.length; k++) {
    const entry = list[k] as number;
    out[k] = entry;
    if (out[k] !== entry) {
      throw new InputError("type", argument, `${argument}[${k}] = ${String(entry)} is not a 32-bit whole number`, k);
    }
  }
  return out;
}

function checkPointers(indptr: Int32Array, rows: number, entries: number): void {
  if (indptr.length !== rows + 1) {
    throw new InputError(
      "length",
      "indptr",
      `indptr has ${indptr.length} entries, rows + 1 = ${rows + 1} are needed: one start for each row and the end`,
    );
  }
  if (indptr[0] !== 0) throw new InputError("order", "indptr", `indptr[0] = ${indptr[0]} is not 0`, 0);
  for (let i = 0; i < rows; i++) {
    if (indptr[i + 1] < indptr[i]) {
      throw new InputError(
        "order",
        "indptr",
        `indptr[${i + 1}] = ${indptr[i + 1]} is below indptr[${i}] = ${indptr[i]}: row starts must not decrease`,
        i + 1,
      );
    }
  }
  if (indptr[rows] !== entries) {
    throw new InputError(
      "length",
      "indices",
      `indices has ${entries} entries, the last indptr says ${indptr[rows]}: they must agree`,
      rows,
    );
  }
}

function checkIndices(indptr: Int32Array, indices: Int32Array, columns: number): void {
  for (let i = 0; i + 1 < indptr.length; i++) {
    let before = -1;
    const end = indptr[i + 1];
    for (let k = indptr[i]; k < end; k++) {
      const j = indices[k];
      // One comparison in the common case: below 0 is below the -1 that a row starts with, too.
      if (j <= before || j >= columns) throw wrongIndex(i, k, j, before, columns);
      before = j;
    }
  }
}

function wrongIndex(i: number, k: number, j: number, before: number, columns: number): InputError {
  if (j < 0 || j >= columns) {
    return new InputError("range", "indices", `indices[${k}] = ${j} is outside 0..${columns - 1} (row ${i})`, k);
  }
  const found =
    j === before
      ? `repeats the column before it in row ${i}: add the two entries, or use csrFromTriplets`
      : `follows ${before} in row ${i}: sort the columns of each row, or use csrFromTriplets`;
  return new InputError("order", "indices", `indices[${k}] = ${j} ${found}`, k);
}
