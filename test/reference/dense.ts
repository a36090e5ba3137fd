import { Sum } from "./sum.js";

/** A row-major rows x columns matrix. */
export interface Dense {
  readonly rows: number;
  readonly columns: number;
  readonly data: ArrayLike<number>;
}

const entry = (A: Dense, i: number, j: number): number => A.data[i * A.columns + j];
const sums = (start: ArrayLike<number>): Sum[] => Array.from(start, (x) => new Sum(x));

/** a_i'x for the rows i = from..to-1 */
export function denseMultiply(A: Dense, x: ArrayLike<number>, from: number, to: number): Sum[] {
  const z: Sum[] = [];
  for (let i = from; i < to; i++) {
    const sum = new Sum();
    for (let j = 0; j < A.columns; j++) sum.addProduct(entry(A, i, j), x[j]);
    z.push(sum);
  }
  return z;
}

/** g + sum_i y_i a_i */
export function denseMultiplyTransposeAdd(
  A: Dense,
  y: ArrayLike<number>,
  g: ArrayLike<number>,
  from: number,
  to: number,
): Sum[] {
  const out = sums(g);
  for (let i = from; i < to; i++) for (let j = 0; j < A.columns; j++) out[j].addProduct(y[i], entry(A, i, j));
  return out;
}

/** g + sum_i y_i |a_i| */
export function denseAbsTransposeAdd(
  A: Dense,
  y: ArrayLike<number>,
  g: ArrayLike<number>,
  from: number,
  to: number,
): Sum[] {
  const out = sums(g);
  for (let i = from; i < to; i++) for (let j = 0; j < A.columns; j++) out[j].addProduct(y[i], Math.abs(entry(A, i, j)));
  return out;
}

/** hv + sum_i w_i (a_i'v) a_i; each term's size counts the sum inside it */
export function denseCurvatureProduct(
  A: Dense,
  w: ArrayLike<number>,
  v: ArrayLike<number>,
  hv: ArrayLike<number>,
  from: number,
  to: number,
): Sum[] {
  const out = sums(hv);
  const inner = denseMultiply(A, v, from, to);
  for (let i = from; i < to; i++) {
    const { value, size } = inner[i - from];
    for (let j = 0; j < A.columns; j++) {
      const a = entry(A, i, j);
      out[j].addProduct3(w[i], value, a).widen(Math.abs(w[i] * a) * (size - Math.abs(value)));
    }
  }
  return out;
}

/** out_j + sum_i w_i a_ij^2 */
export function denseDiagonal(
  A: Dense,
  w: ArrayLike<number>,
  start: ArrayLike<number>,
  from: number,
  to: number,
): Sum[] {
  const out = sums(start);
  for (let i = from; i < to; i++) {
    for (let j = 0; j < A.columns; j++) out[j].addProduct3(w[i], entry(A, i, j), entry(A, i, j));
  }
  return out;
}

/** w_i |a_i|^2 for the rows i = from..to-1 */
export function denseRowNorms(A: Dense, w: ArrayLike<number>, from: number, to: number): Sum[] {
  const out: Sum[] = [];
  for (let i = from; i < to; i++) {
    const sum = new Sum();
    for (let j = 0; j < A.columns; j++) sum.addProduct3(w[i], entry(A, i, j), entry(A, i, j));
    out.push(sum);
  }
  return out;
}

/** The upper triangle of H + sum_i w_i a_i a_i', row after row; rows with w_i = 0 do not count, whatever they hold */
export function denseGram(A: Dense, w: ArrayLike<number>, H: ArrayLike<number>, from: number, to: number): Sum[] {
  const out: Sum[] = [];
  for (let p = 0; p < A.columns; p++) {
    for (let q = p; q < A.columns; q++) {
      const sum = new Sum(H[p * A.columns + q]);
      for (let i = from; i < to; i++) if (w[i] !== 0) sum.addProduct3(w[i], entry(A, i, p), entry(A, i, q));
      out.push(sum);
    }
  }
  return out;
}

/** C + s op(A) op(B) row after row; a transposed factor is read with its indices exchanged, C undefined stands for 0 */
export function denseProduct(
  form: string,
  s: number,
  A: Dense,
  B: Dense,
  C: Dense,
  start: ArrayLike<number> | undefined,
): Sum[] {
  const inner = form[0] === "T" ? A.rows : A.columns;
  const left = (i: number, l: number): number => (form[0] === "T" ? entry(A, l, i) : entry(A, i, l));
  const right = (l: number, j: number): number => (form[1] === "T" ? entry(B, j, l) : entry(B, l, j));
  return Array.from({ length: C.rows * C.columns }, (_, at) => {
    const [i, j] = [Math.floor(at / C.columns), at % C.columns];
    const sum = new Sum(start?.[at]);
    for (let l = 0; l < inner; l++) sum.addProduct3(s, left(i, l), right(l, j));
    return sum;
  });
}

/**
 * out_i + w_i |X'a_i|^2 for the rows i = from..to-1, X row-major with 16 columns; a term's size counts the sum inside
 * it; rows with w_i = 0 do not count, whatever they hold
 */
export function denseProjectedNormsAdd(
  A: Dense,
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
      const x = new Sum(o?.[c]);
      for (let j = 0; j < A.columns; j++) x.addProduct(entry(A, i, j), X[16 * j + c]);
      norm.addProduct3(w[i], x.value, x.value).widen(Math.abs(w[i]) * (x.size * x.size - x.value * x.value));
    }
    norms.push(norm);
  }
  return norms;
}

/** dots_c + sum_i a_ij a_ic for the columns c after j, rows i = from..to-1 */
export function denseReflectorDots(A: Dense, j: number, dots: ArrayLike<number>, from: number, to: number): Sum[] {
  return Array.from({ length: A.columns - j - 1 }, (_, k) => {
    const sum = new Sum(dots[j + 1 + k]);
    for (let i = from; i < to; i++) sum.addProduct(entry(A, i, j), entry(A, i, j + 1 + k));
    return sum;
  });
}

/** The columns from j on of the rows from..to-1, row after row: a_ij keep, then a_ic - beta a_ij dots_c */
export function denseReflect(
  A: Dense,
  j: number,
  beta: number,
  keep: number,
  dots: ArrayLike<number>,
  from: number,
  to: number,
): Sum[] {
  const out: Sum[] = [];
  for (let i = from; i < to; i++) {
    out.push(new Sum().addProduct(keep, entry(A, i, j)));
    for (let c = j + 1; c < A.columns; c++) {
      out.push(new Sum(entry(A, i, c)).addProduct3(-beta, entry(A, i, j), dots[c]));
    }
  }
  return out;
}

/** a_i'X a_i for the rows i = from..to-1 */
export function denseQuadraticForms(A: Dense, X: ArrayLike<number>, from: number, to: number): Sum[] {
  const out: Sum[] = [];
  for (let i = from; i < to; i++) {
    const sum = new Sum();
    for (let p = 0; p < A.columns; p++) {
      for (let q = 0; q < A.columns; q++) sum.addProduct3(entry(A, i, p), X[p * A.columns + q], entry(A, i, q));
    }
    out.push(sum);
  }
  return out;
}

/** a_ip a_iq for p <= q, row after row, for the rows i = from..to-1 */
export function densePairProducts(A: Dense, from: number, to: number): number[] {
  const out: number[] = [];
  for (let i = from; i < to; i++) {
    for (let p = 0; p < A.columns; p++) for (let q = p; q < A.columns; q++) out.push(entry(A, i, p) * entry(A, i, q));
  }
  return out;
}
