import { lanes, madd } from "../inline/madd";

// out_i <- out_i + w_i |X'a_i|^2 for `rows` rows of a CSR matrix and a row-major columns x 16 panel X. Rows with w_i = 0 are skipped.
export function csrProjectedNormsAdd(
  rows: i32, indptr: usize, indices: usize, data: usize, w: usize, X: usize, out: usize,
): void {
  let at = <usize>load<u32>(indptr);
  for (const end = w + (<usize>rows << 3); w < end; w += 8) {
    indptr += 4;
    const next = <usize>load<u32>(indptr);
    const weight = load<f64>(w);
    if (weight != 0) store<f64>(out, load<f64>(out) + weight * projectedNorm(at, next, indices, data, X));
    out += 8;
    at = next;
  }
}

// |X'a|^2 for the entries at..next - 1.
// @ts-ignore: decorator
@inline function projectedNorm(at: usize, next: usize, indices: usize, data: usize, X: usize): f64 {
  let a = f64x2.splat(0), b = a, c = a, e = a, f = a, g = a, h = a, l = a;
  for (let k = at; k < next; k++) {
    const s = v128.load_splat<f64>(data + (k << 3));
    const x = X + (<usize>load<u32>(indices + (k << 2)) << 7);
    a = madd(s, v128.load(x), a);
    b = madd(s, v128.load(x, 16), b);
    c = madd(s, v128.load(x, 32), c);
    e = madd(s, v128.load(x, 48), e);
    f = madd(s, v128.load(x, 64), f);
    g = madd(s, v128.load(x, 80), g);
    h = madd(s, v128.load(x, 96), h);
    l = madd(s, v128.load(x, 112), l);
  }
  const low = madd(e, e, madd(c, c, madd(b, b, f64x2.mul(a, a))));
  const high = madd(l, l, madd(h, h, madd(g, g, f64x2.mul(f, f))));
  return lanes(f64x2.add(low, high));
}
