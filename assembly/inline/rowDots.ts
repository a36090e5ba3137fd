import { lanes, madd } from "./madd";

// The n-term dot product of one row with x; the same order of sums as each of the four of storeFourDots.
// @ts-ignore: decorator
@inline export function rowDot(n: i32, a: usize, x: usize): f64 {
  let s0 = f64x2.splat(0), s1 = s0;
  const end = x + (<usize>(n & ~3) << 3);
  while (x < end) {
    s0 = madd(v128.load(a), v128.load(x), s0);
    s1 = madd(v128.load(a, 16), v128.load(x, 16), s1);
    a += 32;
    x += 32;
  }
  let sum = lanes(f64x2.add(s0, s1));
  for (let i = n & 3; i > 0; i--) {
    sum += load<f64>(a) * load<f64>(x);
    a += 8;
    x += 8;
  }
  return sum;
}

// out_0..3 <- dot products with x of four rows a, a + stride, ...: x is loaded once for the four.
// @ts-ignore: decorator
@inline export function storeFourDots(n: i32, a: usize, stride: usize, x: usize, out: usize): void {
  const b = a + stride, c = b + stride, d = c + stride;
  let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  const bytes = <usize>(n & ~3) << 3;
  for (let k: usize = 0; k < bytes; k += 32) {
    const x0 = v128.load(x + k), x1 = v128.load(x + k, 16);
    a0 = madd(v128.load(a + k), x0, a0);
    a1 = madd(v128.load(a + k, 16), x1, a1);
    b0 = madd(v128.load(b + k), x0, b0);
    b1 = madd(v128.load(b + k, 16), x1, b1);
    c0 = madd(v128.load(c + k), x0, c0);
    c1 = madd(v128.load(c + k, 16), x1, c1);
    d0 = madd(v128.load(d + k), x0, d0);
    d1 = madd(v128.load(d + k, 16), x1, d1);
  }
  let sa = lanes(f64x2.add(a0, a1)), sb = lanes(f64x2.add(b0, b1));
  let sc = lanes(f64x2.add(c0, c1)), sd = lanes(f64x2.add(d0, d1));
  for (let k = bytes; k < <usize>n << 3; k += 8) {
    const t = load<f64>(x + k);
    sa += load<f64>(a + k) * t;
    sb += load<f64>(b + k) * t;
    sc += load<f64>(c + k) * t;
    sd += load<f64>(d + k) * t;
  }
  store<f64>(out, sa);
  store<f64>(out, sb, 8);
  store<f64>(out, sc, 16);
  store<f64>(out, sd, 24);
}
