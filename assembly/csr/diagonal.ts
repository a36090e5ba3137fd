// out_j <- out_j + sum_i w_i a_ij^2 for `rows` rows of a CSR matrix: the diagonal of A' diag(w) A.
export function csrDiagonal(rows: i32, indptr: usize, indices: usize, data: usize, w: usize, out: usize): void {
  let at = <usize>load<u32>(indptr);
  for (const end = w + (<usize>rows << 3); w < end; w += 8) {
    indptr += 4;
    const next = <usize>load<u32>(indptr);
    const t = load<f64>(w);
    for (let k = at; k < next; k++) {
      const a = load<f64>(data + (k << 3));
      const to = out + (<usize>load<u32>(indices + (k << 2)) << 3);
      store<f64>(to, load<f64>(to) + t * a * a);
    }
    at = next;
  }
}
