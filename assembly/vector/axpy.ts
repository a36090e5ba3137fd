import { madd } from "../inline/madd";

// y <- y + a x over n doubles.
export function axpy(n: i32, a: f64, x: usize, y: usize): void {
  const s = f64x2.splat(a);
  const end = x + (<usize>(n & ~3) << 3);
  while (x < end) {
    v128.store(y, madd(s, v128.load(x), v128.load(y)));
    v128.store(y, madd(s, v128.load(x, 16), v128.load(y, 16)), 16);
    x += 32;
    y += 32;
  }
  for (let i = n & 3; i > 0; i--) {
    store<f64>(y, load<f64>(y) + a * load<f64>(x));
    x += 8;
    y += 8;
  }
}
