import { Sum } from "./sum.js";

/** sum w_i (y_i - b_i)^2 of terms rounded as doubles are; rows with w_i = 0 do not count, whatever they hold */
export function squares(w: ArrayLike<number>, y: ArrayLike<number>, b: ArrayLike<number>): Sum {
  const sum = new Sum();
  for (let i = 0; i < w.length; i++) {
    const r = y[i] - b[i];
    if (w[i] !== 0) sum.add(w[i] * r * r);
  }
  return sum;
}

/** w_i s_i (y_i - b_i), 0 where w_i = 0 */
export function slope(
  w: ArrayLike<number>,
  s: ArrayLike<number>,
  y: ArrayLike<number>,
  b: ArrayLike<number>,
): Float64Array {
  const out = new Float64Array(w.length);
  for (let i = 0; i < w.length; i++) if (w[i] !== 0) out[i] = w[i] * s[i] * (y[i] - b[i]);
  return out;
}

/** w_i (s_i^2 + (y_i - b_i) c_i), 0 where w_i = 0 */
export function curvature(
  w: ArrayLike<number>,
  s: ArrayLike<number>,
  c: ArrayLike<number>,
  y: ArrayLike<number>,
  b: ArrayLike<number>,
): Float64Array {
  const out = new Float64Array(w.length);
  for (let i = 0; i < w.length; i++) if (w[i] !== 0) out[i] = w[i] * (s[i] * s[i] + (y[i] - b[i]) * c[i]);
  return out;
}
