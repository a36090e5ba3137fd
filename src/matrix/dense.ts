import { InputError } from "../inputError.js";
import { checkArray, checkSize, checkVector, describe } from "./check.js";

/**
 * A dense matrix, row-major: entry (i, j) is data[i * columns + j].
 * Plain data that holds no WASM memory. Do not change the array while a problem uses it: it is not copied.
 */
export interface Dense {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** What dense() takes: row-major data, or an array of rows. */
export type DenseInput =
  | { readonly rows: number; readonly columns: number; readonly data: ArrayLike<number> }
  | ReadonlyArray<ArrayLike<number>>;

const checked = new WeakSet<object>();

/**
 * A checked dense matrix from { rows, columns, data } (row-major; a Float64Array is taken without a copy) or number[][].
 * @throws InputError for wrong lengths, rows of different lengths, NaN or infinity, an empty matrix.
 */
export function dense(input: DenseInput): Dense {
  if (typeof input !== "object" || input === null) {
    throw new InputError(
      "type",
      "A",
      `dense takes { rows, columns, data } or an array of rows, not ${describe(input)}`,
    );
  }
  if (checked.has(input)) return input as Dense;
  const matrix: Dense = Object.freeze("data" in input ? fromData(input) : fromRows(input));
  checked.add(matrix);
  return matrix;
}

function fromData(input: { rows: number; columns: number; data: ArrayLike<number> }): Dense {
  const rows = checkSize("rows", input.rows);
  const columns = checkSize("columns", input.columns);
  const found = checkArray("data", input.data).length;
  if (found !== rows * columns) {
    throw new InputError("length", "data", `data has ${found} entries, rows x columns = ${rows * columns} are needed`);
  }
  return { rows, columns, data: checkVector("data", input.data) };
}

function fromRows(input: ReadonlyArray<ArrayLike<number>>): Dense {
  const rows = checkSize("rows", checkArray("A", input).length);
  const columns = checkSize("columns", checkArray("A[0]", input[0]).length);
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const row = checkArray(`A[${i}]`, input[i]);
    if (row.length !== columns) {
      throw new InputError("length", "A", `A[${i}] has ${row.length} entries, the first row has ${columns}`, i);
    }
    data.set(checkVector(`A[${i}]`, row), i * columns);
  }
  return { rows, columns, data };
}
