import { madd } from "../inline/madd";

// out_j <- out_j + sum_i w_i a_ij^2 for a row-major rows x columns array: the diagonal of A' diag(w) A.
export function denseDiagonal(rows: i32, columns: i32, A: usize, w: usize, out: usize): void {
  const pairs = <usize>(columns & ~1) << 3;
  for (let i = 0; i < rows; i++) {
    const t = load<f64>(w);
    const s = f64x2.splat(t);
    for (let k: usize = 0; k < pairs; k += 16) {
      const a = v128.load(A + k);
      v128.store(out + k, madd(f64x2.mul(s, a), a, v128.load(out + k)));
    }
    if (columns & 1) {
      const a = load<f64>(A + pairs);
      store<f64>(out + pairs, load<f64>(out + pairs) + t * a * a);
    }
    A += <usize>columns << 3;
    w += 8;
  }
}
