import type { Matrix } from "../matrix/matrix.js";

/** Standard deviations of the random starts in turn: near 0, of size 1, and far out, where other minima are found. */
export const START_SCALES = [0.3, 1, 3, 8];

/** Root mean square of each column over its nonzero entries, by which a random start's entries are divided. */
export function columnSizes(A: Matrix): Float64Array {
  const squares = new Float64Array(A.columns);
  const found = new Float64Array(A.columns);
  const columns = "indptr" in A ? A.indices : undefined;
  for (let k = 0; k < A.data.length; k++) {
    if (A.data[k] === 0) continue;
    const j = columns ? columns[k] : k % A.columns;
    squares[j] += A.data[k] * A.data[k];
    found[j]++;
  }
  return squares.map((s, j) => (found[j] > 0 ? Math.sqrt(s / found[j]) : 0));
}
