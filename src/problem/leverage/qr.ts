import { inSlices, type Pace, type Paced } from "../../wasm/pace.js";

/**
 * Thin Householder QR with column pivoting, in place: W (n x d, row-major, n >= d) <- Q with orthonormal columns, and
 * W[:, order] = Q R, R upper triangular and row-major. With rows in order of falling size this is stable row by row
 * (Cox and Higham 1998): small rows survive beside huge ones. `work` holds 3 d numbers.
 */
export function* thinQr(
  n: number,
  d: number,
  W: Float64Array,
  R: Float64Array,
  order: Int32Array,
  work: Float64Array,
  pace: Pace,
): Paced<void> {
  const norms = work.subarray(0, d);
  const dots = work.subarray(d, 2 * d);
  const beta = work.subarray(2 * d, 3 * d);
  R.fill(0, 0, d * d);
  norms.fill(0);
  for (let j = 0; j < d; j++) order[j] = j;
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) norms[j] += W[i * d + j] * W[i * d + j];
  for (let j = 0; j < d; j++) {
    let pivot = j;
    for (let c = j + 1; c < d; c++) if (norms[c] > norms[pivot]) pivot = c;
    if (pivot !== j) swapColumns(n, d, W, R, order, norms, j, pivot);
    const size = Math.sqrt(norms[j]);
    const head = W[j * d + j];
    R[j * d + j] = head < 0 ? size : -size;
    beta[j] = size > 0 ? 1 / (size * (size + Math.abs(head))) : 0;
    W[j * d + j] = head - R[j * d + j];
    yield* project(n, d, W, dots, j, pace);
    norms.fill(0);
    yield* inSlices(pace, n - j, 2 * (d - j), (from, to) => {
      for (let i = j + from; i < j + to; i++) {
        const row = i * d;
        const v = beta[j] * W[row + j];
        for (let c = j + 1; c < d; c++) {
          const w = W[row + c] - v * dots[c];
          W[row + c] = w;
          if (i > j) norms[c] += w * w;
        }
      }
    });
    for (let c = j + 1; c < d; c++) R[j * d + c] = W[j * d + c];
  }
  for (let j = d - 1; j >= 0; j--) {
    for (let c = j + 1; c < d; c++) W[j * d + c] = 0;
    yield* project(n, d, W, dots, j, pace);
    const head = beta[j] * W[j * d + j];
    yield* inSlices(pace, n - j, 2 * (d - j), (from, to) => {
      for (let i = j + from; i < j + to; i++) {
        const row = i * d;
        const v = beta[j] * W[row + j];
        for (let c = j + 1; c < d; c++) W[row + c] -= v * dots[c];
        W[row + j] *= -head;
      }
    });
    W[j * d + j] += 1;
  }
}

/** dots_c <- v'W_c for the columns c after j, v in column j from row j on. */
function* project(n: number, d: number, W: Float64Array, dots: Float64Array, j: number, pace: Pace): Paced<void> {
  dots.fill(0);
  yield* inSlices(pace, n - j, 2 * (d - j), (from, to) => {
    for (let i = j + from; i < j + to; i++) {
      const row = i * d;
      const v = W[row + j];
      for (let c = j + 1; c < d; c++) dots[c] += v * W[row + c];
    }
  });
}

function swapColumns(
  n: number,
  d: number,
  W: Float64Array,
  R: Float64Array,
  order: Int32Array,
  norms: Float64Array,
  a: number,
  b: number,
): void {
  const swap = (x: Float64Array | Int32Array, p: number, q: number): void => {
    const t = x[p];
    x[p] = x[q];
    x[q] = t;
  };
  for (let i = a; i < n; i++) swap(W, i * d + a, i * d + b);
  for (let i = 0; i < a; i++) swap(R, i * d + a, i * d + b);
  swap(order, a, b);
  swap(norms, a, b);
}
