import { rowAt } from "../inline/listed";

// out <- `rows` rows of a CSR matrix as a dense row-major rows x columns array; row k is row list_k (u32), or k if list is 0.
export function csrExpand(
  rows: i32, indptr: usize, indices: usize, data: usize, columns: i32, out: usize, list: usize,
): void {
  memory.fill(out, 0, (<usize>rows * <usize>columns) << 3);
  if (list) scatter(true, <usize>rows, indptr, indices, data, columns, out, list);
  else scatter(false, <usize>rows, indptr, indices, data, columns, out, list);
}

// @ts-ignore: decorator
@inline function scatter(
  listed: bool, rows: usize, indptr: usize, indices: usize, data: usize, columns: i32, out: usize, list: usize,
): void {
  for (let k: usize = 0; k < rows; k++) {
    const row = indptr + (rowAt(listed, list, k) << 2);
    const next = <usize>load<u32>(row, 4);
    for (let p = <usize>load<u32>(row); p < next; p++) {
      assert(load<u32>(indices + (p << 2)) < <u32>columns);
      store<f64>(out + (<usize>load<u32>(indices + (p << 2)) << 3), load<f64>(data + (p << 3)));
    }
    out += <usize>columns << 3;
  }
}
