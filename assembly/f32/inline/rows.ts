import { bytes, madd, sumLanes, wholeBytes } from "./lanes";

// Inner loops over n reals at any alignment; whole vectors first, then the rest one by one.

// sum_i x_i y_i
export function dotRows(n: i32, x: usize, y: usize): real {
  const whole = wholeBytes(n), end = bytes(n);
  const pairs = whole & ~31;
  let s0 = v128.splat<real>(0), s1 = s0;
  let at: usize = 0;
  for (; at < pairs; at += 32) {
    s0 = madd(v128.load(x + at), v128.load(y + at), s0);
    s1 = madd(v128.load(x + at, 16), v128.load(y + at, 16), s1);
  }
  if (at < whole) {
    s0 = madd(v128.load(x + at), v128.load(y + at), s0);
    at += 16;
  }
  let sum = sumLanes(v128.add<real>(s0, s1));
  for (; at < end; at += sizeof<real>()) sum += load<real>(x + at) * load<real>(y + at);
  return sum;
}

// y <- y + a x
export function addRows(n: i32, a: real, x: usize, y: usize): void {
  const whole = wholeBytes(n), end = bytes(n);
  const scale = v128.splat<real>(a);
  let at: usize = 0;
  for (; at < whole; at += 16) v128.store(y + at, madd(scale, v128.load(x + at), v128.load(y + at)));
  for (; at < end; at += sizeof<real>()) store<real>(y + at, load<real>(y + at) + a * load<real>(x + at));
}

// sum_i x_i
export function sumRow(n: i32, x: usize): real {
  const whole = wholeBytes(n), end = bytes(n);
  let s = v128.splat<real>(0);
  let at: usize = 0;
  for (; at < whole; at += 16) s = v128.add<real>(s, v128.load(x + at));
  let sum = sumLanes(s);
  for (; at < end; at += sizeof<real>()) sum += load<real>(x + at);
  return sum;
}
