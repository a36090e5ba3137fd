// The CSR kernels in plain JS, as one would write them for speed.
import type { CsrArrays } from "../data.js";

/** z <- A x with one accumulator a row. */
export function multiplyOne({ rows, indptr, indices, data }: CsrArrays, x: Float64Array, z: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = indptr[i]; k < indptr[i + 1]; k++) sum += data[k] * x[indices[k]];
    z[i] = sum;
  }
}

/** a_i'x of the entries from..to-1, with four accumulators. */
function gatherFour(from: number, to: number, indices: Int32Array, data: Float64Array, x: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = from;
  for (; k + 3 < to; k += 4) {
    s0 += data[k] * x[indices[k]];
    s1 += data[k + 1] * x[indices[k + 1]];
    s2 += data[k + 2] * x[indices[k + 2]];
    s3 += data[k + 3] * x[indices[k + 3]];
  }
  for (; k < to; k++) s0 += data[k] * x[indices[k]];
  return s0 + s1 + (s2 + s3);
}

/** z <- A x with four accumulators a row. */
export function multiplyFour({ rows, indptr, indices, data }: CsrArrays, x: Float64Array, z: Float64Array): void {
  for (let i = 0; i < rows; i++) z[i] = gatherFour(indptr[i], indptr[i + 1], indices, data, x);
}

/** g <- g + A'y. */
export function multiplyTransposeAdd(
  { rows, indptr, indices, data }: CsrArrays,
  y: Float64Array,
  g: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const t = y[i];
    for (let k = indptr[i]; k < indptr[i + 1]; k++) g[indices[k]] += t * data[k];
  }
}

/** hv <- hv + A'(w.(A v)) in one pass, one accumulator a row. */
export function curvatureOne(
  { rows, indptr, indices, data }: CsrArrays,
  w: Float64Array,
  v: Float64Array,
  hv: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const from = indptr[i];
    const to = indptr[i + 1];
    let sum = 0;
    for (let k = from; k < to; k++) sum += data[k] * v[indices[k]];
    sum *= w[i];
    for (let k = from; k < to; k++) hv[indices[k]] += sum * data[k];
  }
}

/** The same with four accumulators a row. */
export function curvatureFour(
  { rows, indptr, indices, data }: CsrArrays,
  w: Float64Array,
  v: Float64Array,
  hv: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const from = indptr[i];
    const to = indptr[i + 1];
    const t = w[i] * gatherFour(from, to, indices, data, v);
    for (let k = from; k < to; k++) hv[indices[k]] += t * data[k];
  }
}

/** H <- H + A' diag(w) A, upper triangle. */
export function gram({ rows, columns, indptr, indices, data }: CsrArrays, w: Float64Array, H: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const to = indptr[i + 1];
    for (let p = indptr[i]; p < to; p++) {
      const t = w[i] * data[p];
      const row = indices[p] * columns;
      for (let q = p; q < to; q++) H[row + indices[q]] += t * data[q];
    }
  }
}
