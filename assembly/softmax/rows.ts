import { expIsPlain, expOne, expPlain } from "../inline/exp";
import { lanes } from "../inline/madd";

// S_ik <- e^(S_ik - max_j S_ij) / sum_j e^(S_ij - max): the softmax of each row of a row-major array, in place. The
// maximum keeps every exponent at or below 0, so that nothing overflows; a row with NaN or infinity becomes NaN.
export function softmaxRows(rows: i32, columns: i32, S: usize): void {
  for (let i = 0; i < rows; i++) {
    softmaxRow(columns, S);
    S += <usize>columns << 3;
  }
}

function softmaxRow(n: i32, S: usize): void {
  const even = S + (<usize>(n & ~1) << 3);
  const end = S + (<usize>n << 3);
  let most = -Infinity;
  for (let at = S; at < end; at += 8) most = max(most, load<f64>(at));
  const shift = f64x2.splat(most);
  let sums = f64x2.splat(0);
  for (let at = S; at < even; at += 16) {
    const x = f64x2.sub(v128.load(at), shift);
    let y: v128;
    if (expIsPlain(x)) y = expPlain(x);
    else y = f64x2.replace_lane(f64x2.splat(expOne(f64x2.extract_lane(x, 0))), 1, expOne(f64x2.extract_lane(x, 1)));
    v128.store(at, y);
    sums = f64x2.add(sums, y);
  }
  let sum = lanes(sums);
  if (n & 1) {
    const y = expOne(load<f64>(even) - most);
    store<f64>(even, y);
    sum += y;
  }
  const total = f64x2.splat(sum);
  for (let at = S; at < even; at += 16) v128.store(at, f64x2.div(v128.load(at), total));
  if (n & 1) store<f64>(even, load<f64>(even) / sum);
}
