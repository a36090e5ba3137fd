import { tile } from "../inline/gramTiles";
import { packColumns, packRows } from "../inline/packProduct";

// C <- C + s op(A) op(B), op(A) m x k, op(B) k x n, all row-major with the given doubles from a row to the next.
// `form` bit 0: A is kept transposed (k x m); bit 1: B is (n x k). `add` 0 clears C first. The same 4 x 4 tiles as the
// Gram; `pack` is workspace for 16 + (4 ceil(m/4) + 4 ceil(n/4)) depth doubles: `depth` rows of k are packed at a time.
export function denseProduct(
  m: i32, n: i32, k: i32, s: f64, form: i32, A: usize, aStride: i32, B: usize, bStride: i32, add: i32,
  C: usize, cStride: i32, depth: i32, pack: usize,
): void {
  assert(depth > 0);
  const aBytes = <usize>aStride << 3, bBytes = <usize>bStride << 3, cBytes = <usize>cStride << 3;
  const step = <usize>depth << 5;
  const left = pack + 128;
  const right = left + <usize>((m + 3) >> 2) * step;
  if (!add) for (let i = 0; i < m; i++) memory.fill(C + <usize>i * cBytes, 0, <usize>n << 3);
  for (let from = 0; from < k; from += depth) {
    const rows = min(depth, k - from);
    if (form & 1) packRows(m, rows, A + <usize>from * aBytes, aBytes, s, left, step);
    else packColumns(m, rows, A + (<usize>from << 3), aBytes, s, left, step);
    if (form & 2) packColumns(n, rows, B + (<usize>from << 3), bBytes, 1, right, step);
    else packRows(n, rows, B + <usize>from * bBytes, bBytes, 1, right, step);
    for (let i = 0; i < m; i += 4) {
      const l = left + <usize>(i >> 2) * step;
      const row = C + <usize>i * cBytes;
      for (let j = 0; j < n; j += 4) {
        const r = right + <usize>(j >> 2) * step;
        if (i + 4 <= m && j + 4 <= n) {
          tile(rows, l, r, row + (<usize>j << 3), cBytes);
        } else {
          memory.fill(pack, 0, 128);
          tile(rows, l, r, pack, 32);
          addEdge(min(4, m - i), min(4, n - j), pack, row + (<usize>j << 3), cBytes);
        }
      }
    }
  }
}

// The leading rows x columns part of a 4 x 4 tile added to C.
function addEdge(rows: i32, columns: i32, tile: usize, C: usize, width: usize): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const to = C + (<usize>j << 3);
      store<f64>(to, load<f64>(to) + load<f64>(tile + (<usize>((i << 2) + j) << 3)));
    }
    C += width;
  }
}
