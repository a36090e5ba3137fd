/** A regression with its matrix as rows: everything spelt out, nothing shared with src/. */
export interface Spec {
  readonly name: "exp" | "cosh" | "sinh";
  readonly A: number[][];
  readonly b: number[];
  /** Of length n each; w = 0, weights = 1, offset = 0 where there is none. */
  readonly w: number[];
  readonly weights: number[];
  readonly offset: number[];
  readonly ridge: number;
}

/** Sums with the size of their terms: what rounding errors are measured by. */
export interface Sized {
  readonly value: Float64Array;
  readonly size: Float64Array;
}

const FUNCTIONS = {
  exp: [Math.exp, Math.exp, Math.exp],
  cosh: [Math.cosh, Math.sinh, Math.cosh],
  sinh: [Math.sinh, Math.cosh, Math.sinh],
} as const;

/** One row at x: its z = a'x, f, f' and f'' at z + offset, and |a|'|x|. */
function row(spec: Spec, i: number, x: ArrayLike<number>) {
  let z = 0;
  let reach = Math.abs(spec.offset[i]);
  for (let j = 0; j < spec.A[i].length; j++) {
    z += spec.A[i][j] * x[j];
    reach += Math.abs(spec.A[i][j] * x[j]);
  }
  const [f, df, ddf] = FUNCTIONS[spec.name].map((call) => call(z + spec.offset[i]));
  return { z, f, df, ddf, reach };
}

function sized(length: number) {
  const value = new Float64Array(length);
  const size = new Float64Array(length);
  const add = (k: number, term: number, termSize: number): void => {
    value[k] += term;
    size[k] += termSize;
  };
  return { value, size, add };
}

export function value(spec: Spec, x: ArrayLike<number>): Sized {
  const sum = sized(1);
  for (let i = 0; i < spec.A.length; i++) {
    const { z, f } = row(spec, i, x);
    const [b, w, weight] = [spec.b[i], spec.w[i], spec.weights[i]];
    sum.add(0, 0.5 * weight * (f - b) ** 2, 0.5 * weight * (Math.abs(f) + Math.abs(b)) ** 2);
    sum.add(0, 0.5 * (w * z) ** 2, 0.5 * (w * z) ** 2);
  }
  for (let j = 0; j < x.length; j++) sum.add(0, 0.5 * spec.ridge * x[j] ** 2, 0.5 * spec.ridge * x[j] ** 2);
  return sum;
}

export function gradient(spec: Spec, x: ArrayLike<number>): Sized {
  const sum = sized(x.length);
  for (let i = 0; i < spec.A.length; i++) {
    const { z, f, df, ddf, reach } = row(spec, i, x);
    const [b, w, weight] = [spec.b[i], spec.w[i], spec.weights[i]];
    const slope = weight * df * (f - b) + w * w * z;
    // An error of z reaches the slope through the curvature.
    const size =
      weight * Math.abs(df) * (Math.abs(f) + Math.abs(b)) +
      (weight * (df * df + (Math.abs(f) + Math.abs(b)) * Math.abs(ddf)) + w * w) * reach;
    for (let j = 0; j < x.length; j++) sum.add(j, spec.A[i][j] * slope, Math.abs(spec.A[i][j]) * size);
  }
  for (let j = 0; j < x.length; j++) sum.add(j, spec.ridge * x[j], Math.abs(spec.ridge * x[j]));
  return sum;
}

/** The curvature of each row and its size. */
export function curvature(spec: Spec, x: ArrayLike<number>): Sized {
  const D = sized(spec.A.length);
  for (let i = 0; i < spec.A.length; i++) {
    const { f, df, ddf, reach } = row(spec, i, x);
    const [b, w, weight] = [spec.b[i], spec.w[i], spec.weights[i]];
    const size = weight * (df * df + (Math.abs(f) + Math.abs(b)) * Math.abs(ddf)) + w * w;
    // An error of z reaches D through the third derivative, which for these functions is at most 4 times this size.
    D.add(i, weight * (df * df + (f - b) * ddf) + w * w, (size + weight * Math.abs(b * df)) * (1 + 4 * reach));
  }
  return D;
}

