import { madd } from "../inline/madd";

// g <- g + |A|'y for a row-major rows x columns array: the size of the terms of A'y, which scales the stopping test.
export function denseAbsTransposeAdd(rows: i32, columns: i32, A: usize, y: usize, g: usize): void {
  const stride = <usize>columns << 3;
  const pairs = <usize>(columns & ~1) << 3;
  let i = rows;
  for (; i >= 4; i -= 4) {
    const b = A + stride, c = b + stride, d = c + stride;
    const s0 = v128.load_splat<f64>(y), s1 = v128.load_splat<f64>(y, 8);
    const s2 = v128.load_splat<f64>(y, 16), s3 = v128.load_splat<f64>(y, 24);
    for (let k: usize = 0; k < pairs; k += 16) {
      const low = madd(s1, f64x2.abs(v128.load(b + k)), f64x2.mul(s0, f64x2.abs(v128.load(A + k))));
      const high = madd(s3, f64x2.abs(v128.load(d + k)), f64x2.mul(s2, f64x2.abs(v128.load(c + k))));
      v128.store(g + k, f64x2.add(v128.load(g + k), f64x2.add(low, high)));
    }
    if (columns & 1) {
      const k = pairs;
      const low = load<f64>(y) * abs(load<f64>(A + k)) + load<f64>(y, 8) * abs(load<f64>(b + k));
      const high = load<f64>(y, 16) * abs(load<f64>(c + k)) + load<f64>(y, 24) * abs(load<f64>(d + k));
      store<f64>(g + k, load<f64>(g + k) + (low + high));
    }
    A += stride << 2;
    y += 32;
  }
  for (; i > 0; i--) {
    const t = load<f64>(y);
    for (let k: usize = 0; k < stride; k += 8) {
      store<f64>(g + k, load<f64>(g + k) + t * abs(load<f64>(A + k)));
    }
    A += stride;
    y += 8;
  }
}
