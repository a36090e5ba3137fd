import { bytes, madd, sumLanes, wholeBytes } from "../inline/lanes";
import { sumRow } from "../inline/rows";

// y_i <- (x_i - mean_i) / sqrt(var_i + 1e-5) o g + b for every row of a rows x n array; stats_i <- (mean_i, 1 / sqrt(var_i + 1e-5)).
export function layerNorm(rows: i32, n: i32, x: usize, g: usize, b: usize, y: usize, stats: usize): void {
  for (let i = 0; i < rows; i++) {
    const mean: real = sumRow(n, x) / <real>n;
    const scale: real = 1 / sqrt<real>(squares(n, mean, x) / <real>n + <real>1e-5);
    normalise(n, mean, scale, x, g, b, y);
    store<real>(stats, mean);
    store<real>(stats + sizeof<real>(), scale);
    x += bytes(n);
    y += bytes(n);
    stats += 2 * sizeof<real>();
  }
}

// sum_j (x_j - mean)^2
function squares(n: i32, mean: real, x: usize): real {
  const whole = wholeBytes(n), end = bytes(n);
  const m = v128.splat<real>(mean);
  let s = v128.splat<real>(0);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const d = v128.sub<real>(v128.load(x + at), m);
    s = madd(d, d, s);
  }
  let sum = sumLanes(s);
  for (; at < end; at += sizeof<real>()) {
    const d = load<real>(x + at) - mean;
    sum += d * d;
  }
  return sum;
}

function normalise(n: i32, mean: real, scale: real, x: usize, g: usize, b: usize, y: usize): void {
  const whole = wholeBytes(n), end = bytes(n);
  const m = v128.splat<real>(mean), s = v128.splat<real>(scale);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const hat = v128.mul<real>(s, v128.sub<real>(v128.load(x + at), m));
    v128.store(y + at, madd(hat, v128.load(g + at), v128.load(b + at)));
  }
  for (; at < end; at += sizeof<real>()) {
    store<real>(y + at, load<real>(b + at) + scale * (load<real>(x + at) - mean) * load<real>(g + at));
  }
}
