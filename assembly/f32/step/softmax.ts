import { bytes } from "../inline/lanes";
import { dotRows } from "../inline/rows";
import { softmaxRow, softmaxSlopeRow } from "../inline/softmaxRow";

// S_i <- softmax(X_i) for every row of a rows x n array; S may be X.
export function softmax(rows: i32, n: i32, X: usize, S: usize): void {
  for (let i: usize = 0; i < <usize>rows; i++) softmaxRow(n, X + i * bytes(n), S + i * bytes(n));
}

// D_i <- S_i o (D_i - S_i.D_i) for every row, in place: a gradient in S as one in X, S = softmax(X).
export function softmaxBackward(rows: i32, n: i32, S: usize, D: usize): void {
  for (let i: usize = 0; i < <usize>rows; i++) {
    const s = S + i * bytes(n), d = D + i * bytes(n);
    softmaxSlopeRow(n, dotRows(n, s, d), s, d, d);
  }
}
