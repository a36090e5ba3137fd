import { bytes } from "../inline/lanes";
import { addRows, dotRows } from "../inline/rows";

// y_i <- sum_(j <= i) P_ij v_j, per sequence and head; qkv and P as in attentionScores, a row of y has heads d reals.
export function attentionMix(sequences: i32, T: i32, heads: i32, d: i32, P: usize, qkv: usize, y: usize): void {
  const width = bytes(heads * d), row = bytes(3 * heads * d);
  for (let s = 0; s < sequences; s++) {
    memory.fill(y, 0, <usize>T * width);
    for (let h = 0; h < heads; h++) {
      const v = qkv + 2 * width + bytes(h * d), to = y + bytes(h * d);
      for (let i: usize = 0; i < <usize>T; i++) {
        for (let j: usize = 0; j <= i; j++) addRows(d, load<real>(P + bytes(<i32>j)), v + j * row, to + i * width);
        P += bytes(T);
      }
    }
    qkv += <usize>T * row;
    y += <usize>T * width;
  }
}

// dP_ij <- dy_i.v_j for j <= i, dv_j <- sum_(i >= j) P_ij dy_i: written to dqkv, whose queries and keys stay.
export function attentionMixBackward(
  sequences: i32, T: i32, heads: i32, d: i32, P: usize, qkv: usize, dy: usize, dP: usize, dqkv: usize,
): void {
  const width = bytes(heads * d), row = bytes(3 * heads * d);
  for (let s = 0; s < sequences; s++) {
    for (let i = 0; i < T; i++) memory.fill(dqkv + <usize>i * row + 2 * width, 0, width);
    for (let h = 0; h < heads; h++) {
      const v = qkv + 2 * width + bytes(h * d), dv = dqkv + 2 * width + bytes(h * d), from = dy + bytes(h * d);
      for (let i: usize = 0; i < <usize>T; i++) {
        for (let j: usize = 0; j <= i; j++) {
          store<real>(dP + bytes(<i32>j), dotRows(d, from + i * width, v + j * row));
          addRows(d, load<real>(P + bytes(<i32>j)), from + i * width, dv + j * row);
        }
        P += bytes(T);
        dP += bytes(T);
      }
    }
    qkv += <usize>T * row;
    dqkv += <usize>T * row;
    dy += <usize>T * width;
  }
}
