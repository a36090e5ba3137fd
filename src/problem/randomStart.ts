import type { Matrix } from "../matrix/matrix.js";

/** Standard deviations of the random starts in turn: near 0, of size 1, and far out, where other minima are found. */
export const START_SCALES = [0.3, 1, 3, 8];

/** Root mean square of each column, less its shift, over its nonzero entries: a random start's entries are divided by it. */
export function columnSizes(A: Matrix, shifts?: Float64Array): Float64Array {
  const squares = new Float64Array(A.columns);
  const found = new Float64Array(A.columns);
  const columns = "indptr" in A ? A.indices : undefined;
  for (let k = 0; k < A.data.length; k++) {
    if (A.data[k] === 0) continue;
    const j = columns ? columns[k] : k % A.columns;
    const a = A.data[k] - (shifts ? shifts[j] : 0);
    squares[j] += a * a;
    found[j]++;
  }
  return squares.map((s, j) => (found[j] > 0 ? Math.sqrt(s / found[j]) : 0));
}
