import { rowDot } from "../inline/rowDots";

// out_i <- P_i o (D_i - P_i'D_i) for each row of two row-major arrays: the Jacobian of softmax, which is symmetric, at
// P times D. out may be D.
export function softmaxSlope(rows: i32, columns: i32, P: usize, D: usize, out: usize): void {
  const bytes = <usize>columns << 3, even = <usize>(columns & ~1) << 3;
  for (let i = 0; i < rows; i++) {
    const mean = rowDot(columns, P, D);
    const s = f64x2.splat(mean);
    for (let at: usize = 0; at < even; at += 16) {
      v128.store(out + at, f64x2.mul(v128.load(P + at), f64x2.sub(v128.load(D + at), s)));
    }
    if (columns & 1) store<f64>(out + even, load<f64>(P + even) * (load<f64>(D + even) - mean));
    P += bytes;
    D += bytes;
    out += bytes;
  }
}
