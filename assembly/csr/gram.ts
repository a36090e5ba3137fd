import { rowAt } from "../inline/listed";
import { rectangle, triangle } from "../inline/outerProducts";

// H <- H + A' diag(w) A for `rows` rows of a CSR matrix with sorted column indices: the upper triangle of the
// row-major columns x columns array H. Row k is row list_k (u32) of the matrix, or row k where list is 0; w and cursor
// go by k. Where `negative` is not 0, rows with w_k < 0 go there instead, with |w_k|: both parts of an indefinite
// Hessian in one pass. Rows with w_k = 0 are skipped. Columns are taken in strips of `strip`, so that the part of H
// being written stays in cache; `cursor` (rows x u32) remembers where each row's next strip begins, and is not used
// when one strip holds all columns.
export function csrGram(
  rows: i32, indptr: usize, indices: usize, data: usize, w: usize, columns: i32, strip: i32,
  H: usize, negative: usize, cursor: usize, list: usize,
): void {
  assert(strip > 0);
  if (strip >= columns) {
    if (list) atOnce(true, <usize>rows, indptr, indices, data, w, columns, H, negative, list);
    else atOnce(false, <usize>rows, indptr, indices, data, w, columns, H, negative, list);
  } else if (list) {
    inStrips(true, <usize>rows, indptr, indices, data, w, columns, strip, H, negative, cursor, list);
  } else {
    inStrips(false, <usize>rows, indptr, indices, data, w, columns, strip, H, negative, cursor, list);
  }
}

// @ts-ignore: decorator
@inline function atOnce(
  listed: bool, rows: usize, indptr: usize, indices: usize, data: usize, w: usize, columns: i32,
  H: usize, negative: usize, list: usize,
): void {
  const width = <usize>columns << 3;
  for (let k: usize = 0; k < rows; k++) {
    const weight = load<f64>(w + (k << 3));
    if (weight == 0) continue;
    const row = indptr + (rowAt(listed, list, k) << 2);
    const start = <usize>load<u32>(row), next = <usize>load<u32>(row, 4);
    const apart = negative != 0 && weight < 0;
    triangle(start, next, indices, data, apart ? -weight : weight, width, apart ? negative : H);
  }
}

// @ts-ignore: decorator
@inline function inStrips(
  listed: bool, rows: usize, indptr: usize, indices: usize, data: usize, w: usize, columns: i32, strip: i32,
  H: usize, negative: usize, cursor: usize, list: usize,
): void {
  const width = <usize>columns << 3;
  for (let k: usize = 0; k < rows; k++) {
    store<u32>(cursor + (k << 2), load<u32>(indptr + (rowAt(listed, list, k) << 2)));
  }
  for (let from = 0; from < columns; from += strip) {
    const limit = <u32>min(from + strip, columns);
    for (let k: usize = 0; k < rows; k++) {
      const weight = load<f64>(w + (k << 3));
      if (weight == 0) continue;
      const row = indptr + (rowAt(listed, list, k) << 2);
      const last = <usize>load<u32>(row, 4);
      const first = <usize>load<u32>(cursor + (k << 2));
      // Entries first..next - 1 lie in the strip.
      let next = first;
      while (next < last && load<u32>(indices + (next << 2)) < limit) next++;
      if (next == first) continue;
      store<u32>(cursor + (k << 2), <u32>next);
      const apart = negative != 0 && weight < 0;
      const to = apart ? negative : H;
      const size = apart ? -weight : weight;
      rectangle(<usize>load<u32>(row), first, next, indices, data, size, width, to);
      triangle(first, next, indices, data, size, width, to);
    }
  }
}
