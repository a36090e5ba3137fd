// out_i <- w_i |a_i|^2 for `rows` rows of a CSR matrix.
export function csrRowNorms(rows: i32, indptr: usize, data: usize, w: usize, out: usize): void {
  let at = <usize>load<u32>(indptr);
  for (const end = w + (<usize>rows << 3); w < end; w += 8) {
    indptr += 4;
    const next = <usize>load<u32>(indptr);
    let even: f64 = 0, odd: f64 = 0;
    let k = data + (at << 3);
    const stop = data + (next << 3);
    while (k + 8 < stop) {
      const a = load<f64>(k), b = load<f64>(k, 8);
      even += a * a;
      odd += b * b;
      k += 16;
    }
    if (k < stop) even += load<f64>(k) * load<f64>(k);
    store<f64>(out, load<f64>(w) * (even + odd));
    out += 8;
    at = next;
  }
}
