import { zeros } from "../inline/constants";
import { lanes, madd } from "../inline/madd";

// out_i <- out_i + w_i |X'a_i + o|^2 for a row-major rows x columns array, a row-major columns x 16 panel X and 16 doubles o
// (an address of 0 stands for o = 0). Rows with w_i = 0 keep their out_i, whatever they hold.
export function denseProjectedNormsAdd(
  rows: i32, columns: i32, A: usize, w: usize, X: usize, out: usize, o: usize,
): void {
  if (!o) o = zeros;
  const stride = <usize>columns << 3;
  for (let i = rows; i > 0; i -= 2) {
    const two = i > 1;
    // Two rows at a time; a last one alone stands for both.
    const b = two ? A + stride : A;
    const s = twoNorms(stride, A, b, X, o), t = twoNorms(stride, A, b, X + 64, o + 64);
    add(w, f64x2.extract_lane(s, 0) + f64x2.extract_lane(t, 0), out);
    if (two) add(w + 8, f64x2.extract_lane(s, 1) + f64x2.extract_lane(t, 1), out + 8);
    A += stride << 1;
    w += 16;
    out += 16;
  }
}

// @ts-ignore: decorator
@inline function add(w: usize, norm: f64, out: usize): void {
  if (load<f64>(w) != 0) store<f64>(out, load<f64>(out) + load<f64>(w) * norm);
}

// [|X'a + o|^2, |X'b + o|^2] over eight columns of X, from X and o on.
function twoNorms(stride: usize, a: usize, b: usize, X: usize, o: usize): v128 {
  let a0 = v128.load(o), a1 = v128.load(o, 16), a2 = v128.load(o, 32), a3 = v128.load(o, 48);
  let b0 = a0, b1 = a1, b2 = a2, b3 = a3;
  for (const end = a + stride; a != end; a += 8) {
    const s = v128.load_splat<f64>(a), t = v128.load_splat<f64>(b);
    let x = v128.load(X);
    a0 = madd(s, x, a0);
    b0 = madd(t, x, b0);
    x = v128.load(X, 16);
    a1 = madd(s, x, a1);
    b1 = madd(t, x, b1);
    x = v128.load(X, 32);
    a2 = madd(s, x, a2);
    b2 = madd(t, x, b2);
    x = v128.load(X, 48);
    a3 = madd(s, x, a3);
    b3 = madd(t, x, b3);
    X += 128;
    b += 8;
  }
  const p = madd(a3, a3, madd(a2, a2, madd(a1, a1, f64x2.mul(a0, a0))));
  const q = madd(b3, b3, madd(b2, b2, madd(b1, b1, f64x2.mul(b0, b0))));
  return f64x2.replace_lane(f64x2.splat(lanes(p)), 1, lanes(q));
}
