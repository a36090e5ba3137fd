import { drain, type Pace, type Paced, passed } from "../wasm/pace.js";

/** A = U diag(s) V' with r = min(rows, columns) singular values, largest first; all arrays row-major. */
export interface Svd {
  readonly s: Float64Array;
  /** rows x r; a column of zeros where s is 0. */
  readonly U: Float64Array;
  /** columns x r */
  readonly V: Float64Array;
}

const MOST_SWEEPS = 60;
/** Planned nanoseconds a row of two columns that are turned. */
const ROTATION = 6;

/**
 * Singular values to high relative accuracy by one-sided Jacobi rotations (Hestenes), for small dense matrices: some
 * eight sweeps of rows x columns^2 / 2 rotations' work, columns the smaller side.
 */
export function svd(rows: number, columns: number, data: ArrayLike<number>): Svd {
  return drain(svdSteps(rows, columns, data, { spent: 0 }));
}

/** The same with pauses: hundreds of columns take seconds. */
export function* svdSteps(rows: number, columns: number, data: ArrayLike<number>, pace: Pace): Paced<Svd> {
  if (columns > rows) {
    const flipped = Float64Array.from(
      { length: rows * columns },
      (_, k) => data[(k % rows) * columns + Math.floor(k / rows)],
    );
    const { s, U, V } = yield* svdSteps(columns, rows, flipped, pace);
    return { s, U: V, V: U };
  }
  // Column j of A V and of V, each in one piece.
  const A = Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => data[i * columns + j]),
  );
  const R = Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: columns }, (_, i) => (i === j ? 1 : 0)),
  );
  for (let sweep = 0, turned = true; turned && sweep < MOST_SWEEPS; sweep++) {
    turned = false;
    for (let p = 0; p < columns; p++) {
      for (let q = p + 1; q < columns; q++) turned = orthogonalise(A[p], A[q], R[p], R[q]) || turned;
      yield* passed(pace, ROTATION * rows * (columns - p));
    }
  }
  const size = A.map((a) => Math.sqrt(dot(a, a)));
  const order = size.map((_, j) => j).sort((i, j) => size[j] - size[i]);
  const U = new Float64Array(rows * columns);
  const V = new Float64Array(columns * columns);
  order.forEach((j, k) => {
    for (let i = 0; i < rows; i++) U[i * columns + k] = size[j] > 0 ? A[j][i] / size[j] : 0;
    for (let i = 0; i < columns; i++) V[i * columns + k] = R[j][i];
  });
  return { s: Float64Array.from(order, (j) => size[j]), U, V };
}

/** Turns two columns until they are orthogonal to rounding; true if they were not. */
function orthogonalise(a: Float64Array, b: Float64Array, u: Float64Array, v: Float64Array): boolean {
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
  if (!(Math.abs(ab) > 2 ** -52 * Math.sqrt(aa) * Math.sqrt(bb))) return false;
  const zeta = (bb - aa) / (2 * ab);
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  rotate(a, b, c, c * t);
  rotate(u, v, c, c * t);
  return true;
}

function rotate(a: Float64Array, b: Float64Array, c: number, s: number): void {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i], b[i]];
    a[i] = c * x - s * y;
    b[i] = s * x + c * y;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
