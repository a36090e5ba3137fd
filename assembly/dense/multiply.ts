import { rowDot, storeFourDots } from "../inline/rowDots";

// z <- A x for a row-major rows x columns array.
export function denseMultiply(rows: i32, columns: i32, A: usize, x: usize, z: usize): void {
  const stride = <usize>columns << 3;
  let i = rows;
  for (; i >= 4; i -= 4) {
    storeFourDots(columns, A, stride, x, z);
    A += stride << 2;
    z += 32;
  }
  for (; i > 0; i--) {
    store<f64>(z, rowDot(columns, A, x));
    A += stride;
    z += 8;
  }
}
