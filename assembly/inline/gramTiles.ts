import { madd } from "./madd";

// Packed panels for products L'R: panel p holds columns 4p..4p+3 of k rows, row after row (32 bytes each),
// columns beyond the last filled with zeros. The weight is folded into the left panels.

// Packs four rows at addresses r0..r3 as rows k..k+3 of both sets of panels of `depth` rows; weights w0..w3 on the left.
// @ts-ignore: decorator
@inline export function packFour(
  columns: i32, r0: usize, r1: usize, r2: usize, r3: usize, w0: f64, w1: f64, w2: f64, w3: f64,
  left: usize, right: usize, depth: usize,
): void {
  const s0 = f64x2.splat(w0), s1 = f64x2.splat(w1), s2 = f64x2.splat(w2), s3 = f64x2.splat(w3);
  const bytes = <usize>(columns & ~3) << 3;
  const step = depth << 5;
  for (let j: usize = 0; j < bytes; j += 32) {
    copyRow(r0 + j, s0, left, right, 0);
    copyRow(r1 + j, s1, left, right, 32);
    copyRow(r2 + j, s2, left, right, 64);
    copyRow(r3 + j, s3, left, right, 96);
    left += step;
    right += step;
  }
  const rest = columns & 3;
  if (rest) {
    copyRest(rest, r0 + bytes, w0, left, right);
    copyRest(rest, r1 + bytes, w1, left + 32, right + 32);
    copyRest(rest, r2 + bytes, w2, left + 64, right + 64);
    copyRest(rest, r3 + bytes, w3, left + 96, right + 96);
  }
}

// @ts-ignore: decorator
@inline function copyRow(from: usize, s: v128, left: usize, right: usize, at: usize): void {
  const a = v128.load(from), b = v128.load(from, 16);
  v128.store(right + at, a);
  v128.store(right + at, b, 16);
  v128.store(left + at, f64x2.mul(s, a));
  v128.store(left + at, f64x2.mul(s, b), 16);
}

function copyRest(rest: i32, from: usize, w: f64, left: usize, right: usize): void {
  for (let i = 0; i < 4; i++) {
    const a = i < rest ? load<f64>(from + (<usize>i << 3)) : 0;
    store<f64>(right + (<usize>i << 3), a);
    store<f64>(left + (<usize>i << 3), i < rest ? w * a : 0);
  }
}

// C <- C + L'R on one 4 x 4 tile at address C with `width` bytes a row; k rows of the panels at left and right.
// @ts-ignore: decorator
@inline export function tile(k: i32, left: usize, right: usize, C: usize, width: usize): void {
  let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  const end = left + (<usize>k << 5);
  while (left < end) {
    const r0 = v128.load(right), r1 = v128.load(right, 16);
    let l = v128.load_splat<f64>(left);
    a0 = madd(l, r0, a0);
    a1 = madd(l, r1, a1);
    l = v128.load_splat<f64>(left, 8);
    b0 = madd(l, r0, b0);
    b1 = madd(l, r1, b1);
    l = v128.load_splat<f64>(left, 16);
    c0 = madd(l, r0, c0);
    c1 = madd(l, r1, c1);
    l = v128.load_splat<f64>(left, 24);
    d0 = madd(l, r0, d0);
    d1 = madd(l, r1, d1);
    left += 32;
    right += 32;
  }
  addTo(C, a0, a1);
  C += width;
  addTo(C, b0, b1);
  C += width;
  addTo(C, c0, c1);
  C += width;
  addTo(C, d0, d1);
}

// @ts-ignore: decorator
@inline function addTo(C: usize, low: v128, high: v128): void {
  v128.store(C, f64x2.add(v128.load(C), low));
  v128.store(C, f64x2.add(v128.load(C, 16), high), 16);
}

// The upper triangle of H <- H + L'R for packed panels of k rows (room for `depth`): panel columns panelFrom..panelTo-1.
// H is row-major with `width` bytes a row; `scratch` holds 16 doubles for tiles that touch the diagonal or the edge.
export function gramTiles(
  k: i32, depth: usize, columns: i32, left: usize, right: usize, H: usize, width: usize, scratch: usize,
  panelFrom: i32, panelTo: i32,
): void {
  const step = depth << 5;
  // Four rows of H at a time: along a row its tiles are neighbours in memory.
  for (let i = 0; i < panelTo; i++) {
    const l = left + <usize>i * step;
    const rows = H + (<usize>i << 2) * width;
    const first = max(i, panelFrom);
    let r = right + <usize>first * step;
    for (let j = first; j < panelTo; j++) {
      if (i < j && (j << 2) + 4 <= columns) {
        tile(k, l, r, rows + (<usize>j << 5), width);
      } else {
        memory.fill(scratch, 0, 128);
        tile(k, l, r, scratch, 32);
        addCorner(i << 2, j << 2, columns, scratch, H, width);
      }
      r += step;
    }
  }
}

// Adds the part of a 4 x 4 tile with i <= j < columns to H.
function addCorner(iFrom: i32, jFrom: i32, columns: i32, tile: usize, H: usize, width: usize): void {
  const iTo = min(iFrom + 4, columns), jTo = min(jFrom + 4, columns);
  for (let i = iFrom; i < iTo; i++) {
    for (let j = max(i, jFrom); j < jTo; j++) {
      const to = H + <usize>i * width + (<usize>j << 3);
      store<f64>(to, load<f64>(to) + load<f64>(tile + (<usize>(((i - iFrom) << 2) + j - jFrom) << 3)));
    }
  }
}
