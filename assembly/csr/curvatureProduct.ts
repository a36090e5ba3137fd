import { gatherDot } from "../inline/gatherDot";
import { scatterAdd } from "../inline/scatterAdd";

// hv <- hv + A'(w.(A v)) in one pass over `rows` rows of a CSR matrix.
export function csrCurvatureProduct(rows: i32, indptr: usize, indices: usize, data: usize, w: usize, v: usize, hv: usize): void {
  let at = <usize>load<u32>(indptr);
  for (const end = w + (<usize>rows << 3); w < end; w += 8) {
    indptr += 4;
    const next = <usize>load<u32>(indptr);
    const n = next - at, i = indices + (at << 2), a = data + (at << 3);
    const t = load<f64>(w) * gatherDot(n, i, a, v);
    if (t != 0) scatterAdd(n, i, a, t, hv);
    at = next;
  }
}
