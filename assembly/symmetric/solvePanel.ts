import { nmadd } from "../inline/madd";

// X <- R^-1 X for a row-major d x 16 panel X: back substitution with the upper triangular R in a row-major d x d array.
export function solveUpperPanel(d: i32, R: usize, X: usize): void {
  const end = X + (<usize>d << 7);
  let y = end;
  let diagonal = R + ((<usize>d * <usize>d) << 3) - 8;
  while (y != X) {
    y -= 128;
    let a = v128.load(y), b = v128.load(y, 16), c = v128.load(y, 32), e = v128.load(y, 48);
    let f = v128.load(y, 64), g = v128.load(y, 80), h = v128.load(y, 96), l = v128.load(y, 112);
    let r = diagonal + 8;
    for (let x = y + 128; x != end; x += 128) {
      const s = v128.load_splat<f64>(r);
      a = nmadd(s, v128.load(x), a);
      b = nmadd(s, v128.load(x, 16), b);
      c = nmadd(s, v128.load(x, 32), c);
      e = nmadd(s, v128.load(x, 48), e);
      f = nmadd(s, v128.load(x, 64), f);
      g = nmadd(s, v128.load(x, 80), g);
      h = nmadd(s, v128.load(x, 96), h);
      l = nmadd(s, v128.load(x, 112), l);
      r += 8;
    }
    const t = v128.load_splat<f64>(diagonal);
    v128.store(y, f64x2.div(a, t));
    v128.store(y, f64x2.div(b, t), 16);
    v128.store(y, f64x2.div(c, t), 32);
    v128.store(y, f64x2.div(e, t), 48);
    v128.store(y, f64x2.div(f, t), 64);
    v128.store(y, f64x2.div(g, t), 80);
    v128.store(y, f64x2.div(h, t), 96);
    v128.store(y, f64x2.div(l, t), 112);
    diagonal -= (<usize>d + 1) << 3;
  }
}
