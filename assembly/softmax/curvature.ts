import { rowDot } from "../inline/rowDots";
import { madd } from "../inline/madd";

// out_i <- E_i o (M_i - P_i'M_i) + P_i o (N_i - E_i'M_i - P_i'N_i) for each row of row-major arrays: the derivative of
// P o (M - P'M) where P changes by E and M by N. out may be N.
export function softmaxCurvature(rows: i32, columns: i32, P: usize, E: usize, M: usize, N: usize, out: usize): void {
  const bytes = <usize>columns << 3, even = <usize>(columns & ~1) << 3;
  for (let i = 0; i < rows; i++) {
    const mean = rowDot(columns, P, M);
    const change = rowDot(columns, E, M) + rowDot(columns, P, N);
    const s = f64x2.splat(mean), t = f64x2.splat(change);
    for (let at: usize = 0; at < even; at += 16) {
      const first = f64x2.mul(v128.load(E + at), f64x2.sub(v128.load(M + at), s));
      v128.store(out + at, madd(v128.load(P + at), f64x2.sub(v128.load(N + at), t), first));
    }
    if (columns & 1) {
      const first = load<f64>(E + even) * (load<f64>(M + even) - mean);
      store<f64>(out + even, first + load<f64>(P + even) * (load<f64>(N + even) - change));
    }
    P += bytes;
    E += bytes;
    M += bytes;
    N += bytes;
    out += bytes;
  }
}
