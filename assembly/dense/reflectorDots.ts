import { addFourRows, addRow } from "../inline/addRows";

// dots_c <- dots_c + sum_i v_i w_ic over n columns, v_i a column of a row-major array and w_i what stands right of it in
// its row: the products of a Householder reflector's vector with the columns after it. `stride` bytes from row to row.
export function denseReflectorDots(rows: i32, n: i32, stride: usize, v: usize, dots: usize): void {
  let i = rows;
  for (; i >= 4; i -= 4) {
    const p = v + stride, q = p + stride, r = q + stride;
    addFourRows(n, v + 8, stride, load<f64>(v), load<f64>(p), load<f64>(q), load<f64>(r), dots);
    v = r + stride;
  }
  for (; i > 0; i--) {
    addRow(n, v + 8, load<f64>(v), dots);
    v += stride;
  }
}
