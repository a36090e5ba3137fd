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

/** R X = Y by back substitution, column by column of the row-major d x 16 array Y */
export function solveUpperPanel(d: number, R: ArrayLike<number>, Y: ArrayLike<number>): Float64Array {
  const X = new Float64Array(16 * d);
  for (let c = 0; c < 16; c++) {
    const y = Float64Array.from({ length: d }, (_, i) => Y[16 * i + c]);
    solveUpper(d, d, R, y).forEach((x, i) => {
      X[16 * i + c] = x;
    });
  }
  return X;
}

/**
 * The triangular factor of [R; tile], in place, by the reflectors I - tau [1; v][1; v]' (Golub and Van Loan 5.1, with
 * the sign that does not cancel); a column of the tile that is 0 needs none. Rows of the tile are added in fours, two
 * and two, the rest one by one: the order of the kernel, so that every bit can be compared.
 */
export function householderRows(rows: number, d: number, R: Float64Array, tile: Float64Array): void {
  for (let j = 0; j < d; j++) {
    const alpha = R[j * d + j];
    const x = Float64Array.from({ length: rows }, (_, i) => tile[i * d + j]);
    if (x.every((t) => t === 0)) continue;
    // Scaled by a power of two near the largest entry: exact, and squares stay in range.
    const size = 2 ** Math.min(1000, -Math.round(Math.log2(Math.max(Math.abs(alpha), ...x.map(Math.abs)))));
    const squares = x.reduce((sum, t) => sum + (size * t) ** 2, (size * alpha) ** 2);
    const beta = (alpha < 0 || Object.is(alpha, -0) ? 1 : -1) * Math.sqrt(squares);
    const v = x.map((t) => size * t * (1 / (size * alpha - beta)));
    const tau = (beta - size * alpha) / beta;
    R[j * d + j] = beta / size;
    for (let k = j + 1; k < d; k++) {
      const term = (i: number): number => v[i] * tile[i * d + k];
      let sum = R[j * d + k];
      let i = 0;
      for (; i + 4 <= rows; i += 4) sum += term(i) + term(i + 1) + (term(i + 2) + term(i + 3));
      for (; i < rows; i++) sum += term(i);
      R[j * d + k] -= tau * sum;
      for (let q = 0; q < rows; q++) tile[q * d + k] -= tau * v[q] * sum;
    }
  }
}
