import { expIsPlain, expOne, expPlain } from "../inline/exp";

// out_i <- e^(x_i) over n doubles; out may be x. Below 1 ulp everywhere; the same bits at any position and in any engine.
export function exp(n: i32, x: usize, out: usize): void {
  const end = x + (<usize>(n & ~1) << 3);
  while (x < end) {
    const v = v128.load(x);
    if (expIsPlain(v)) {
      v128.store(out, expPlain(v));
    } else {
      const lo = expOne(f64x2.extract_lane(v, 0)), hi = expOne(f64x2.extract_lane(v, 1));
      store<f64>(out, lo);
      store<f64>(out, hi, 8);
    }
    x += 16;
    out += 16;
  }
  if (n & 1) store<f64>(out, expOne(load<f64>(x)));
}
