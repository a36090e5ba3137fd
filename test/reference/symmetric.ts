import { Sum } from "./sum.js";

// Upper triangles of row-major d x d arrays; the strict lower triangle is never read.

/** R'R = H one row at a time in place; -1, or the first pivot that is not positive. */
export function cholesky(d: number, H: Float64Array): number {
  return choleskyPanel(d, H, 0, d);
}

/** The rows from..to-1 of R for an H from which the rows before `from` were already subtracted. */
export function choleskyPanel(d: number, H: Float64Array, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    for (let j = i; j < d; j++) {
      let sum = H[i * d + j];
      for (let k = from; k < i; k++) sum -= H[k * d + i] * H[k * d + j];
      if (j === i && !(sum > 0)) return i;
      H[i * d + j] = j === i ? Math.sqrt(sum) : sum / H[i * d + i];
    }
  }
  return -1;
}

/** The upper triangle of H_ij - sum r_ki r_kj for i >= to over the rows k = from..to-1, row after row. */
export function choleskyUpdate(d: number, H: ArrayLike<number>, from: number, to: number): Sum[] {
  const out: Sum[] = [];
  for (let i = to; i < d; i++) {
    for (let j = i; j < d; j++) {
      const sum = new Sum(H[i * d + j]);
      for (let k = from; k < to; k++) sum.addProduct(-H[k * d + i], H[k * d + j]);
      out.push(sum);
    }
  }
  return out;
}

/** R'x = y by forward substitution with the leading n x n part of R */
export function solveTransposed(n: number, d: number, R: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = y[i];
    for (let k = 0; k < i; k++) sum -= R[k * d + i] * x[k];
    x[i] = sum / R[i * d + i];
  }
  return x;
}

/** R x = y by back substitution with the leading n x n part of R */
export function solveUpper(n: number, d: number, R: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = y[i];
    for (let k = i + 1; k < n; k++) sum -= R[i * d + k] * x[k];
    x[i] = sum / R[i * d + i];
  }
  return x;
}

/** out + H v with H_ij = H_ji taken from the upper triangle */
export function symmetricMultiplyAdd(
  d: number,
  H: ArrayLike<number>,
  v: ArrayLike<number>,
  out: ArrayLike<number>,
): Sum[] {
  return Array.from({ length: d }, (_, i) => {
    const sum = new Sum(out[i]);
    for (let j = 0; j < d; j++) sum.addProduct(H[Math.min(i, j) * d + Math.max(i, j)], v[j]);
    return sum;
  });
}
