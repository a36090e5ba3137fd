import { addFourRows, addRow } from "../inline/addRows";

// g <- g + A'y for a row-major rows x columns array.
export function denseMultiplyTransposeAdd(rows: i32, columns: i32, A: usize, y: usize, g: usize): void {
  const stride = <usize>columns << 3;
  let i = rows;
  for (; i >= 4; i -= 4) {
    addFourRows(columns, A, stride, load<f64>(y), load<f64>(y, 8), load<f64>(y, 16), load<f64>(y, 24), g);
    A += stride << 2;
    y += 32;
  }
  for (; i > 0; i--) {
    addRow(columns, A, load<f64>(y), g);
    A += stride;
    y += 8;
  }
}
