// out_0 <- number of x_i < 0, out_1 <- sum of |x_i| over them, out_2 <- sum of |x_i| over all n doubles.
export function signs(n: i32, x: usize, out: usize): void {
  const zero = f64x2.splat(0), one = f64x2.splat(1);
  let count = zero, below = zero, all = zero;
  const end = x + (<usize>(n & ~1) << 3);
  while (x < end) {
    const v = v128.load(x);
    const negative = f64x2.lt(v, zero);
    const size = f64x2.abs(v);
    count = f64x2.add(count, v128.and(negative, one));
    below = f64x2.add(below, v128.and(negative, size));
    all = f64x2.add(all, size);
    x += 16;
  }
  let c = f64x2.extract_lane(count, 0) + f64x2.extract_lane(count, 1);
  let b = f64x2.extract_lane(below, 0) + f64x2.extract_lane(below, 1);
  let a = f64x2.extract_lane(all, 0) + f64x2.extract_lane(all, 1);
  if (n & 1) {
    const v = load<f64>(x);
    if (v < 0) {
      c += 1;
      b -= v;
    }
    a += abs(v);
  }
  store<f64>(out, c);
  store<f64>(out, b, 8);
  store<f64>(out, a, 16);
}
