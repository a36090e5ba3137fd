// Rows on which samplers differ: exact generators with known coherence.
import { type CsrArrays, type DenseArrays, denseRows, type Source } from "../data.js";
import { correlatedRows, thickenTails } from "../solve/families.js";

/** Makes rows x columns numbers. */
export type Rows = (rows: number, columns: number, from: Source) => CsrArrays | DenseArrays;

const SIGMA = { variance: 2, correlation: 0.5 };

/** N(mean, Sigma) with Sigma_ij = 2 * 0.5^|i-j|. */
export function gaussianRows(mean: number): Rows {
  return (rows, columns, from) => correlatedRows(rows, columns, { ...SIGMA, mean }, from);
}

/** Multivariate t about 0: N(0, Sigma) over the root of an independent chi-squared(df) / df, one a row. */
export function studentRows(df: number): Rows {
  return (rows, columns, from) => {
    const A = correlatedRows(rows, columns, { ...SIGMA, mean: 0 }, from);
    thickenTails(A, df, from);
    return A;
  };
}

/** Identity matrices on top of each other, each row times e^(spread g) with normal g. */
export function stackedRows(spread: number): Rows {
  return (rows, columns, from) => ({
    rows,
    columns,
    indptr: Int32Array.from({ length: rows + 1 }, (_, i) => i),
    indices: Int32Array.from({ length: rows }, (_, i) => i % columns),
    data: Float64Array.from({ length: rows }, () => Math.exp(spread * from.normal())),
  });
}

/** The first d/2 rows own a direction each, to which all others are blind up to 1e-3 of their size. */
export const spikedRows: Rows = (rows, columns, from) => {
  const A = denseRows(rows, columns, from);
  const spikes = columns >> 1;
  for (let i = 0; i < rows; i++) {
    const row = A.data.subarray(i * columns, (i + 1) * columns);
    if (i < spikes) row.fill(0)[i] = 1;
    else for (let j = 0; j < spikes; j++) row[j] *= BLIND;
  }
  return A;
};

const BLIND = 1e-3;
const DRAWS = 20;
const ZIPF = 1.3;

/** Counts of 20 one-hot draws a row, column k with probability proportional to k^-1.3. */
export const zipfRows: Rows = (rows, columns, from) => {
  const cumulated = new Float64Array(columns);
  let sum = 0;
  for (let k = 0; k < columns; k++) {
    sum += (k + 1) ** -ZIPF;
    cumulated[k] = sum;
  }
  const indptr = new Int32Array(rows + 1);
  const indices = new Int32Array(rows * DRAWS);
  const data = new Float64Array(rows * DRAWS);
  const drawn = new Int32Array(DRAWS);
  let end = 0;
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < DRAWS; k++) drawn[k] = place(cumulated, sum * from.uniform());
    drawn.sort();
    for (let k = 0; k < DRAWS; k++) {
      if (k === 0 || drawn[k] !== drawn[k - 1]) indices[end++] = drawn[k];
      data[end - 1]++;
    }
    indptr[i + 1] = end;
  }
  return { rows, columns, indptr, indices: indices.slice(0, end), data: data.slice(0, end) };
};

/** The first index whose cumulated value is above t. */
function place(cumulated: Float64Array, t: number): number {
  let [low, high] = [0, cumulated.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulated[middle] > t) high = middle;
    else low = middle + 1;
  }
  return low;
}
