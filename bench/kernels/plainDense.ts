// The dense kernels in plain JS, as one would write them for speed.
import type { DenseArrays } from "../data.js";

/** H <- H + A' diag(w) A, upper triangle, a row of A at a time. */
export function gramOne({ rows, columns, data }: DenseArrays, w: Float64Array, H: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const a = i * columns;
    for (let p = 0; p < columns; p++) {
      const t = w[i] * data[a + p];
      const row = p * columns;
      for (let q = p; q < columns; q++) H[row + q] += t * data[a + q];
    }
  }
}

/** The same, four rows of A at a time: a quarter of the traffic to H. */
export function gramFour({ rows, columns, data }: DenseArrays, w: Float64Array, H: Float64Array): void {
  const whole = rows & ~3;
  for (let i = 0; i < whole; i += 4) {
    const a = i * columns;
    const b = a + columns;
    const c = b + columns;
    const d = c + columns;
    for (let p = 0; p < columns; p++) {
      const ta = w[i] * data[a + p];
      const tb = w[i + 1] * data[b + p];
      const tc = w[i + 2] * data[c + p];
      const td = w[i + 3] * data[d + p];
      const row = p * columns;
      for (let q = p; q < columns; q++) {
        H[row + q] += ta * data[a + q] + tb * data[b + q] + (tc * data[c + q] + td * data[d + q]);
      }
    }
  }
  gramOne({ rows: rows - whole, columns, data: data.subarray(whole * columns) }, w.subarray(whole), H);
}

type RowDot = (L: Float64Array, x: number, y: number, n: number) => number;

const dotOne: RowDot = (L, x, y, n) => {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += L[x + k] * L[y + k];
  return sum;
};

const dotFour: RowDot = (L, x, y, n) => {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < n; k += 4) {
    s0 += L[x + k] * L[y + k];
    s1 += L[x + k + 1] * L[y + k + 1];
    s2 += L[x + k + 2] * L[y + k + 2];
    s3 += L[x + k + 3] * L[y + k + 3];
  }
  for (; k < n; k++) s0 += L[x + k] * L[y + k];
  return s0 + s1 + (s2 + s3);
};

/** L L' = H in place in the lower triangle, row by row, with one accumulator a dot product. */
export function choleskyOne(d: number, H: Float64Array): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) H[i * d + j] = (H[i * d + j] - dotOne(H, i * d, j * d, j)) / H[j * d + j];
    H[i * d + i] = Math.sqrt(H[i * d + i] - dotOne(H, i * d, i * d, i));
  }
}

/** The same with four accumulators a dot product. */
export function choleskyFour(d: number, H: Float64Array): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) H[i * d + j] = (H[i * d + j] - dotFour(H, i * d, j * d, j)) / H[j * d + j];
    H[i * d + i] = Math.sqrt(H[i * d + i] - dotFour(H, i * d, i * d, i));
  }
}
