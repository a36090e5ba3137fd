import { ones, zeros } from "../inline/constants";

// sum of w_i (y_i - b_i)^2 over n doubles, the exact rounding error of every addition carried along (TwoSum, two lanes):
// two roundings in all, however many rows, so that near a minimum F can still be compared. Rows with w_i = 0 are left
// out: an overflow there must not become NaN. Where a term that counts overflows, the sum is not finite (infinity or NaN). An address w of 0 stands for w = 1, an address b of 0 for b = 0.
export function squares(n: i32, w: usize, y: usize, b: usize): f64 {
  const wStep: usize = w ? 8 : 0, bStep: usize = b ? 8 : 0;
  if (!w) w = ones;
  if (!b) b = zeros;
  let sum = f64x2.splat(0), lost = sum, sum1 = sum, lost1 = sum;
  const end = y + (<usize>(n & ~3) << 3);
  while (y < end) {
    const t = term(v128.load(w), v128.load(y), v128.load(b));
    const t1 = term(v128.load(w + (wStep << 1)), v128.load(y, 16), v128.load(b + (bStep << 1)));
    const next = f64x2.add(sum, t), next1 = f64x2.add(sum1, t1);
    lost = f64x2.add(lost, rounding(sum, t, next));
    lost1 = f64x2.add(lost1, rounding(sum1, t1, next1));
    sum = next;
    sum1 = next1;
    w += wStep << 2;
    y += 32;
    b += bStep << 2;
  }
  const both = f64x2.add(sum, sum1);
  lost = f64x2.add(f64x2.add(lost, lost1), rounding(sum, sum1, both));
  let total = f64x2.extract_lane(both, 0), rest = f64x2.extract_lane(lost, 0) + f64x2.extract_lane(lost, 1);
  let next = total + f64x2.extract_lane(both, 1);
  rest += roundingOne(total, f64x2.extract_lane(both, 1), next);
  total = next;
  for (let i = n & 3; i > 0; i--) {
    const weight = load<f64>(w);
    if (weight != 0) {
      const r = load<f64>(y) - load<f64>(b);
      const t = weight * r * r;
      next = total + t;
      rest += roundingOne(total, t, next);
      total = next;
    }
    w += wStep;
    y += 8;
    b += bStep;
  }
  return total + rest;
}

// @ts-ignore: decorator
@inline function term(w: v128, y: v128, b: v128): v128 {
  const r = f64x2.sub(y, b);
  const used = f64x2.ne(w, f64x2.splat(0));
  return v128.and(f64x2.mul(f64x2.mul(w, r), r), used);
}

// The rounding error of next = a + t.
// @ts-ignore: decorator
@inline function rounding(a: v128, t: v128, next: v128): v128 {
  const back = f64x2.sub(next, a);
  return f64x2.add(f64x2.sub(a, f64x2.sub(next, back)), f64x2.sub(t, back));
}

// @ts-ignore: decorator
@inline function roundingOne(a: f64, t: f64, next: f64): f64 {
  const back = next - a;
  return a - (next - back) + (t - back);
}
