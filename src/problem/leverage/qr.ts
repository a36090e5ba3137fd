import type { PlacedDense } from "../../wasm/denseKernels.js";
import type { Arena, Vector } from "../../wasm/memory.js";
import { inSlices, type Paced } from "../../wasm/pace.js";
import type { Engine } from "./engine.js";

/** Storage of the factors of at most `columns` columns: columns^2 and 3 columns numbers, columns words. */
export function layoutFactor(columns: number, arena: Arena) {
  return {
    /** Row-major, of the number of columns that were factored. */
    R: arena.f64(columns * columns),
    /** Column order[j] of what was factored is column j of Q R. */
    order: arena.i32(columns),
    norms: arena.f64(columns),
    dots: arena.f64(columns),
    beta: arena.f64(columns),
  };
}

export type Factor = ReturnType<typeof layoutFactor>;

/**
 * Thin Householder QR with column pivoting, in place: W (n x d, row-major, n >= d) <- Q with orthonormal columns, and
 * W[:, order] = Q R, R upper triangular. With rows in order of falling size this is stable row by row (Cox and Higham
 * 1998): small rows survive beside huge ones.
 */
export function* thinQr(engine: Engine, n: number, d: number, W: Vector, factor: Factor): Paced<void> {
  const { dense } = engine.kernels;
  const A: PlacedDense = { rows: n, columns: d, data: W };
  const w = W.data;
  const R = factor.R.data;
  const order = factor.order.data;
  const norms = factor.norms.data;
  const beta = factor.beta.data;
  R.fill(0, 0, d * d);
  norms.fill(0);
  for (let j = 0; j < d; j++) order[j] = j;
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < d; j++, at++) norms[j] += w[at] * w[at];
  for (let j = 0; j < d; j++) {
    let pivot = j;
    for (let c = j + 1; c < d; c++) if (norms[c] > norms[pivot]) pivot = c;
    if (pivot !== j) swapColumns(n, d, w, factor, j, pivot);
    const size = Math.sqrt(norms[j]);
    const head = w[j * d + j];
    R[j * d + j] = head < 0 ? size : -size;
    beta[j] = size > 0 ? 1 / (size * (size + Math.abs(head))) : 0;
    w[j * d + j] = head - R[j * d + j];
    yield* reflect(engine, A, factor, j, 1);
    for (let c = j + 1; c < d; c++) R[j * d + c] = w[j * d + c];
  }
  for (let j = d - 1; j >= 0; j--) {
    for (let c = j + 1; c < d; c++) w[j * d + c] = 0;
    yield* reflect(engine, A, factor, j, -beta[j] * w[j * d + j]);
    w[j * d + j] += 1;
  }

  /** W_c <- (I - beta_j v v') W_c for the columns c after j and norms_c <- |W_c below row j|^2, v in column j; v <- keep v. */
  function* reflect({ pace }: Engine, A: PlacedDense, { norms, dots }: Factor, j: number, keep: number): Paced<void> {
    dots.data.fill(0);
    yield* inSlices(pace, n - j, d - j, (from, to) => dense.reflectorDots(A, j, dots, j + from, j + to));
    dense.reflect(A, j, beta[j], keep, dots, norms, j, j + 1);
    norms.data.fill(0);
    yield* inSlices(pace, n - j - 1, d - j, (from, to) => {
      dense.reflect(A, j, beta[j], keep, dots, norms, j + 1 + from, j + 1 + to);
    });
  }
}

function swapColumns(n: number, d: number, W: Float64Array, factor: Factor, a: number, b: number): void {
  const swap = (x: Float64Array | Int32Array, p: number, q: number): void => {
    const t = x[p];
    x[p] = x[q];
    x[q] = t;
  };
  for (let at = a * d; at < n * d; at += d) {
    const t = W[at + a];
    W[at + a] = W[at + b];
    W[at + b] = t;
  }
  for (let i = 0; i < a; i++) swap(factor.R.data, i * d + a, i * d + b);
  swap(factor.order.data, a, b);
  swap(factor.norms.data, a, b);
}

/** y <- R^-1 y */
export function backSubstitute(d: number, R: Float64Array, y: Float64Array): void {
  for (let j = d - 1; j >= 0; j--) {
    let sum = y[j];
    for (let k = j + 1; k < d; k++) sum -= R[j * d + k] * y[k];
    y[j] = sum / R[j * d + j];
  }
}
