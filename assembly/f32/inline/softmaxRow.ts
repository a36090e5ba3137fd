import { expLanes, expReal } from "./exp";
import { bytes, maxLanes, sumLanes, wholeBytes } from "./lanes";

// max_i x_i
export function maxRow(n: i32, x: usize): real {
  const whole = wholeBytes(n), end = bytes(n);
  let m = v128.splat<real>(-Infinity);
  let at: usize = 0;
  for (; at < whole; at += 16) m = v128.max<real>(m, v128.load(x + at));
  let most = maxLanes(m);
  for (; at < end; at += sizeof<real>()) most = max<real>(most, load<real>(x + at));
  return most;
}

// out_i <- e^(x_i - shift); returns their sum. out may be x.
export function expRow(n: i32, shift: real, x: usize, out: usize): real {
  const whole = wholeBytes(n), end = bytes(n);
  const s = v128.splat<real>(shift);
  let sums = v128.splat<real>(0);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const e = expLanes(v128.sub<real>(v128.load(x + at), s));
    v128.store(out + at, e);
    sums = v128.add<real>(sums, e);
  }
  let sum = sumLanes(sums);
  for (; at < end; at += sizeof<real>()) {
    const e = expReal(load<real>(x + at) - shift);
    store<real>(out + at, e);
    sum += e;
  }
  return sum;
}

// sum_i e^(x_i - shift)
export function sumExpRow(n: i32, shift: real, x: usize): real {
  const whole = wholeBytes(n), end = bytes(n);
  const s = v128.splat<real>(shift);
  let sums = v128.splat<real>(0);
  let at: usize = 0;
  for (; at < whole; at += 16) sums = v128.add<real>(sums, expLanes(v128.sub<real>(v128.load(x + at), s)));
  let sum = sumLanes(sums);
  for (; at < end; at += sizeof<real>()) sum += expReal(load<real>(x + at) - shift);
  return sum;
}

// out_i <- softmax(x)_i, stable; out may be x. An empty row stays empty.
export function softmaxRow(n: i32, x: usize, out: usize): void {
  if (n == 0) return;
  const scale: real = 1 / expRow(n, maxRow(n, x), x, out);
  const whole = wholeBytes(n), end = bytes(n);
  const s = v128.splat<real>(scale);
  let at: usize = 0;
  for (; at < whole; at += 16) v128.store(out + at, v128.mul<real>(s, v128.load(out + at)));
  for (; at < end; at += sizeof<real>()) store<real>(out + at, scale * load<real>(out + at));
}

// out_i <- P_i (D_i - P.D); out may be D.
export function softmaxSlopeRow(n: i32, mean: real, P: usize, D: usize, out: usize): void {
  const whole = wholeBytes(n), end = bytes(n);
  const m = v128.splat<real>(mean);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    v128.store(out + at, v128.mul<real>(v128.load(P + at), v128.sub<real>(v128.load(D + at), m)));
  }
  for (; at < end; at += sizeof<real>()) store<real>(out + at, load<real>(P + at) * (load<real>(D + at) - mean));
}
