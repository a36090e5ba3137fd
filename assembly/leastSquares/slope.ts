import { ones } from "../inline/constants";

// out_i <- w_i s_i (y_i - b_i) over n doubles, 0 where w_i = 0: the slope of 0.5 w (f(z) - b)^2 with y = f, s = f'.
// An address w of 0 stands for w = 1.
export function slope(n: i32, w: usize, s: usize, y: usize, b: usize, out: usize): void {
  const wStep: usize = w ? 16 : 0;
  if (!w) w = ones;
  const end = s + (<usize>(n & ~1) << 3);
  while (s < end) {
    const weight = v128.load(w);
    const product = f64x2.mul(f64x2.mul(weight, v128.load(s)), f64x2.sub(v128.load(y), v128.load(b)));
    v128.store(out, v128.and(product, f64x2.ne(weight, f64x2.splat(0))));
    w += wStep;
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
