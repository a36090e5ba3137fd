import type { Matrix } from "./matrix.js";

/**
 * For each column a number that can be subtracted from all its entries without rounding (Sterbenz: all lie within a
 * factor of 2 of each other), else 0; undefined where none can. Columns with a large common offset then keep their digits.
 * A sparse column qualifies if it is stored in full: a constant one becomes zeros.
 */
export function columnShifts(A: Matrix): Float64Array | undefined {
  const { rows, columns } = A;
  const least = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
  const found = new Float64Array(columns);
  eachColumnEntry(A, A.data, (j, k) => {
    const a = A.data[k];
    found[j]++;
    if (a < least[j]) least[j] = a;
    if (a > most[j]) most[j] = a;
  });
  const shifts = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    if (found[j] !== rows || !(least[j] * most[j] > 0)) continue;
    const [small, large] = most[j] > 0 ? [least[j], most[j]] : [most[j], least[j]];
    if (large / small <= 2) shifts[j] = small + (large - small) / 2;
  }
  return shifts.some((a) => a !== 0) ? shifts : undefined;
}

/** Subtracts the shifts from a matrix's entries where they stand, in a copy of A.data. */
export function subtractShifts(A: Matrix, shifts: Float64Array, data: Float64Array): void {
  eachColumnEntry(A, data, (j, k) => {
    data[k] -= shifts[j];
  });
}

/** Visits the stored entries with their columns. */
function eachColumnEntry(A: Matrix, data: Float64Array, visit: (j: number, k: number) => void): void {
  const columns = "indptr" in A ? A.indices : undefined;
  const count = "indptr" in A ? A.indptr[A.rows] : data.length;
  for (let k = 0, j = 0; k < count; k++) {
    visit(columns ? columns[k] : j, k);
    if (++j === A.columns) j = 0;
  }
}
