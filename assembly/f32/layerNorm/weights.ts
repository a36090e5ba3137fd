import { bytes, madd, wholeBytes } from "../inline/lanes";

// dg <- dg + sum_i dy_i o (x_i - mean_i) scale_i, db <- db + sum_i dy_i over the rows; stats as layerNorm left them.
export function layerNormWeights(rows: i32, n: i32, x: usize, stats: usize, dy: usize, dg: usize, db: usize): void {
  const whole = wholeBytes(n), end = bytes(n);
  for (let i = 0; i < rows; i++) {
    const mean = load<real>(stats), scale = load<real>(stats + sizeof<real>());
    const m = v128.splat<real>(mean), s = v128.splat<real>(scale);
    let at: usize = 0;
    for (; at < whole; at += 16) {
      const d = v128.load(dy + at);
      const h = v128.mul<real>(s, v128.sub<real>(v128.load(x + at), m));
      v128.store(dg + at, madd(d, h, v128.load(dg + at)));
      v128.store(db + at, v128.add<real>(v128.load(db + at), d));
    }
    for (; at < end; at += sizeof<real>()) {
      const d = load<real>(dy + at);
      store<real>(dg + at, load<real>(dg + at) + d * (scale * (load<real>(x + at) - mean)));
      store<real>(db + at, load<real>(db + at) + d);
    }
    x += bytes(n);
    dy += bytes(n);
    stats += 2 * sizeof<real>();
  }
}
