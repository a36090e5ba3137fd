// H <- H + A' diag(w) A for `rows` rows of a CSR matrix with sorted column indices: the upper triangle of the
// row-major columns x columns array H. Rows with w_i = 0 are skipped. Columns are taken in strips of `strip`
// so that the part of H being written stays in cache; `cursor` (rows x u32) remembers where each row's strip begins.
export function csrGram(
  rows: i32, indptr: usize, indices: usize, data: usize, w: usize, columns: i32, strip: i32, H: usize, cursor: usize,
): void {
  const width = <usize>columns << 3;
  for (let i: usize = 0; i < <usize>rows; i++) store<u32>(cursor + (i << 2), load<u32>(indptr + (i << 2)));
  for (let from = 0; from < columns; from += strip) {
    const limit = <u32>min(from + strip, columns);
    for (let i: usize = 0; i < <usize>rows; i++) {
      const last = <usize>load<u32>(indptr + (i << 2), 4);
      let first = <usize>load<u32>(cursor + (i << 2));
      if (first == last) continue;
      // Entries first..next - 1 lie in the strip.
      let next = first;
      while (next < last && load<u32>(indices + (next << 2)) < limit) next++;
      if (next == first) continue;
      store<u32>(cursor + (i << 2), <u32>next);
      const weight = load<f64>(w + (i << 3));
      if (weight != 0) outer(<usize>load<u32>(indptr + (i << 2)), first, next, indices, data, weight, width, H);
    }
  }
}

// Adds weight a_p a_q to H[j_p, j_q] for q in first..next - 1 and all p <= q of the row that begins at `start`.
// @ts-ignore: decorator
@inline function outer(
  start: usize, first: usize, next: usize, indices: usize, data: usize, weight: f64, width: usize, H: usize,
): void {
  const stop = data + (next << 3);
  for (let p = start; p < next; p++) {
    const t = weight * load<f64>(data + (p << 3));
    const row = H + <usize>load<u32>(indices + (p << 2)) * width;
    const q = max(p, first);
    let a = data + (q << 3), j = indices + (q << 2);
    while (a + 8 < stop) {
      const h0 = row + (<usize>load<u32>(j) << 3);
      const h1 = row + (<usize>load<u32>(j, 4) << 3);
      const v0 = load<f64>(h0) + t * load<f64>(a);
      const v1 = load<f64>(h1) + t * load<f64>(a, 8);
      store<f64>(h0, v0);
      store<f64>(h1, v1);
      a += 16;
      j += 8;
    }
    if (a < stop) {
      const h0 = row + (<usize>load<u32>(j) << 3);
      store<f64>(h0, load<f64>(h0) + t * load<f64>(a));
    }
  }
}
