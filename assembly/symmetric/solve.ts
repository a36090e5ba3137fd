import { rowDot } from "../inline/rowDots";
import { nmadd } from "../inline/madd";

// y <- R^-T y: forward substitution with the upper triangular R in a row-major d x d array (leading n x n part).
export function solveTransposed(n: i32, d: i32, R: usize, y: usize): void {
  const stride = <usize>d << 3;
  for (let i = 0; i < n; i++) {
    const row = R + <usize>i * stride + (<usize>i << 3);
    const t = load<f64>(y + (<usize>i << 3)) / load<f64>(row);
    store<f64>(y + (<usize>i << 3), t);
    const s = f64x2.splat(t);
    let a = row + 8, to = y + (<usize>i << 3) + 8;
    const rest = n - i - 1;
    const end = to + (<usize>(rest & ~1) << 3);
    while (to < end) {
      v128.store(to, nmadd(s, v128.load(a), v128.load(to)));
      a += 16;
      to += 16;
    }
    if (rest & 1) store<f64>(to, load<f64>(to) - t * load<f64>(a));
  }
}

// y <- R^-1 y: back substitution with the upper triangular R in a row-major d x d array (leading n x n part).
export function solveUpper(n: i32, d: i32, R: usize, y: usize): void {
  const stride = <usize>d << 3;
  for (let i = n - 1; i >= 0; i--) {
    const row = R + <usize>i * stride + (<usize>i << 3);
    const to = y + (<usize>i << 3);
    store<f64>(to, (load<f64>(to) - rowDot(n - i - 1, row + 8, to + 8)) / load<f64>(row));
  }
}
