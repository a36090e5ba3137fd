import { gramTiles, packFour } from "../inline/gramTiles";
import { nmadd } from "../inline/madd";

// R'R = H for the upper triangle of a row-major d x d array, in place, by block columns of NB.
// Each function is one piece of the right-looking algorithm, so that a caller may pause between them.
const NB: i32 = 64;

// Block step at `from`: factors the diagonal block and solves its row of blocks. Returns -1, or the index of the
// first pivot that is not positive and finite; the leading part before that index, and the column at it, are then R's.
export function choleskyPanel(d: i32, H: usize, from: i32): i32 {
  assert(from >= 0 && from < d && from % NB == 0);
  const stride = <usize>d << 3;
  const to = min(from + NB, d);
  for (let i = from; i < to; i++) {
    const row = H + <usize>i * stride;
    const pivot = load<f64>(row + (<usize>i << 3));
    if (!(pivot > 0 && pivot < Infinity)) return i;
    const root = sqrt(pivot);
    const inverse = 1 / root;
    store<f64>(row + (<usize>i << 3), root);
    for (let j = i + 1; j < to; j++) {
      store<f64>(row + (<usize>j << 3), load<f64>(row + (<usize>j << 3)) * inverse);
    }
    for (let k = i + 1; k < to; k++) {
      subtractRow(to - k, row + (<usize>k << 3), load<f64>(row + (<usize>k << 3)), H + <usize>k * stride + (<usize>k << 3));
    }
  }
  for (let j = to; j < d; j += 16) {
    if (j + 16 <= d) solveStrip(from, to, H, stride, j);
    else for (let c = j; c < d; c++) solveColumn(from, to, H, stride, c);
  }
  return -1;
}

// y <- y - t x over n doubles.
// @ts-ignore: decorator
@inline function subtractRow(n: i32, x: usize, t: f64, y: usize): void {
  const s = f64x2.splat(t);
  const end = y + (<usize>(n & ~1) << 3);
  while (y < end) {
    v128.store(y, nmadd(s, v128.load(x), v128.load(y)));
    x += 16;
    y += 16;
  }
  if (n & 1) store<f64>(y, load<f64>(y) - t * load<f64>(x));
}

// Rows from..to-1 of columns j..j+15 <- R_block^-T times themselves.
function solveStrip(from: i32, to: i32, H: usize, stride: usize, j: i32): void {
  const column = <usize>j << 3;
  for (let i = from; i < to; i++) {
    const y = H + <usize>i * stride + column;
    let a = v128.load(y), b = v128.load(y, 16), c = v128.load(y, 32), e = v128.load(y, 48);
    let f = v128.load(y, 64), g = v128.load(y, 80), h = v128.load(y, 96), l = v128.load(y, 112);
    let r = H + <usize>from * stride + (<usize>i << 3);
    let x = H + <usize>from * stride + column;
    for (; x < y; x += stride) {
      const s = v128.load_splat<f64>(r);
      a = nmadd(s, v128.load(x), a);
      b = nmadd(s, v128.load(x, 16), b);
      c = nmadd(s, v128.load(x, 32), c);
      e = nmadd(s, v128.load(x, 48), e);
      f = nmadd(s, v128.load(x, 64), f);
      g = nmadd(s, v128.load(x, 80), g);
      h = nmadd(s, v128.load(x, 96), h);
      l = nmadd(s, v128.load(x, 112), l);
      r += stride;
    }
    const t = f64x2.splat(1 / load<f64>(r));
    v128.store(y, f64x2.mul(a, t));
    v128.store(y, f64x2.mul(b, t), 16);
    v128.store(y, f64x2.mul(c, t), 32);
    v128.store(y, f64x2.mul(e, t), 48);
    v128.store(y, f64x2.mul(f, t), 64);
    v128.store(y, f64x2.mul(g, t), 80);
    v128.store(y, f64x2.mul(h, t), 96);
    v128.store(y, f64x2.mul(l, t), 112);
  }
}

// The same for one column.
function solveColumn(from: i32, to: i32, H: usize, stride: usize, j: i32): void {
  for (let i = from; i < to; i++) {
    const y = H + <usize>i * stride + (<usize>j << 3);
    let sum = load<f64>(y);
    let r = H + <usize>from * stride + (<usize>i << 3);
    for (let x = H + <usize>from * stride + (<usize>j << 3); x < y; x += stride) {
      sum -= load<f64>(r) * load<f64>(x);
      r += stride;
    }
    store<f64>(y, sum * (1 / load<f64>(r)));
  }
}

// Trailing update after the panel at `from`: H22 <- H22 - R12' R12, for its panel columns panelFrom..panelTo-1 of 4.
// `pack` as in denseGram with depth 64; it is filled when panelFrom is 0.
export function choleskyUpdate(d: i32, H: usize, from: i32, pack: usize, panelFrom: i32, panelTo: i32): void {
  const to = from + NB;
  if (to >= d) return;
  const columns = d - to;
  const stride = <usize>d << 3;
  const panels = (columns + 3) >> 2;
  const left = pack + 128;
  const right = left + <usize>panels * (NB << 5);
  if (panelFrom == 0) {
    let row = H + <usize>from * stride + (<usize>to << 3);
    for (let k = 0; k < NB; k += 4) {
      const at = <usize>k << 5;
      packFour(
        columns, row, row + stride, row + 2 * stride, row + 3 * stride, -1, -1, -1, -1, left + at, right + at, NB,
      );
      row += 4 * stride;
    }
  }
  gramTiles(NB, NB, columns, left, right, H + <usize>to * stride + (<usize>to << 3), stride, pack, panelFrom, min(panelTo, panels));
}
