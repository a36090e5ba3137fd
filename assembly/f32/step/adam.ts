import { bytes, madd, wholeBytes } from "../inline/lanes";

// m <- 0.9 m + 0.1 g, v <- 0.999 v + 0.001 g^2, x <- x - rate (m / c1) / (sqrt(v / c2) + 1e-8): Adam with its own constants,
// c1 = 1 - 0.9^t and c2 = 1 - 0.999^t at step t.
export function adamStep(n: i32, rate: real, c1: real, c2: real, g: usize, m: usize, v: usize, x: usize): void {
  const whole = wholeBytes(n);
  const end = bytes(n);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const d = v128.load(g + at);
    const a = madd(v128.splat<real>(0.1), d, v128.mul<real>(v128.splat<real>(0.9), v128.load(m + at)));
    const b = madd(v128.splat<real>(0.001), v128.mul<real>(d, d), v128.mul<real>(v128.splat<real>(0.999), v128.load(v + at)));
    v128.store(m + at, a);
    v128.store(v + at, b);
    const root = v128.sqrt<real>(v128.div<real>(b, v128.splat<real>(c2)));
    const step = v128.div<real>(v128.mul<real>(v128.splat<real>(rate / c1), a), v128.add<real>(root, v128.splat<real>(1e-8)));
    v128.store(x + at, v128.sub<real>(v128.load(x + at), step));
  }
  for (; at < end; at += sizeof<real>()) {
    const d = load<real>(g + at);
    const a: real = <real>0.9 * load<real>(m + at) + <real>0.1 * d;
    const b: real = <real>0.999 * load<real>(v + at) + <real>0.001 * (d * d);
    store<real>(m + at, a);
    store<real>(v + at, b);
    store<real>(x + at, load<real>(x + at) - (rate / c1) * a / (sqrt<real>(b / c2) + <real>1e-8));
  }
}
