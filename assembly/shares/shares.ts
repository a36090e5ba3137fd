import { lanes, madd } from "../inline/madd";

// f_i <- f_i / total over n doubles; out <- [sum f_i (f_i - b_i), sum f_i^2] of the divided f.
export function shares(n: i32, total: f64, f: usize, b: usize, out: usize): void {
  const by = f64x2.splat(total);
  let means = f64x2.splat(0), squares = means;
  const end = f + (<usize>(n & ~1) << 3);
  while (f < end) {
    const y = f64x2.div(v128.load(f), by);
    v128.store(f, y);
    means = madd(y, f64x2.sub(y, v128.load(b)), means);
    squares = madd(y, y, squares);
    f += 16;
    b += 16;
  }
  let mean = lanes(means), square = lanes(squares);
  if (n & 1) {
    const y = load<f64>(f) / total;
    store<f64>(f, y);
    mean += y * (y - load<f64>(b));
    square += y * y;
  }
  store<f64>(out, mean);
  store<f64>(out, square, 8);
}
