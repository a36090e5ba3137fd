// out <- `rows` rows of a CSR matrix as a dense row-major rows x columns array.
export function csrExpand(rows: i32, indptr: usize, indices: usize, data: usize, columns: i32, out: usize): void {
  memory.fill(out, 0, (<usize>rows * <usize>columns) << 3);
  let at = <usize>load<u32>(indptr);
  for (let i = 0; i < rows; i++) {
    indptr += 4;
    const next = <usize>load<u32>(indptr);
    for (let k = at; k < next; k++) {
      assert(load<u32>(indices + (k << 2)) < <u32>columns);
      store<f64>(out + (<usize>load<u32>(indices + (k << 2)) << 3), load<f64>(data + (k << 3)));
    }
    at = next;
    out += <usize>columns << 3;
  }
}
