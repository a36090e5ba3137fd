import { bytes, LANES, madd } from "./lanes";

// Rows and columns of the tile of C that stays in registers: 4 x 2 vectors, eight sums.
// @ts-ignore: decorator
@inline export const ROWS: i32 = 4;
// @ts-ignore: decorator
@inline export const COLUMNS: i32 = 2 * LANES;

// C <- L'R (+ C where `add`) for k rows of two panels, L of ROWS columns and R of COLUMNS; `width` bytes a row of C.
export function gemmTile(k: i32, L: usize, R: usize, add: i32, C: usize, width: usize): void {
  let a0 = v128.splat<real>(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  const stop = R + (<usize>k << 5);
  const pairs = R + (<usize>(k & ~1) << 5);
  while (R < pairs) {
    let r0 = v128.load(R), r1 = v128.load(R, 16);
    let x = v128.load_splat<real>(L, 0);
    a0 = madd(x, r0, a0);
    a1 = madd(x, r1, a1);
    x = v128.load_splat<real>(L, sizeof<real>());
    b0 = madd(x, r0, b0);
    b1 = madd(x, r1, b1);
    x = v128.load_splat<real>(L, 2 * sizeof<real>());
    c0 = madd(x, r0, c0);
    c1 = madd(x, r1, c1);
    x = v128.load_splat<real>(L, 3 * sizeof<real>());
    d0 = madd(x, r0, d0);
    d1 = madd(x, r1, d1);
    r0 = v128.load(R, 32);
    r1 = v128.load(R, 48);
    x = v128.load_splat<real>(L, 4 * sizeof<real>());
    a0 = madd(x, r0, a0);
    a1 = madd(x, r1, a1);
    x = v128.load_splat<real>(L, 5 * sizeof<real>());
    b0 = madd(x, r0, b0);
    b1 = madd(x, r1, b1);
    x = v128.load_splat<real>(L, 6 * sizeof<real>());
    c0 = madd(x, r0, c0);
    c1 = madd(x, r1, c1);
    x = v128.load_splat<real>(L, 7 * sizeof<real>());
    d0 = madd(x, r0, d0);
    d1 = madd(x, r1, d1);
    L += 8 * sizeof<real>();
    R += 64;
  }
  if (R < stop) {
    const r0 = v128.load(R), r1 = v128.load(R, 16);
    let x = v128.load_splat<real>(L, 0);
    a0 = madd(x, r0, a0);
    a1 = madd(x, r1, a1);
    x = v128.load_splat<real>(L, sizeof<real>());
    b0 = madd(x, r0, b0);
    b1 = madd(x, r1, b1);
    x = v128.load_splat<real>(L, 2 * sizeof<real>());
    c0 = madd(x, r0, c0);
    c1 = madd(x, r1, c1);
    x = v128.load_splat<real>(L, 3 * sizeof<real>());
    d0 = madd(x, r0, d0);
    d1 = madd(x, r1, d1);
  }
  put(add, C, a0, a1);
  put(add, C + width, b0, b1);
  put(add, C + 2 * width, c0, c1);
  put(add, C + 3 * width, d0, d1);
}

// The same for a tile of which only rows x columns are in C: made at `tile`, then moved.
export function gemmEdge(
  rows: i32, columns: i32, k: i32, L: usize, R: usize, add: i32, C: usize, width: usize, tile: usize,
): void {
  gemmTile(k, L, R, 0, tile, bytes(COLUMNS));
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const to = C + bytes(j);
      const sum = load<real>(tile + bytes(i * COLUMNS + j));
      store<real>(to, add ? load<real>(to) + sum : sum);
    }
    C += width;
  }
}

// @ts-ignore: decorator
@inline function put(add: i32, at: usize, v0: v128, v1: v128): void {
  if (add) {
    v0 = v128.add<real>(v128.load(at), v0);
    v1 = v128.add<real>(v128.load(at, 16), v1);
  }
  v128.store(at, v0);
  v128.store(at, v1, 16);
}
