import { COLUMNS, gemmEdge, gemmTile, ROWS } from "./inline/gemmTile";
import { bytes } from "./inline/lanes";
import { copyPanels, turnPanels } from "./inline/packPanels";

// C <- op(A) op(B), or C + that where `add`; op(A) is m x k, op(B) k x n, row-major with the given reals from a row to the
// next. `form` bit 0: A is kept transposed (k x m); bit 1: B is (n x k). Blocks of mBlock rows (a multiple of 4),
// nBlock columns (a multiple of 8) and `depth` terms are packed in turn; `pack` is workspace for
// 32 + (mBlock + nBlock) depth reals. Each entry's terms are added in the same order whatever m and n are.
export function gemm(
  m: i32, n: i32, k: i32, form: i32, A: usize, aStride: i32, B: usize, bStride: i32, add: i32,
  C: usize, cStride: i32, mBlock: i32, nBlock: i32, depth: i32, pack: usize,
): void {
  const aBytes = bytes(aStride), bBytes = bytes(bStride), cBytes = bytes(cStride);
  const left = pack + bytes(32);
  const right = left + <usize>mBlock * bytes(depth);
  if (k == 0 && !add) for (let i = 0; i < m; i++) memory.fill(C + <usize>i * cBytes, 0, bytes(n));
  for (let j = 0; j < n; j += nBlock) {
    const columns = min(nBlock, n - j);
    for (let from = 0; from < k; from += depth) {
      const terms = min(depth, k - from);
      if (form & 2) turnPanels(COLUMNS, columns, terms, B + <usize>j * bBytes + bytes(from), bBytes, right, <usize>COLUMNS * bytes(terms));
      else copyPanels(COLUMNS, columns, terms, B + <usize>from * bBytes + bytes(j), bBytes, right, <usize>COLUMNS * bytes(terms));
      for (let i = 0; i < m; i += mBlock) {
        const rows = min(mBlock, m - i);
        if (form & 1) copyPanels(ROWS, rows, terms, A + <usize>from * aBytes + bytes(i), aBytes, left, <usize>ROWS * bytes(terms));
        else turnPanels(ROWS, rows, terms, A + <usize>i * aBytes + bytes(from), aBytes, left, <usize>ROWS * bytes(terms));
        block(rows, columns, terms, left, right, add | from, C + <usize>i * cBytes + bytes(j), cBytes, pack);
      }
    }
  }
}

// C <- L'R (+ C where `add`) for packed panels of `terms` rows.
function block(rows: i32, columns: i32, terms: i32, left: usize, right: usize, add: i32, C: usize, width: usize, tile: usize): void {
  for (let j = 0; j < columns; j += COLUMNS) {
    const r = right + <usize>j * bytes(terms);
    for (let i = 0; i < rows; i += ROWS) {
      const l = left + <usize>i * bytes(terms);
      const at = C + <usize>i * width + bytes(j);
      if (i + ROWS <= rows && j + COLUMNS <= columns) gemmTile(terms, l, r, add, at, width);
      else gemmEdge(min(ROWS, rows - i), min(COLUMNS, columns - j), terms, l, r, add, at, width, tile);
    }
  }
}
