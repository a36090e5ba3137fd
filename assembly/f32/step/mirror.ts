import { bytes, madd, maxLanes, wholeBytes } from "../inline/lanes";
import { dotRows } from "../inline/rows";

// X <- X - eta G / max|G|, G_i = D_i - S_i.D_i for every row of a rows x n array: a step of exponentiated gradient
// (natural gradient on the simplex) for S = softmax(X); the largest step of the whole array is eta. G = 0 leaves X.
export function mirrorStep(rows: i32, n: i32, eta: real, S: usize, D: usize, X: usize): void {
  let most: real = 0;
  for (let i: usize = 0; i < <usize>rows; i++) {
    const d = D + i * bytes(n);
    most = max<real>(most, farthest(n, dotRows(n, S + i * bytes(n), d), d));
  }
  if (!(most > 0)) return;
  const t: real = -eta / most;
  for (let i: usize = 0; i < <usize>rows; i++) {
    const d = D + i * bytes(n);
    move(n, t, dotRows(n, S + i * bytes(n), d), d, X + i * bytes(n));
  }
}

// max_j |d_j - mean|
function farthest(n: i32, mean: real, d: usize): real {
  const whole = wholeBytes(n), end = bytes(n);
  const m = v128.splat<real>(mean);
  let most = v128.splat<real>(0);
  let at: usize = 0;
  for (; at < whole; at += 16) most = v128.max<real>(most, v128.abs<real>(v128.sub<real>(v128.load(d + at), m)));
  let found = maxLanes(most);
  for (; at < end; at += sizeof<real>()) found = max<real>(found, abs<real>(load<real>(d + at) - mean));
  return found;
}

// x <- x + t (d - mean)
function move(n: i32, t: real, mean: real, d: usize, x: usize): void {
  const whole = wholeBytes(n), end = bytes(n);
  const s = v128.splat<real>(t), m = v128.splat<real>(mean);
  let at: usize = 0;
  for (; at < whole; at += 16) v128.store(x + at, madd(s, v128.sub<real>(v128.load(d + at), m), v128.load(x + at)));
  for (; at < end; at += sizeof<real>()) store<real>(x + at, load<real>(x + at) + t * (load<real>(d + at) - mean));
}
