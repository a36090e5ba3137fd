import { lanes } from "../inline/madd";

// out_0 <- the number of i with c t_i >= 1, out_1 <- the sum of t_i over the others, over n doubles. Four partial sums,
// joined as (s0 + s2) + (s1 + s3), then the rest one by one.
export function saturation(n: i32, t: usize, c: f64, out: usize): void {
  const one = f64x2.splat(1), factor = f64x2.splat(c);
  let count = i64x2.splat(0), s0 = f64x2.splat(0), s1 = s0;
  const end = t + (<usize>(n & ~3) << 3);
  while (t < end) {
    const a = v128.load(t), b = v128.load(t, 16);
    const full = f64x2.ge(f64x2.mul(factor, a), one), other = f64x2.ge(f64x2.mul(factor, b), one);
    // A true lane is -1.
    count = i64x2.sub(count, i64x2.add(full, other));
    s0 = f64x2.add(s0, v128.andnot(a, full));
    s1 = f64x2.add(s1, v128.andnot(b, other));
    t += 32;
  }
  let above = i64x2.extract_lane(count, 0) + i64x2.extract_lane(count, 1);
  let sum = lanes(f64x2.add(s0, s1));
  for (let i = n & 3; i > 0; i--) {
    const a = load<f64>(t);
    if (c * a >= 1) above++;
    else sum += a;
    t += 8;
  }
  store<f64>(out, <f64>above);
  store<f64>(out, sum, 8);
}
