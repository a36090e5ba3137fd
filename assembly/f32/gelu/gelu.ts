import { expLanes } from "../inline/exp";
import { bytes, madd, wholeBytes } from "../inline/lanes";

// GPT-2's approximation 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) = x sigma(2u), u = sqrt(2/pi) (x + 0.044715 x^3).
const TWICE: f64 = 1.5957691216057308; // 2 sqrt(2/pi)
const CUBE: f64 = 0.044715;

// y_i <- x_i sigma(2 sqrt(2/pi) (x_i + 0.044715 x_i^3)), i < n
export function gelu(n: i32, x: usize, y: usize): void {
  const whole = wholeBytes(n), end = bytes(n);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const v = v128.load(x + at);
    v128.store(y + at, v128.mul<real>(v, sigma(v)));
  }
  for (; at < end; at += sizeof<real>()) {
    const v = v128.load_splat<real>(x + at);
    store<real>(y + at, v128.extract_lane<real>(v128.mul<real>(v, sigma(v)), 0));
  }
}

// dx_i <- dy_i (s + x_i s (1 - s) 2 sqrt(2/pi) (1 + 3 0.044715 x_i^2)), s = sigma(2u) as above; dx may be dy.
export function geluBackward(n: i32, x: usize, dy: usize, dx: usize): void {
  const whole = wholeBytes(n), end = bytes(n);
  let at: usize = 0;
  for (; at < whole; at += 16) v128.store(dx + at, v128.mul<real>(v128.load(dy + at), slope(v128.load(x + at))));
  for (; at < end; at += sizeof<real>()) {
    store<real>(dx + at, load<real>(dy + at) * v128.extract_lane<real>(slope(v128.load_splat<real>(x + at)), 0));
  }
}

// 1 / (1 + e^(-2u)) of every lane
// @ts-ignore: decorator
@inline function sigma(x: v128): v128 {
  const inner = madd(v128.mul<real>(v128.splat<real>(<real>(-TWICE * CUBE)), v128.mul<real>(x, x)), x, v128.mul<real>(v128.splat<real>(<real>-TWICE), x));
  return v128.div<real>(v128.splat<real>(1), v128.add<real>(v128.splat<real>(1), expLanes(inner)));
}

// @ts-ignore: decorator
@inline function slope(x: v128): v128 {
  const s = sigma(x);
  const inner = madd(v128.splat<real>(<real>(3 * TWICE * CUBE)), v128.mul<real>(x, x), v128.splat<real>(<real>TWICE));
  const rest = v128.mul<real>(v128.mul<real>(x, s), v128.sub<real>(v128.splat<real>(1), s));
  return madd(rest, inner, s);
}
