import { gramTiles, packFour } from "../inline/gramTiles";
import { rowAt } from "../inline/listed";

// H <- H + A' diag(w) A for a row-major rows x columns array: the upper triangle of the row-major columns x columns H.
// `sign` 0 takes every row; 1 only rows with w_i > 0; -1 only rows with w_i < 0, with |w_i|: the two parts of an
// indefinite Hessian. Rows with w_i = 0 are skipped. `pack` is workspace for 16 + 2 depth 4 ceil(columns/4) doubles, depth a multiple of 4:
// `depth` rows are packed at a time. Row k is row list_k (u32) of the array, or row k where list is 0; w goes by k.
export function denseGram(
  rows: i32, columns: i32, A: usize, w: usize, H: usize, sign: i32, depth: i32, pack: usize, list: usize,
): void {
  assert(depth > 0 && (depth & 3) == 0);
  if (list) gram(true, rows, columns, A, w, H, sign, depth, pack, list);
  else gram(false, rows, columns, A, w, H, sign, depth, pack, list);
}

// @ts-ignore: decorator
@inline function gram(
  listed: bool, rows: i32, columns: i32, A: usize, w: usize, H: usize, sign: i32, depth: i32, pack: usize, list: usize,
): void {
  const stride = <usize>columns << 3;
  const panels = (columns + 3) >> 2;
  const left = pack + 128;
  const right = left + <usize>panels * (<usize>depth << 5);
  let k = 0, waiting = 0;
  let r0: usize = A, r1: usize = A, r2: usize = A;
  let w0: f64 = 0, w1: f64 = 0, w2: f64 = 0;
  for (let i = 0; i < rows; i++) {
    let weight = load<f64>(w + (<usize>i << 3));
    if (sign != 0) weight = max(0, <f64>sign * weight);
    const row = A + rowAt(listed, list, <usize>i) * stride;
    if (weight != 0) {
      if (waiting == 0) { r0 = row; w0 = weight; }
      else if (waiting == 1) { r1 = row; w1 = weight; }
      else if (waiting == 2) { r2 = row; w2 = weight; }
      else {
        const at = <usize>k << 5;
        packFour(columns, r0, r1, r2, row, w0, w1, w2, weight, left + at, right + at, <usize>depth);
        k += 4;
      }
      waiting = (waiting + 1) & 3;
    }
    if (i == rows - 1 && waiting) {
      const at = <usize>k << 5;
      packFour(
        columns, r0, waiting > 1 ? r1 : r0, waiting > 2 ? r2 : r0, r0, w0, waiting > 1 ? w1 : 0, waiting > 2 ? w2 : 0, 0,
        left + at, right + at, <usize>depth,
      );
      k += 4;
    }
    if (k == depth || (i == rows - 1 && k)) {
      gramTiles(k, <usize>depth, columns, left, right, H, stride, pack, 0, panels);
      k = 0;
    }
  }
}
