import { ones } from "../inline/constants";

// out_i <- w_i (s_i^2 + (y_i - b_i) c_i) over n doubles, 0 where w_i = 0: the curvature of 0.5 w (f(z) - b)^2 with
// y = f, s = f', c = f''. An address w of 0 stands for w = 1.
export function curvature(n: i32, w: usize, s: usize, c: usize, y: usize, b: usize, out: usize): void {
  const wStep: usize = w ? 16 : 0;
  if (!w) w = ones;
  const end = s + (<usize>(n & ~1) << 3);
  while (s < end) {
    const v = v128.load(s);
    const r = f64x2.sub(v128.load(y), v128.load(b));
    const weight = v128.load(w);
    const sum = f64x2.add(f64x2.mul(v, v), f64x2.mul(r, v128.load(c)));
    v128.store(out, v128.and(f64x2.mul(weight, sum), f64x2.ne(weight, f64x2.splat(0))));
    w += wStep;
    s += 16;
    c += 16;
    y += 16;
    b += 16;
    out += 16;
  }
  if (n & 1) {
    const weight = load<f64>(w);
    const v = load<f64>(s);
    store<f64>(out, weight == 0 ? 0 : weight * (v * v + (load<f64>(y) - load<f64>(b)) * load<f64>(c)));
  }
}
