/** Softmax least squares as a function of v in R^m: formulas on views, phi = 0.5|f - b|^2 + 0.5|w.v|^2, f = softmax(v). */
export interface OutputLoss {
  value(v: Float64Array, f: Float64Array): number;
  /** out <- f.c - <f,c> f + w.w.v, c = f - b */
  slope(v: Float64Array, f: Float64Array, out: Float64Array): void;
  /** out <- the sizes of the terms that the slope is the difference of. */
  slopeSize(v: Float64Array, f: Float64Array, out: Float64Array): void;
  /** p <- f.(f + c - <f,c> 1): the Hessian is P' diag(p) P + diag(w.w) with P = I - 1 f'. */
  curvature(f: Float64Array, p: Float64Array): void;
}

/**
 * FORMULAS-regression 1.2. The part P' diag(p) P has a PSD majorant with max(p, 0), in this centred form only; its product
 * with q is r - f sum(r), r = p.(q - <f,q> 1).
 */
export function outputLoss(b: Float64Array, w2: Float64Array): OutputLoss {
  const m = b.length;
  /** <f, f - b> */
  const overlap = (f: Float64Array): number => {
    let t = 0;
    for (let k = 0; k < m; k++) t += f[k] * (f[k] - b[k]);
    return t;
  };
  return {
    value(v, f) {
      let sum = 0;
      for (let k = 0; k < m; k++) {
        const c = f[k] - b[k];
        sum += c * c + w2[k] * v[k] * v[k];
      }
      return 0.5 * sum;
    },
    slope(v, f, out) {
      const t = overlap(f);
      let [most, rest] = [0, 0];
      for (let k = 0; k < m; k++) {
        out[k] = f[k] * (f[k] - b[k] - t);
        rest += out[k];
        if (f[k] > f[most]) most = k;
      }
      // The entries sum to 0: where f_k is nearly 1 its own would be the rounded difference of large numbers.
      out[most] -= rest;
      for (let k = 0; k < m; k++) out[k] += w2[k] * v[k];
    },
    slopeSize(v, f, out) {
      let t = 0;
      for (let k = 0; k < m; k++) t += f[k] * (f[k] + Math.abs(b[k]));
      for (let k = 0; k < m; k++) out[k] = f[k] * (f[k] + Math.abs(b[k]) + t) + w2[k] * Math.abs(v[k]);
    },
    curvature(f, p) {
      const t = overlap(f);
      for (let k = 0; k < m; k++) p[k] = f[k] * (2 * f[k] - b[k] - t);
    },
  };
}
