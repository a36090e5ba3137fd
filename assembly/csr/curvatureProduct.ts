import { gatherDot } from "../inline/gatherDot";
import { scatterAdd } from "../inline/scatterAdd";

// z <- A v and hv <- hv + A'(w.z) in one pass over `rows` rows of a CSR matrix.
export function csrCurvatureProduct(
  rows: i32, indptr: usize, indices: usize, data: usize, w: usize, v: usize, hv: usize, z: usize,
): void {
  let at = <usize>load<u32>(indptr);
  for (const end = w + (<usize>rows << 3); w < end; w += 8) {
    indptr += 4;
    const next = <usize>load<u32>(indptr);
    const n = next - at, i = indices + (at << 2), a = data + (at << 3);
    const dot = gatherDot(n, i, a, v);
    store<f64>(z, dot);
    z += 8;
    const t = load<f64>(w) * dot;
    if (t != 0) scatterAdd(n, i, a, t, hv);
    at = next;
  }
}
