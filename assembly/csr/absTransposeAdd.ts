// g <- g + |A|'y for `rows` rows of a CSR matrix: the size of the terms of A'y, which scales the stopping test.
export function csrAbsTransposeAdd(rows: i32, indptr: usize, indices: usize, data: usize, y: usize, g: usize): void {
  let at = <usize>load<u32>(indptr);
  for (const end = y + (<usize>rows << 3); y < end; y += 8) {
    indptr += 4;
    const next = <usize>load<u32>(indptr);
    const t = load<f64>(y);
    for (let k = at; k < next; k++) {
      const to = g + (<usize>load<u32>(indices + (k << 2)) << 3);
      store<f64>(to, load<f64>(to) + t * abs(load<f64>(data + (k << 3))));
    }
    at = next;
  }
}
