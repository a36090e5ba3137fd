// out_i <- w_i s_i (y_i - b_i) over n doubles, 0 where w_i = 0: the slope of 0.5 w (f(z) - b)^2 with y = f, s = f'.
export function slope(n: i32, w: usize, s: usize, y: usize, b: usize, out: usize): void {
  const end = w + (<usize>(n & ~1) << 3);
  while (w < end) {
    v128.store(out, pair(v128.load(w), v128.load(s), v128.load(y), v128.load(b)));
    w += 16;
    s += 16;
    y += 16;
    b += 16;
    out += 16;
  }
  if (n & 1) {
    const weight = load<f64>(w);
    store<f64>(out, weight == 0 ? 0 : weight * load<f64>(s) * (load<f64>(y) - load<f64>(b)));
  }
}

// @ts-ignore: decorator
@inline function pair(w: v128, s: v128, y: v128, b: v128): v128 {
  return v128.and(f64x2.mul(f64x2.mul(w, s), f64x2.sub(y, b)), f64x2.ne(w, f64x2.splat(0)));
}
