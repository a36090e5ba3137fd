// Panels of four columns as in gramTiles (32 bytes a row, absent columns zero) for one factor of a product. `scale` is
// folded in; `step` is the number of bytes from a panel to the next.

// Rows of the panels are rows of the array: k rows of `columns` doubles at A, `stride` bytes apart.
export function packRows(columns: i32, k: i32, A: usize, stride: usize, scale: f64, panels: usize, step: usize): void {
  const s = f64x2.splat(scale);
  for (let row = 0; row < k; row++) {
    let to = panels + (<usize>row << 5);
    let from = A;
    for (let j = columns; j >= 4; j -= 4) {
      v128.store(to, f64x2.mul(s, v128.load(from)));
      v128.store(to, f64x2.mul(s, v128.load(from, 16)), 16);
      from += 32;
      to += step;
    }
    const rest = columns & 3;
    if (rest) {
      for (let j = 0; j < 4; j++) {
        store<f64>(to + (<usize>j << 3), j < rest ? scale * load<f64>(from + (<usize>j << 3)) : 0);
      }
    }
    A += stride;
  }
}

// Rows of the panels are columns of the array: `rows` rows of k doubles at A, `stride` bytes apart.
export function packColumns(rows: i32, k: i32, A: usize, stride: usize, scale: f64, panels: usize, step: usize): void {
  const s = f64x2.splat(scale);
  const even = <usize>(k & ~1) << 3;
  for (let i = 0; i < rows; i += 4) {
    const live = min(4, rows - i);
    const a = A, b = a + stride, c = b + stride, d = c + stride;
    let to = panels;
    if (live == 4) {
      for (let j: usize = 0; j < even; j += 16) {
        const va = f64x2.mul(s, v128.load(a + j)), vb = f64x2.mul(s, v128.load(b + j));
        const vc = f64x2.mul(s, v128.load(c + j)), vd = f64x2.mul(s, v128.load(d + j));
        v128.store(to, v128.shuffle<f64>(va, vb, 0, 2));
        v128.store(to, v128.shuffle<f64>(vc, vd, 0, 2), 16);
        v128.store(to, v128.shuffle<f64>(va, vb, 1, 3), 32);
        v128.store(to, v128.shuffle<f64>(vc, vd, 1, 3), 48);
        to += 64;
      }
    }
    for (let j: usize = live == 4 ? even : 0; j < <usize>k << 3; j += 8) {
      store<f64>(to, scale * load<f64>(a + j));
      store<f64>(to, live > 1 ? scale * load<f64>(b + j) : 0, 8);
      store<f64>(to, live > 2 ? scale * load<f64>(c + j) : 0, 16);
      store<f64>(to, live > 3 ? scale * load<f64>(d + j) : 0, 24);
      to += 32;
    }
    A += 4 * stride;
    panels += step;
  }
}
