import { Sum } from "./sum.js";

/** Compressed sparse rows: row i holds the entries indptr_i..indptr_(i+1)-1 of indices and data. */
export interface Csr {
  readonly rows: number;
  readonly columns: number;
  readonly indptr: ArrayLike<number>;
  readonly indices: ArrayLike<number>;
  readonly data: ArrayLike<number>;
}

const sums = (start: ArrayLike<number>): Sum[] => Array.from(start, (x) => new Sum(x));

/** a_i'x for the rows i = from..to-1 */
export function csrMultiply(A: Csr, x: ArrayLike<number>, from: number, to: number): Sum[] {
  const z: Sum[] = [];
  for (let i = from; i < to; i++) {
    const sum = new Sum();
    for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) sum.addProduct(A.data[k], x[A.indices[k]]);
    z.push(sum);
  }
  return z;
}

/** g + sum_i y_i a_i; rows with y_i = 0 do not count, whatever they hold */
export function csrMultiplyTransposeAdd(
  A: Csr,
  y: ArrayLike<number>,
  g: ArrayLike<number>,
  from: number,
  to: number,
): Sum[] {
  const out = sums(g);
  for (let i = from; i < to; i++) {
    if (y[i] === 0) continue;
    for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) out[A.indices[k]].addProduct(y[i], A.data[k]);
  }
  return out;
}

/** g + sum_i y_i |a_i| */
export function csrAbsTransposeAdd(
  A: Csr,
  y: ArrayLike<number>,
  g: ArrayLike<number>,
  from: number,
  to: number,
): Sum[] {
  const out = sums(g);
  for (let i = from; i < to; i++) {
    for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) out[A.indices[k]].addProduct(y[i], Math.abs(A.data[k]));
  }
  return out;
}

/** hv + sum_i w_i (a_i'v) a_i; each term's size counts the sum inside it */
export function csrCurvatureProduct(
  A: Csr,
  w: ArrayLike<number>,
  v: ArrayLike<number>,
  hv: ArrayLike<number>,
  from: number,
  to: number,
): Sum[] {
  const out = sums(hv);
  const inner = csrMultiply(A, v, from, to);
  for (let i = from; i < to; i++) {
    const { value, size } = inner[i - from];
    for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) {
      const rest = Math.abs(w[i] * A.data[k]) * (size - Math.abs(value));
      out[A.indices[k]].addProduct3(w[i], value, A.data[k]).widen(rest);
    }
  }
  return out;
}

/** out_j + sum_i w_i a_ij^2 */
export function csrDiagonal(A: Csr, w: ArrayLike<number>, start: ArrayLike<number>, from: number, to: number): Sum[] {
  const out = sums(start);
  for (let i = from; i < to; i++) {
    for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) out[A.indices[k]].addProduct3(w[i], A.data[k], A.data[k]);
  }
  return out;
}

/** w_i |a_i|^2 for the rows i = from..to-1 */
export function csrRowNorms(A: Csr, w: ArrayLike<number>, from: number, to: number): Sum[] {
  const out: Sum[] = [];
  for (let i = from; i < to; i++) {
    const sum = new Sum();
    for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) sum.addProduct3(w[i], A.data[k], A.data[k]);
    out.push(sum);
  }
  return out;
}

/** The upper triangle of H + sum_i w_i a_i a_i', row after row; rows with w_i = 0 do not count, whatever they hold */
export function csrGram(A: Csr, w: ArrayLike<number>, H: ArrayLike<number>, from: number, to: number): Sum[] {
  const full = sums(H);
  for (let i = from; i < to; i++) {
    if (w[i] === 0) continue;
    for (let p = A.indptr[i]; p < A.indptr[i + 1]; p++) {
      for (let q = A.indptr[i]; q < A.indptr[i + 1]; q++) {
        full[A.indices[p] * A.columns + A.indices[q]].addProduct3(w[i], A.data[p], A.data[q]);
      }
    }
  }
  return full.filter((_, at) => at % A.columns >= Math.floor(at / A.columns));
}

/** The rows from..to-1 as a dense row-major array */
export function csrExpand(A: Csr, from: number, to: number): Float64Array {
  const out = new Float64Array((to - from) * A.columns);
  for (let i = from; i < to; i++) {
    for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) out[(i - from) * A.columns + A.indices[k]] = A.data[k];
  }
  return out;
}

/**
 * out_i + w_i |X'a_i|^2 for the rows i = from..to-1, X row-major with 16 columns; a term's size counts the sum inside
 * it; rows with w_i = 0 do not count, whatever they hold
 */
export function csrProjectedNormsAdd(
  A: Csr,
  w: ArrayLike<number>,
  X: ArrayLike<number>,
  out: ArrayLike<number>,
  from: number,
  to: number,
  o?: ArrayLike<number>,
): Sum[] {
  const norms: Sum[] = [];
  for (let i = from; i < to; i++) {
    const norm = new Sum(out[i]);
    for (let c = 0; c < 16 && w[i] !== 0; c++) {
      const sum = csrMultiply(A, column(X, c), i, i + 1)[0];
      if (o) sum.add(o[c]);
      const { value, size } = sum;
      norm.addProduct3(w[i], value, value).widen(Math.abs(w[i]) * (size * size - value * value));
    }
    norms.push(norm);
  }
  return norms;
}

/** Column c of a row-major array of 16 columns. */
function column(X: ArrayLike<number>, c: number): Float64Array {
  return Float64Array.from({ length: X.length / 16 }, (_, k) => X[16 * k + c]);
}
