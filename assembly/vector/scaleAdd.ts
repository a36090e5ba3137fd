import { madd } from "../inline/madd";

// out <- x + a y over n doubles; out may be x or y. The trial points z + t A p of a line search.
export function scaleAdd(n: i32, x: usize, a: f64, y: usize, out: usize): void {
  const s = f64x2.splat(a);
  const end = x + (<usize>(n & ~3) << 3);
  while (x < end) {
    const lo = madd(s, v128.load(y), v128.load(x));
    const hi = madd(s, v128.load(y, 16), v128.load(x, 16));
    v128.store(out, lo);
    v128.store(out, hi, 16);
    x += 32;
    y += 32;
    out += 32;
  }
  for (let i = n & 3; i > 0; i--) {
    store<f64>(out, load<f64>(x) + a * load<f64>(y));
    x += 8;
    y += 8;
    out += 8;
  }
}
