import { zeros } from "../inline/constants";
import { lanes, madd } from "../inline/madd";

// out_i <- out_i + w_i |X'a_i + o|^2 for `rows` rows of a CSR matrix, a row-major columns x 16 panel X and 16 doubles o (an
// address of 0 stands for o = 0). Rows with w_i = 0 are skipped.
export function csrProjectedNormsAdd(
  rows: i32, indptr: usize, indices: usize, data: usize, w: usize, X: usize, out: usize, o: usize,
): void {
  if (!o) o = zeros;
  let at = <usize>load<u32>(indptr);
  for (const end = w + (<usize>rows << 3); w < end; w += 8) {
    indptr += 4;
    const next = <usize>load<u32>(indptr);
    const weight = load<f64>(w);
    if (weight != 0) store<f64>(out, load<f64>(out) + weight * projectedNorm(at, next, indices, data, X, o));
    out += 8;
    at = next;
  }
}

// |X'a + o|^2 for the entries at..next - 1.
// @ts-ignore: decorator
@inline function projectedNorm(at: usize, next: usize, indices: usize, data: usize, X: usize, o: usize): f64 {
  let a = v128.load(o), b = v128.load(o, 16), c = v128.load(o, 32), e = v128.load(o, 48);
  let f = v128.load(o, 64), g = v128.load(o, 80), h = v128.load(o, 96), l = v128.load(o, 112);
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
