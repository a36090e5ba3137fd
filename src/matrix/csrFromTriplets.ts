import { InputError } from "../inputError.js";
import { checkArray, checkLength, checkSize, checkVector, describe } from "./check.js";
import { type Csr, csr } from "./csr.js";

/** Entries value[k] at (row[k], column[k]) in any order. */
export interface Triplets {
  readonly rows: number;
  readonly columns: number;
  readonly row: ArrayLike<number>;
  readonly column: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

/**
 * A sparse matrix from (row, column, value) triplets in any order; entries at the same place are added, as in SciPy.
 * Two counting sorts, by column and then by row: O(entries + rows + columns).
 * @throws InputError for wrong lengths, indices out of range, values that are not finite.
 */
export function csrFromTriplets(input: Triplets): Csr {
  if (typeof input !== "object" || input === null) {
    throw new InputError(
      "type",
      "A",
      `csrFromTriplets takes { rows, columns, row, column, value }, not ${describe(input)}`,
    );
  }
  const rows = checkSize("rows", input.rows);
  const columns = checkSize("columns", input.columns);
  const value = checkVector("value", input.value);
  const row = places("row", input.row, value.length, rows);
  const column = places("column", input.column, value.length, columns);
  const order = sortBy(row, rows, sortBy(column, columns));
  return merge(rows, columns, order, row, column, value);
}

function places(argument: string, list: ArrayLike<number>, length: number, limit: number): ArrayLike<number> {
  checkLength(argument, checkArray(argument, list).length, length);
  for (let k = 0; k < length; k++) {
    const at = list[k];
    if (!Number.isInteger(at) || at < 0 || at >= limit) {
      throw new InputError("range", argument, `${argument}[${k}] = ${at} is outside 0..${limit - 1}`, k);
    }
  }
  return list;
}

/** Stable counting sort: the positions of `order` (default 0, 1, ...) arranged by increasing key. */
function sortBy(key: ArrayLike<number>, limit: number, order?: Int32Array): Int32Array {
  const start = new Int32Array(limit + 1);
  for (let k = 0; k < key.length; k++) start[key[k] + 1]++;
  for (let i = 0; i < limit; i++) start[i + 1] += start[i];
  const sorted = new Int32Array(key.length);
  for (let k = 0; k < key.length; k++) {
    const at = order ? order[k] : k;
    sorted[start[key[at]]++] = at;
  }
  return sorted;
}

function merge(
  rows: number,
  columns: number,
  order: Int32Array,
  row: ArrayLike<number>,
  column: ArrayLike<number>,
  value: Float64Array,
): Csr {
  const indptr = new Int32Array(rows + 1);
  const indices = new Int32Array(order.length);
  const data = new Float64Array(order.length);
  let top = 0;
  for (let k = 0; k < order.length; k++) {
    const i = row[order[k]];
    const j = column[order[k]];
    if (k > 0 && i === row[order[k - 1]] && j === column[order[k - 1]]) {
      data[top - 1] += value[order[k]];
    } else {
      indices[top] = j;
      data[top++] = value[order[k]];
    }
    indptr[i + 1] = top;
  }
  for (let i = 0; i < rows; i++) indptr[i + 1] = Math.max(indptr[i + 1], indptr[i]);
  return csr({ rows, columns, indptr, indices: indices.slice(0, top), data: data.slice(0, top) });
}
