import { normMax } from "./normMax";

// |x|_2 over n doubles, scaled by the largest entry so that squares neither overflow nor vanish.
export function norm2(n: i32, x: usize): f64 {
  const top = normMax(n, x);
  if (top == 0 || !isFinite(top)) return top;
  // A power of two scales without rounding; 1/top could overflow for subnormal top.
  const exponent = max(-1000, min(1000, <i32>((reinterpret<u64>(top) >> 52) & 2047) - 1023));
  const down = reinterpret<f64>(<u64>(1023 - exponent) << 52);
  let s0 = f64x2.splat(0), s1 = s0;
  const scale = f64x2.splat(down);
  const end = x + (<usize>(n & ~3) << 3);
  while (x < end) {
    const a = f64x2.mul(scale, v128.load(x));
    const b = f64x2.mul(scale, v128.load(x, 16));
    s0 = f64x2.add(s0, f64x2.mul(a, a));
    s1 = f64x2.add(s1, f64x2.mul(b, b));
    x += 32;
  }
  s0 = f64x2.add(s0, s1);
  let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  for (let i = n & 3; i > 0; i--) {
    const a = down * load<f64>(x);
    sum += a * a;
    x += 8;
  }
  return sqrt(sum) / down;
}
