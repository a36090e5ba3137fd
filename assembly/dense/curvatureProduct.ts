import { addFourRows, addRow } from "../inline/addRows";
import { rowDot, storeFourDots } from "../inline/rowDots";

// hv <- hv + A'(w.(A v)) in one pass over a row-major rows x columns array; `four` is scratch for 4 doubles.
export function denseCurvatureProduct(rows: i32, columns: i32, A: usize, w: usize, v: usize, hv: usize, four: usize): void {
  const stride = <usize>columns << 3;
  let i = rows;
  for (; i >= 4; i -= 4) {
    storeFourDots(columns, A, stride, v, four);
    addFourRows(
      columns, A, stride,
      load<f64>(w) * load<f64>(four), load<f64>(w, 8) * load<f64>(four, 8),
      load<f64>(w, 16) * load<f64>(four, 16), load<f64>(w, 24) * load<f64>(four, 24), hv,
    );
    A += stride << 2;
    w += 32;
  }
  for (; i > 0; i--) {
    addRow(columns, A, load<f64>(w) * rowDot(columns, A, v), hv);
    A += stride;
    w += 8;
  }
}
