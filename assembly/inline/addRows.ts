import { madd } from "./madd";

// g <- g + t a over n doubles.
// @ts-ignore: decorator
@inline export function addRow(n: i32, a: usize, t: f64, g: usize): void {
  const s = f64x2.splat(t);
  const end = g + (<usize>(n & ~1) << 3);
  while (g < end) {
    v128.store(g, madd(s, v128.load(a), v128.load(g)));
    g += 16;
    a += 16;
  }
  if (n & 1) store<f64>(g, load<f64>(g) + t * load<f64>(a));
}

// g <- g + t_0 a_0 + ... + t_3 a_3 over n doubles, rows a, a + stride, ...: g is read and written once for the four.
// @ts-ignore: decorator
@inline export function addFourRows(n: i32, a: usize, stride: usize, t0: f64, t1: f64, t2: f64, t3: f64, g: usize): void {
  const b = a + stride, c = b + stride, d = c + stride;
  const s0 = f64x2.splat(t0), s1 = f64x2.splat(t1), s2 = f64x2.splat(t2), s3 = f64x2.splat(t3);
  const bytes = <usize>(n & ~1) << 3;
  for (let k: usize = 0; k < bytes; k += 16) {
    const low = madd(s1, v128.load(b + k), f64x2.mul(s0, v128.load(a + k)));
    const high = madd(s3, v128.load(d + k), f64x2.mul(s2, v128.load(c + k)));
    v128.store(g + k, f64x2.add(v128.load(g + k), f64x2.add(low, high)));
  }
  if (n & 1) {
    const k = bytes;
    const low = t0 * load<f64>(a + k) + t1 * load<f64>(b + k);
    const high = t2 * load<f64>(c + k) + t3 * load<f64>(d + k);
    store<f64>(g + k, load<f64>(g + k) + (low + high));
  }
}

// g_i <- g_i + t_i a over n doubles for four rows g, g + stride, ...: a is read once for the four.
// @ts-ignore: decorator
@inline export function addToFourRows(n: i32, a: usize, t0: f64, t1: f64, t2: f64, t3: f64, g: usize, stride: usize): void {
  const h = g + stride, p = h + stride, q = p + stride;
  const s0 = f64x2.splat(t0), s1 = f64x2.splat(t1), s2 = f64x2.splat(t2), s3 = f64x2.splat(t3);
  const bytes = <usize>(n & ~1) << 3;
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(a + k);
    v128.store(g + k, madd(s0, x, v128.load(g + k)));
    v128.store(h + k, madd(s1, x, v128.load(h + k)));
    v128.store(p + k, madd(s2, x, v128.load(p + k)));
    v128.store(q + k, madd(s3, x, v128.load(q + k)));
  }
  if (n & 1) {
    const x = load<f64>(a + bytes);
    store<f64>(g + bytes, load<f64>(g + bytes) + t0 * x);
    store<f64>(h + bytes, load<f64>(h + bytes) + t1 * x);
    store<f64>(p + bytes, load<f64>(p + bytes) + t2 * x);
    store<f64>(q + bytes, load<f64>(q + bytes) + t3 * x);
  }
}