/** d x d, both triangles. */
export function hessian(spec: Spec, x: ArrayLike<number>): Sized {
  const d = x.length;
  const D = curvature(spec, x);
  const H = sized(d * d);
  for (let i = 0; i < spec.A.length; i++) {
    for (let j = 0; j < d; j++) {
      for (let k = 0; k < d; k++) {
        const product = spec.A[i][j] * spec.A[i][k];
        H.add(j * d + k, D.value[i] * product, D.size[i] * Math.abs(product));
      }
    }
  }
  for (let j = 0; j < d; j++) H.add(j * (d + 1), spec.ridge, spec.ridge);
  return H;
}

/** M v for a row-major array of v.length columns. */
export function product(M: Sized, v: ArrayLike<number>): Sized {
  const d = v.length;
  const out = sized(M.value.length / d);
  for (let k = 0; k < M.value.length; k++) {
    out.add(Math.floor(k / d), M.value[k] * v[k % d], M.size[k] * Math.abs(v[k % d]));
  }
  return out;
}

/** M'u. */
export function transposed(M: Sized, u: ArrayLike<number>): Sized {
  const d = M.value.length / u.length;
  const out = sized(d);
  for (let k = 0; k < M.value.length; k++) {
    const i = Math.floor(k / d);
    out.add(k % d, M.value[k] * u[i], M.size[k] * Math.abs(u[i]));
  }
  return out;
}

export function predict(spec: Spec, x: ArrayLike<number>): Sized {
  const y = sized(spec.A.length);
  for (let i = 0; i < spec.A.length; i++) {
    const { f, df, reach } = row(spec, i, x);
    y.add(i, f, Math.abs(f) + Math.abs(df) * reach);
  }
  return y;
}

/** The parts of r that there are: data, then |w|.(Ax) where any w is not 0, then sqrt(ridge) x where ridge > 0. */
export function residual(spec: Spec, x: ArrayLike<number>): Sized {
  const n = spec.A.length;
  const regularised = spec.w.some((v) => v !== 0);
  const r = sized(n + (regularised ? n : 0) + (spec.ridge > 0 ? x.length : 0));
  for (let i = 0; i < n; i++) {
    const { z, f, df, reach } = row(spec, i, x);
    const root = Math.sqrt(spec.weights[i]);
    r.add(i, root * (f - spec.b[i]), root * (Math.abs(f) + Math.abs(spec.b[i]) + Math.abs(df) * reach));
    if (regularised) r.add(n + i, Math.abs(spec.w[i]) * z, Math.abs(spec.w[i]) * reach);
  }
  const last = r.value.length - x.length;
  const root = Math.sqrt(spec.ridge);
  if (spec.ridge > 0) for (let j = 0; j < x.length; j++) r.add(last + j, root * x[j], Math.abs(root * x[j]));
  return r;
}

/** Row-major, a row for each entry of the residual. */
export function jacobian(spec: Spec, x: ArrayLike<number>): Sized {
  const [n, d] = [spec.A.length, x.length];
  const regularised = spec.w.some((v) => v !== 0);
  const J = sized(residual(spec, x).value.length * d);
  for (let i = 0; i < n; i++) {
    const { df, ddf, reach } = row(spec, i, x);
    const root = Math.sqrt(spec.weights[i]);
    for (let j = 0; j < d; j++) {
      const a = spec.A[i][j];
      J.add(i * d + j, root * df * a, root * (Math.abs(df) + Math.abs(ddf) * reach) * Math.abs(a));
      if (regularised) J.add((n + i) * d + j, Math.abs(spec.w[i]) * a, Math.abs(spec.w[i] * a));
    }
  }
  const last = J.value.length - d * d;
  if (spec.ridge > 0) {
    for (let j = 0; j < d; j++) J.add(last + j * (d + 1), Math.sqrt(spec.ridge), Math.sqrt(spec.ridge));
  }
  return J;
}
