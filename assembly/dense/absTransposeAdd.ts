// g <- g + |A|'y for a row-major rows x columns array: the size of the terms of A'y, which scales the stopping test.
export function denseAbsTransposeAdd(rows: i32, columns: i32, A: usize, y: usize, g: usize): void {
  const bytes = <usize>columns << 3;
  for (let i = 0; i < rows; i++) {
    const t = load<f64>(y);
    for (let k: usize = 0; k < bytes; k += 8) {
      store<f64>(g + k, load<f64>(g + k) + t * abs(load<f64>(A + k)));
    }
    A += bytes;
    y += 8;
  }
}
