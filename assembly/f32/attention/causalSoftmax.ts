import { bytes } from "../inline/lanes";
import { dotRows } from "../inline/rows";
import { softmaxRow, softmaxSlopeRow } from "../inline/softmaxRow";

// P_i <- softmax(S_i1 .. S_ii) and 0 after it, for every row of `count` T x T arrays, in place.
export function causalSoftmax(count: i32, T: i32, S: usize): void {
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < T; i++) {
      softmaxRow(i + 1, S, S);
      memory.fill(S + bytes(i + 1), 0, bytes(T - i - 1));
      S += bytes(T);
    }
  }
}

// dS_ij <- P_ij (D_ij - sum_(k <= i) P_ik D_ik) for j <= i, in place of D; entries above the diagonal are not touched.
export function causalSoftmaxBackward(count: i32, T: i32, P: usize, D: usize): void {
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < T; i++) {
      softmaxSlopeRow(i + 1, dotRows(i + 1, P, D), P, D, D);
      P += bytes(T);
      D += bytes(T);
    }
  }
}
