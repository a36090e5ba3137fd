import { madd } from "../inline/madd";

// out_i <- out_i + x_i y_i over n doubles.
export function multiplyAdd(n: i32, x: usize, y: usize, out: usize): void {
  const end = x + (<usize>(n & ~1) << 3);
  while (x < end) {
    v128.store(out, madd(v128.load(x), v128.load(y), v128.load(out)));
    x += 16;
    y += 16;
    out += 16;
  }
  if (n & 1) store<f64>(out, load<f64>(out) + load<f64>(x) * load<f64>(y));
}
