import { bytes, madd, sumLanes, wholeBytes } from "../inline/lanes";
import { maxRow, sumExpRow } from "../inline/softmaxRow";
import { expLanes, expReal } from "../inline/exp";

// Targets: t >= 0 the token t, -1 none, t <= -2 the distribution in row -2 - t of S (its sum is 1).

// loss_r <- -target_r . log softmax(z_r), lse_r <- log sum_j e^(z_rj), for every row of a rows x n array z; 0 where no target.
export function crossEntropy(rows: i32, n: i32, targets: usize, z: usize, S: usize, lse: usize, loss: usize): void {
  for (let r = 0; r < rows; r++) {
    const t = load<i32>(targets + (<usize>r << 2));
    let value: real = 0, total: real = 0;
    if (t != -1) {
      const most = maxRow(n, z);
      total = most + <real>NativeMath.log(<f64>sumExpRow(n, most, z));
      value = t >= 0 ? total - load<real>(z + bytes(t)) : softLoss(n, total, z, S + <usize>(-2 - t) * bytes(n));
    }
    store<real>(lse, total);
    store<real>(loss, value);
    z += bytes(n);
    lse += sizeof<real>();
    loss += sizeof<real>();
  }
}

// sum_j S_j (total - z_j)
function softLoss(n: i32, total: real, z: usize, S: usize): real {
  const whole = wholeBytes(n), end = bytes(n);
  const l = v128.splat<real>(total);
  let s = v128.splat<real>(0);
  let at: usize = 0;
  for (; at < whole; at += 16) s = madd(v128.load(S + at), v128.sub<real>(l, v128.load(z + at)), s);
  let sum = sumLanes(s);
  for (; at < end; at += sizeof<real>()) sum += load<real>(S + at) * (total - load<real>(z + at));
  return sum;
}

// z_r <- scale (softmax(z_r) - target_r), in place, 0 where no target; for a distribution dS_(-2-t) <- scale (lse_r - z_r):
// the target side of the gradient. lse as crossEntropy left it.
export function crossEntropyBackward(
  rows: i32, n: i32, scale: real, targets: usize, z: usize, S: usize, lse: usize, dS: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const t = load<i32>(targets + (<usize>r << 2));
    if (t == -1) memory.fill(z, 0, bytes(n));
    else {
      const total = load<real>(lse);
      if (t >= 0) {
        hardRow(n, scale, total, z);
        store<real>(z + bytes(t), load<real>(z + bytes(t)) - scale);
      } else softRow(n, scale, total, z, S + <usize>(-2 - t) * bytes(n), dS + <usize>(-2 - t) * bytes(n));
    }
    z += bytes(n);
    lse += sizeof<real>();
  }
}

function hardRow(n: i32, scale: real, total: real, z: usize): void {
  const whole = wholeBytes(n), end = bytes(n);
  const l = v128.splat<real>(total), s = v128.splat<real>(scale);
  let at: usize = 0;
  for (; at < whole; at += 16) v128.store(z + at, v128.mul<real>(s, expLanes(v128.sub<real>(v128.load(z + at), l))));
  for (; at < end; at += sizeof<real>()) store<real>(z + at, scale * expReal(load<real>(z + at) - total));
}

function softRow(n: i32, scale: real, total: real, z: usize, S: usize, dS: usize): void {
  const whole = wholeBytes(n), end = bytes(n);
  const l = v128.splat<real>(total), s = v128.splat<real>(scale);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const log = v128.sub<real>(v128.load(z + at), l);
    v128.store(dS + at, v128.neg<real>(v128.mul<real>(s, log)));
    v128.store(z + at, v128.mul<real>(s, v128.sub<real>(expLanes(log), v128.load(S + at))));
  }
  for (; at < end; at += sizeof<real>()) {
    const log = load<real>(z + at) - total;
    store<real>(dS + at, -scale * log);
    store<real>(z + at, scale * (expReal(log) - load<real>(S + at)));
  }
}
