import { lanes, madd } from "../inline/madd";

// out_i <- a_i'X a_i for the rows a_i of a row-major rows x columns array and an upper triangular, row-major X whose
// zeros below the diagonal are stored. A row's result has the same bits whatever rows stand beside it.
export function denseQuadraticForms(rows: i32, columns: i32, A: usize, X: usize, out: usize): void {
  const stride = <usize>columns << 3;
  for (let i = rows; i > 0; i -= 4) {
    // Fewer than four rows left: the last stands for those missing.
    const b = i > 1 ? A + stride : A;
    const c = i > 2 ? b + stride : b;
    const d = i > 3 ? c + stride : c;
    fourForms(columns, stride, A, b, c, d, X, out, min(4, i));
    A += stride << 2;
    out += 32;
  }
}

function fourForms(
  columns: i32, stride: usize, a: usize, b: usize, c: usize, d: usize, X: usize, out: usize, count: i32,
): void {
  let sa = f64x2.splat(0), sb = sa, sc = sa, sd = sa;
  let j: usize = 0;
  // Columns j..j+3 of X have their nonzeros in the rows 0..j+3.
  for (const end = <usize>(columns & ~3) << 3; j < end; j += 32) {
    let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
    let x = X + j;
    for (let k: usize = 0; k < j + 32; k += 8) {
      const low = v128.load(x), high = v128.load(x, 16);
      let t = v128.load_splat<f64>(a + k);
      a0 = madd(t, low, a0);
      a1 = madd(t, high, a1);
      t = v128.load_splat<f64>(b + k);
      b0 = madd(t, low, b0);
      b1 = madd(t, high, b1);
      t = v128.load_splat<f64>(c + k);
      c0 = madd(t, low, c0);
      c1 = madd(t, high, c1);
      t = v128.load_splat<f64>(d + k);
      d0 = madd(t, low, d0);
      d1 = madd(t, high, d1);
      x += stride;
    }
    sa = madd(a1, v128.load(a + j, 16), madd(a0, v128.load(a + j), sa));
    sb = madd(b1, v128.load(b + j, 16), madd(b0, v128.load(b + j), sb));
    sc = madd(c1, v128.load(c + j, 16), madd(c0, v128.load(c + j), sc));
    sd = madd(d1, v128.load(d + j, 16), madd(d0, v128.load(d + j), sd));
  }
  let ra = lanes(sa), rb = lanes(sb), rc = lanes(sc), rd = lanes(sd);
  for (; j < stride; j += 8) {
    let ta: f64 = 0, tb: f64 = 0, tc: f64 = 0, td: f64 = 0;
    let at = X + j;
    for (let k: usize = 0; k <= j; k += 8) {
      const x = load<f64>(at);
      ta += load<f64>(a + k) * x;
      tb += load<f64>(b + k) * x;
      tc += load<f64>(c + k) * x;
      td += load<f64>(d + k) * x;
      at += stride;
    }
    ra += ta * load<f64>(a + j);
    rb += tb * load<f64>(b + j);
    rc += tc * load<f64>(c + j);
    rd += td * load<f64>(d + j);
  }
  store<f64>(out, ra);
  if (count > 1) store<f64>(out, rb, 8);
  if (count > 2) store<f64>(out, rc, 16);
  if (count > 3) store<f64>(out, rd, 24);
}
