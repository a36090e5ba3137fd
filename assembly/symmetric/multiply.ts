import { addRow } from "../inline/addRows";
import { rowDot } from "../inline/rowDots";

// out <- out + H v for a symmetric matrix kept as the upper triangle of a row-major d x d array; out is not v.
export function symmetricMultiplyAdd(d: i32, H: usize, v: usize, out: usize): void {
  for (let i = 0; i < d; i++) {
    const rest = d - i - 1;
    const t = load<f64>(v);
    store<f64>(out, load<f64>(out) + load<f64>(H) * t + rowDot(rest, H + 8, v + 8));
    addRow(rest, H + 8, t, out + 8);
    H += <usize>(d + 1) << 3;
    v += 8;
    out += 8;
  }
}
