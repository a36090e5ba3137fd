import { lanes } from "../inline/madd";

// out_i <- f_i (f_i - b_i - t) over n doubles; returns their sum: the slope of 0.5 |softmax(z) - b|^2, t = <f, f - b>.
export function sharesSlope(n: i32, f: usize, b: usize, t: f64, out: usize): f64 {
  const mean = f64x2.splat(t);
  let sums = f64x2.splat(0);
  const end = f + (<usize>(n & ~1) << 3);
  while (f < end) {
    const y = v128.load(f);
    const product = f64x2.mul(y, f64x2.sub(f64x2.sub(y, v128.load(b)), mean));
    v128.store(out, product);
    sums = f64x2.add(sums, product);
    f += 16;
    b += 16;
    out += 16;
  }
  let sum = lanes(sums);
  if (n & 1) {
    const y = load<f64>(f);
    const product = y * (y - load<f64>(b) - t);
    store<f64>(out, product);
    sum += product;
  }
  return sum;
}
