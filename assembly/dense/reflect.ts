import { madd, nmadd } from "../inline/madd";

// w_ic <- w_ic - beta v_i dots_c, norms_c <- norms_c + w_ic^2 over n columns, v_i <- keep v_i: a Householder reflector
// applied to the columns right of its vector v, a column of a row-major array, and their squared norms afterwards.
export function denseReflect(
  rows: i32, n: i32, stride: usize, v: usize, beta: f64, keep: f64, dots: usize, norms: usize,
): void {
  let i = rows;
  for (; i >= 2; i -= 2) {
    twoRows(n, v, v + stride, beta, dots, norms);
    store<f64>(v, keep * load<f64>(v));
    store<f64>(v + stride, keep * load<f64>(v + stride));
    v += stride << 1;
  }
  if (i > 0) {
    const t = beta * load<f64>(v);
    for (let k: usize = 0; k < <usize>n << 3; k += 8) {
      const w = load<f64>(v + 8 + k) - t * load<f64>(dots + k);
      store<f64>(v + 8 + k, w);
      store<f64>(norms + k, load<f64>(norms + k) + w * w);
    }
    store<f64>(v, keep * load<f64>(v));
  }
}

// @ts-ignore: decorator
@inline function twoRows(n: i32, v: usize, u: usize, beta: f64, dots: usize, norms: usize): void {
  const s = beta * load<f64>(v), t = beta * load<f64>(u);
  const ss = f64x2.splat(s), tt = f64x2.splat(t);
  const bytes = <usize>(n & ~1) << 3;
  v += 8;
  u += 8;
  for (let k: usize = 0; k < bytes; k += 16) {
    const dot = v128.load(dots + k);
    const x = nmadd(ss, dot, v128.load(v + k)), y = nmadd(tt, dot, v128.load(u + k));
    v128.store(v + k, x);
    v128.store(u + k, y);
    v128.store(norms + k, madd(y, y, madd(x, x, v128.load(norms + k))));
  }
  if (n & 1) {
    const dot = load<f64>(dots + bytes);
    const x = load<f64>(v + bytes) - s * dot, y = load<f64>(u + bytes) - t * dot;
    store<f64>(v + bytes, x);
    store<f64>(u + bytes, y);
    store<f64>(norms + bytes, load<f64>(norms + bytes) + x * x + y * y);
  }
}
