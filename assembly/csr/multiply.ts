import { gatherDot } from "../inline/gatherDot";

// z <- A x for `rows` rows of a CSR matrix (indptr counts entries from the start of indices and data).
export function csrMultiply(rows: i32, indptr: usize, indices: usize, data: usize, x: usize, z: usize): void {
  let at = <usize>load<u32>(indptr);
  for (const end = z + (<usize>rows << 3); z < end; z += 8) {
    indptr += 4;
    const next = <usize>load<u32>(indptr);
    store<f64>(z, gatherDot(next - at, indices + (at << 2), data + (at << 3), x));
    at = next;
  }
}
