import { expIsPlain, expOne, expPlain } from "../inline/exp";
import { lanes } from "../inline/madd";

// out_i <- e^(x_i - shift) over n doubles; returns their sum. out may be x. With shift = max x_i nothing overflows.
export function expShifted(n: i32, x: usize, shift: f64, out: usize): f64 {
  const s = f64x2.splat(shift);
  const end = x + (<usize>(n & ~1) << 3);
  let sums = f64x2.splat(0), sums1 = sums;
  while (x < end) {
    const v = f64x2.sub(v128.load(x), s);
    let y: v128;
    if (expIsPlain(v)) y = expPlain(v);
    else y = f64x2.replace_lane(f64x2.splat(expOne(f64x2.extract_lane(v, 0))), 1, expOne(f64x2.extract_lane(v, 1)));
    v128.store(out, y);
    const next = f64x2.add(sums1, y);
    sums1 = sums;
    sums = next;
    x += 16;
    out += 16;
  }
  let sum = lanes(f64x2.add(sums, sums1));
  if (n & 1) {
    const y = expOne(load<f64>(x) - shift);
    store<f64>(out, y);
    sum += y;
  }
  return sum;
}
