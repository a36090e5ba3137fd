import { rowDot } from "../inline/rowDots";

// out_i <- w_i |a_i|^2 for a row-major rows x columns array.
export function denseRowNorms(rows: i32, columns: i32, A: usize, w: usize, out: usize): void {
  for (let i = 0; i < rows; i++) {
    store<f64>(out, load<f64>(w) * rowDot(columns, A, A));
    A += <usize>columns << 3;
    w += 8;
    out += 8;
  }
}
