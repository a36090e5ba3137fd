import { scatterAdd } from "../inline/scatterAdd";

// g <- g + A'y for `rows` rows of a CSR matrix; rows with y_i = 0 are skipped.
export function csrMultiplyTransposeAdd(rows: i32, indptr: usize, indices: usize, data: usize, y: usize, g: usize): void {
  let at = <usize>load<u32>(indptr);
  for (const end = y + (<usize>rows << 3); y < end; y += 8) {
    indptr += 4;
    const next = <usize>load<u32>(indptr);
    const t = load<f64>(y);
    if (t != 0) scatterAdd(next - at, indices + (at << 2), data + (at << 3), t, g);
    at = next;
  }
}
