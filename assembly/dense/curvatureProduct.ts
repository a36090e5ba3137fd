import { addFourRows, addRow } from "../inline/addRows";
import { rowDot, storeFourDots } from "../inline/rowDots";

// z <- A v and hv <- hv + A'(w.z) in one pass over a row-major rows x columns array.
export function denseCurvatureProduct(rows: i32, columns: i32, A: usize, w: usize, v: usize, hv: usize, z: usize): void {
  const stride = <usize>columns << 3;
  let i = rows;
  for (; i >= 4; i -= 4) {
    storeFourDots(columns, A, stride, v, z);
    addFourRows(
      columns, A, stride,
      load<f64>(w) * load<f64>(z), load<f64>(w, 8) * load<f64>(z, 8),
      load<f64>(w, 16) * load<f64>(z, 16), load<f64>(w, 24) * load<f64>(z, 24), hv,
    );
    A += stride << 2;
    w += 32;
    z += 32;
  }
  for (; i > 0; i--) {
    const dot = rowDot(columns, A, v);
    store<f64>(z, dot);
    addRow(columns, A, load<f64>(w) * dot, hv);
    A += stride;
    w += 8;
    z += 8;
  }
}
