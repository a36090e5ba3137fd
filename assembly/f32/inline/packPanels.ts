import { bytes } from "./lanes";

// Panels of W columns for one factor of a product: k rows of W reals, absent columns zero. `copyPanels` where the array's
// rows are the panels' rows, `turnPanels` where its rows are their columns. `step` is bytes from a panel to the next.

// k rows of n reals at A, `stride` bytes apart.
// @ts-ignore: decorator
@inline export function copyPanels(W: i32, n: i32, k: i32, A: usize, stride: usize, panels: usize, step: usize): void {
  const width = bytes(W);
  for (let j = 0; j < n; j += W) {
    let from = A + bytes(j), to = panels;
    if (j + W <= n) {
      for (let row = 0; row < k; row++) {
        for (let part: usize = 0; part < width; part += 16) v128.store(to + part, v128.load(from + part));
        from += stride;
        to += width;
      }
    } else {
      for (let row = 0; row < k; row++) {
        for (let c = 0; c < W; c++) store<real>(to + bytes(c), j + c < n ? load<real>(from + bytes(c)) : 0);
        from += stride;
        to += width;
      }
    }
    panels += step;
  }
}

// n rows of k reals at A, `stride` bytes apart: row j becomes column j % W of panel j / W.
// @ts-ignore: decorator
@inline export function turnPanels(W: i32, n: i32, k: i32, A: usize, stride: usize, panels: usize, step: usize): void {
  for (let j = 0; j < n; j += W) {
    for (let c = 0; c < W; c += 4) turnFour(W, min(4, n - j - c), k, A + <usize>(j + c) * stride, stride, panels + bytes(c));
    panels += step;
  }
}

// Four columns of a panel; of them `live` come from A, the others are zero.
function turnFour(W: i32, live: i32, k: i32, A: usize, stride: usize, to: usize): void {
  const width = bytes(W);
  const a = A, b = a + stride, c = b + stride, d = c + stride;
  let at: usize = 0;
  if (sizeof<real>() == 4 && live == 4) {
    for (const end = bytes(k & ~3); at < end; at += 16) {
      const va = v128.load(a + at), vb = v128.load(b + at), vc = v128.load(c + at), vd = v128.load(d + at);
      const ab = v128.shuffle<f32>(va, vb, 0, 4, 1, 5), cd = v128.shuffle<f32>(vc, vd, 0, 4, 1, 5);
      const AB = v128.shuffle<f32>(va, vb, 2, 6, 3, 7), CD = v128.shuffle<f32>(vc, vd, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2));
      v128.store(to + width, v128.shuffle<f64>(ab, cd, 1, 3));
      v128.store(to + 2 * width, v128.shuffle<f64>(AB, CD, 0, 2));
      v128.store(to + 3 * width, v128.shuffle<f64>(AB, CD, 1, 3));
      to += 4 * width;
    }
  }
  for (const end = bytes(k); at < end; at += sizeof<real>()) {
    store<real>(to, live > 0 ? load<real>(a + at) : 0);
    store<real>(to + bytes(1), live > 1 ? load<real>(b + at) : 0);
    store<real>(to + bytes(2), live > 2 ? load<real>(c + at) : 0);
    store<real>(to + bytes(3), live > 3 ? load<real>(d + at) : 0);
    to += width;
  }
}
