// max |x_i| over n doubles, 0 for n = 0, NaN if any entry is NaN.
// Compared as integers: with the sign cleared, doubles order like their bits and NaN is above infinity.
export function normMax(n: i32, x: usize): f64 {
  const mask = i64x2.splat(0x7fffffffffffffff);
  let m0 = i64x2.splat(0), m1 = m0;
  const end = x + (<usize>(n & ~3) << 3);
  while (x < end) {
    const a = v128.and(v128.load(x), mask);
    const b = v128.and(v128.load(x, 16), mask);
    m0 = v128.bitselect(a, m0, i64x2.gt_s(a, m0));
    m1 = v128.bitselect(b, m1, i64x2.gt_s(b, m1));
    x += 32;
  }
  m0 = v128.bitselect(m1, m0, i64x2.gt_s(m1, m0));
  let best = max(i64x2.extract_lane(m0, 0), i64x2.extract_lane(m0, 1));
  for (let i = n & 3; i > 0; i--) {
    best = max(best, load<i64>(x) & 0x7fffffffffffffff);
    x += 8;
  }
  return reinterpret<f64>(best);
}
