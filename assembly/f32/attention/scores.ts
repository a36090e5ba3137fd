import { bytes } from "../inline/lanes";
import { addRows, dotRows } from "../inline/rows";

// S_ij <- scale q_i.k_j for j <= i, per sequence and head. A row of qkv has 3 heads d reals, queries, keys, values, each
// head by head; S is sequences x heads x T x T. Entries above the diagonal are not touched.
export function attentionScores(sequences: i32, T: i32, heads: i32, d: i32, scale: real, qkv: usize, S: usize): void {
  const width = bytes(heads * d), row = bytes(3 * heads * d);
  for (let s = 0; s < sequences; s++) {
    for (let h = 0; h < heads; h++) {
      const q = qkv + bytes(h * d), k = q + width;
      for (let i = 0; i < T; i++) {
        for (let j = 0; j <= i; j++) {
          store<real>(S + bytes(j), scale * dotRows(d, q + <usize>i * row, k + <usize>j * row));
        }
        S += bytes(T);
      }
    }
    qkv += <usize>T * row;
  }
}

// dq_i <- scale sum_(j <= i) dS_ij k_j, dk_j <- scale sum_(i >= j) dS_ij q_i: written to dqkv, whose values stay.
export function attentionScoresBackward(
  sequences: i32, T: i32, heads: i32, d: i32, scale: real, qkv: usize, dS: usize, dqkv: usize,
): void {
  const width = bytes(heads * d), row = bytes(3 * heads * d);
  for (let s = 0; s < sequences; s++) {
    for (let i = 0; i < T; i++) memory.fill(dqkv + <usize>i * row, 0, 2 * width);
    for (let h = 0; h < heads; h++) {
      const q = qkv + bytes(h * d), k = q + width;
      const dq = dqkv + bytes(h * d), dk = dq + width;
      for (let i: usize = 0; i < <usize>T; i++) {
        for (let j: usize = 0; j <= i; j++) {
          const t: real = scale * load<real>(dS + bytes(<i32>j));
          addRows(d, t, k + j * row, dq + i * row);
          addRows(d, t, q + i * row, dk + j * row);
        }
        dS += bytes(T);
      }
    }
    qkv += <usize>T * row;
    dqkv += <usize>T * row;
  }
}
