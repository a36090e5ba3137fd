import { bytes, madd, sumLanes, wholeBytes } from "../inline/lanes";

// dx_i <- dx_i + scale_i (u - mean(u) - h mean(u o h)), u = dy_i o g, h = (x_i - mean_i) scale_i, for every row; stats
// as layerNorm left them.
export function layerNormBackward(rows: i32, n: i32, x: usize, g: usize, stats: usize, dy: usize, dx: usize): void {
  for (let i = 0; i < rows; i++) {
    row(n, load<real>(stats), load<real>(stats + sizeof<real>()), x, g, dy, dx);
    x += bytes(n);
    dy += bytes(n);
    dx += bytes(n);
    stats += 2 * sizeof<real>();
  }
}

function row(n: i32, mean: real, scale: real, x: usize, g: usize, dy: usize, dx: usize): void {
  const whole = wholeBytes(n), end = bytes(n);
  const m = v128.splat<real>(mean), s = v128.splat<real>(scale);
  let us = v128.splat<real>(0), hs = us;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const u = v128.mul<real>(v128.load(dy + at), v128.load(g + at));
    us = v128.add<real>(us, u);
    hs = madd(u, v128.mul<real>(s, v128.sub<real>(v128.load(x + at), m)), hs);
  }
  let uSum = sumLanes(us), hSum = sumLanes(hs);
  for (; at < end; at += sizeof<real>()) {
    const u = load<real>(dy + at) * load<real>(g + at);
    uSum += u;
    hSum += u * (scale * (load<real>(x + at) - mean));
  }
  uSum /= <real>n;
  hSum /= <real>n;
  const um = v128.splat<real>(uSum), hm = v128.splat<real>(hSum);
  for (at = 0; at < whole; at += 16) {
    const u = v128.mul<real>(v128.load(dy + at), v128.load(g + at));
    const h = v128.mul<real>(s, v128.sub<real>(v128.load(x + at), m));
    const d = v128.sub<real>(v128.sub<real>(u, um), v128.mul<real>(h, hm));
    v128.store(dx + at, madd(s, d, v128.load(dx + at)));
  }
  for (; at < end; at += sizeof<real>()) {
    const u = load<real>(dy + at) * load<real>(g + at);
    const h = scale * (load<real>(x + at) - mean);
    store<real>(dx + at, load<real>(dx + at) + scale * (u - uSum - h * hSum));
  }
}
