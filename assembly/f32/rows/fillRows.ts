import { bytes } from "../inline/lanes";

// Y_i <- b for every row of a rows x n array: a linear layer's bias, to which its product is added.
export function fillRows(rows: i32, n: i32, b: usize, Y: usize): void {
  for (let i = 0; i < rows; i++) memory.copy(Y + <usize>i * bytes(n), b, bytes(n));
}
