// out <- [min x_i, max x_i] over n doubles, [Infinity, -Infinity] for n = 0; both NaN if any entry is NaN.
export function extent(n: i32, x: usize, out: usize): void {
  let least = f64x2.splat(Infinity), most = f64x2.splat(-Infinity), least1 = least, most1 = most;
  const end = x + (<usize>(n & ~3) << 3);
  while (x < end) {
    const a = v128.load(x), b = v128.load(x, 16);
    least = f64x2.min(least, a);
    most = f64x2.max(most, a);
    least1 = f64x2.min(least1, b);
    most1 = f64x2.max(most1, b);
    x += 32;
  }
  least = f64x2.min(least, least1);
  most = f64x2.max(most, most1);
  let low = min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
  let high = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  for (let i = n & 3; i > 0; i--) {
    low = min(low, load<f64>(x));
    high = max(high, load<f64>(x));
    x += 8;
  }
  store<f64>(out, low);
  store<f64>(out, high, 8);
}
