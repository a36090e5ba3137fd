import { svd } from "../../matrix/svd.js";
import type { Head, Model } from "./model.js";
import { noiseOf } from "./noise.js";

/** Coordinates y of the tokens in which random starts succeed more often: x_i = m + T y_i. */
export interface NormalForm {
  /** n tokens of r <= min(d, n - 1) entries. */
  readonly model: Model;
  /** vec(X) from vec(Y). */
  lift(y: Float64Array, x: Float64Array): void;
  /** The y nearest to x in the metric of the coordinates. */
  enter(x: Float64Array, y: Float64Array): void;
}

/** Singular values below this share of the largest are rounding. */
const RANK = 1e-10;

/**
 * The normal form of an inversion (FORMULAS-attention A4): from a head with V of full row rank, A = B V^+ = P X' has its
 * rows in the affine hull of the tokens, and for an invertible P the tokens lie in the hull of A's rows: r <= min(d, n - 1)
 * entries a token are left. With m their mean and T from the SVD of A - 1 m', scaled so that the image of A has unit
 * covariance,
 *
 *     S_ik = y_i'(T'W T) y_k + (T'W'm)'y_k + what does not depend on k,    residual P y - A_w  (whitened; for a head
 *     whose V has not full row rank  P y T'V - (B - 1 m'V))
 *
 * F there is another function with the same zeros. Undefined where there is nothing to be gained or the zeros are
 * not those of F: with gamma or a residual block, no V of full row rank, or one token.
 */
export function normalForm(model: Model): NormalForm | undefined {
  const { n, d, heads, gamma, residualBlock } = model;
  if (gamma > 0 || residualBlock || n === 1) return undefined;
  const inverses = heads.map((head) => pseudoInverse(d, head));
  const outputs = heads.map(({ width, B }, k) => inverses[k] && product(n, width, d, B, inverses[k]));
  const known = outputs.filter((A) => A !== undefined);
  if (known.length === 0) return undefined;
  const count = n * known.length;
  const rows = new Float64Array(count * d);
  known.forEach((A, k) => {
    rows.set(A, k * n * d);
  });
  const m = new Float64Array(d);
  for (let k = 0; k < rows.length; k++) m[k % d] += rows[k] / count;
  const { s, V } = svd(
    count,
    d,
    rows.map((v, k) => v - m[k % d]),
  );
  const side = s.length;
  // All heads mix the same n tokens: more directions than n - 1 are errors of B.
  const r = s.slice(0, n - 1).filter((v) => v > RANK * s[0]).length;
  if (r === 0) return undefined;
  const scale = (k: number): number => s[k] / Math.sqrt(count);
  const T = Float64Array.from({ length: d * r }, (_, e) => V[Math.floor(e / r) * side + (e % r)] * scale(e % r));
  const back = Float64Array.from(
    { length: r * d },
    (_, e) => V[(e % d) * side + Math.floor(e / d)] / scale(Math.floor(e / d)),
  );
  const enter = (x: Float64Array, y: Float64Array): void => {
    const centred = x.map((v, k) => v - m[k % d]);
    y.set(product(n, d, r, centred, transposed(r, d, back)));
  };
  const errors = noiseOf(model);
  const rms = errors ? Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length) : 0;
  // What an error of an entry of B becomes in the head that it grows most in.
  const growth = heads.map(({ width }, k) => {
    const inverse = inverses[k];
    return inverse ? Math.sqrt(squares(product(width, d, r, inverse, transposed(r, d, back))) / r) : 1;
  });
  return {
    model: {
      n,
      d: r,
      gamma: 0,
      residualBlock: false,
      noise: rms > 0 ? rms * Math.max(...growth) : undefined,
      heads: heads.map((head, k) => normalHead(n, d, r, head, { T, m, A: outputs[k], enter })),
    },
    lift(y, x) {
      const moved = product(n, r, d, y, transposed(d, r, T));
      for (let k = 0; k < x.length; k++) x[k] = m[k % d] + moved[k];
    },
    enter,
  };
}

/** V^+ (dv x d), or undefined where V has not full row rank. */
function pseudoInverse(d: number, { width, V }: Head): Float64Array | undefined {
  if (width < d) return undefined;
  const { s, U, V: right } = svd(d, width, V);
  if (!(s[d - 1] > RANK * s[0])) return undefined;
  // V = U diag(s) right', so V^+ = right diag(1/s) U'.
  return product(
    width,
    d,
    d,
    right.map((v, k) => v / s[k % d]),
    transposed(d, d, U),
  );
}

function squares(v: Float64Array): number {
  return v.reduce((sum, t) => sum + t * t, 0);
}

function normalHead(
  n: number,
  d: number,
  r: number,
  { width, W, V, B }: Head,
  { T, m, A, enter }: { T: Float64Array; m: Float64Array; A?: Float64Array; enter: NormalForm["enter"] },
): Head {
  const turned = transposed(d, r, T);
  const scores = product(r, d, r, turned, product(d, d, r, W, T));
  const bias = product(1, d, r, product(1, d, d, m, W), T);
  if (!A) {
    const mean = product(1, d, width, m, V);
    return { width, W: scores, V: product(r, d, width, turned, V), B: B.map((b, k) => b - mean[k % width]), bias };
  }
  const target = new Float64Array(n * r);
  enter(A, target);
  const unit = Float64Array.from({ length: r * r }, (_, k) => (k % (r + 1) === 0 ? 1 : 0));
  return { width: r, W: scores, V: unit, B: target, bias };
}

/** The rows x columns product of row-major arrays with sums of `inner` terms. */
function product(rows: number, inner: number, columns: number, A: Float64Array, B: Float64Array): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      for (let j = 0; j < columns; j++) out[i * columns + j] += A[i * inner + k] * B[k * columns + j];
    }
  }
  return out;
}

/** columns x rows from rows x columns. */
function transposed(rows: number, columns: number, A: Float64Array): Float64Array {
  return A.map((_, k) => A[(k % rows) * columns + Math.floor(k / rows)]);
}
