// The vector kernels in plain JS, as one would write them for speed.

/** x'y with one accumulator. */
export function dotOne(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** x'y with four accumulators. */
export function dotFour(x: Float64Array, y: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = x.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    s0 += x[i] * y[i];
    s1 += x[i + 1] * y[i + 1];
    s2 += x[i + 2] * y[i + 2];
    s3 += x[i + 3] * y[i + 3];
  }
  for (let i = whole; i < x.length; i++) s0 += x[i] * y[i];
  return s0 + s1 + (s2 + s3);
}

/** y <- y + a x, an element a turn. */
export function axpyOne(a: number, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) y[i] += a * x[i];
}

/** y <- y + a x, four elements a turn. */
export function axpyFour(a: number, x: Float64Array, y: Float64Array): void {
  const whole = x.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    y[i] += a * x[i];
    y[i + 1] += a * x[i + 1];
    y[i + 2] += a * x[i + 2];
    y[i + 3] += a * x[i + 3];
  }
  for (let i = whole; i < x.length; i++) y[i] += a * x[i];
}

/** out_i <- e^(x_i) by the engine's Math. */
export function exp(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < x.length; i++) out[i] = Math.exp(x[i]);
}

/** s_i <- sinh x_i, c_i <- cosh x_i by the engine's Math. */
export function sinhCosh(x: Float64Array, s: Float64Array, c: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    s[i] = Math.sinh(x[i]);
    c[i] = Math.cosh(x[i]);
  }
}

/** The same from one exponential where that is accurate. */
export function sinhCoshShared(x: Float64Array, s: Float64Array, c: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    const half = 0.5 * Math.exp(x[i]);
    const rest = 0.25 / half;
    c[i] = half + rest;
    s[i] = Math.abs(x[i]) < 1 ? Math.sinh(x[i]) : half - rest;
  }
}
