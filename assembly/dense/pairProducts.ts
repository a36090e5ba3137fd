// out_i,(p,q) <- a_ip a_iq, p <= q, for the rows a_i of a row-major rows x columns array: each row of out holds the upper
// triangle of a_i a_i' row after row, columns (columns + 1) / 2 doubles.
export function densePairProducts(rows: i32, columns: i32, A: usize, out: usize): void {
  for (let i = 0; i < rows; i++) {
    const end = A + (<usize>columns << 3);
    for (let p = A; p != end; p += 8) {
      const t = v128.load_splat<f64>(p);
      let q = p;
      for (; q + 8 < end; q += 16) {
        v128.store(out, f64x2.mul(t, v128.load(q)));
        out += 16;
      }
      if (q != end) {
        store<f64>(out, load<f64>(p) * load<f64>(q));
        out += 8;
      }
    }
    A = end;
  }
}
