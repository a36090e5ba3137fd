import { bytes } from "../inline/lanes";
import { addRows } from "../inline/rows";

// Y_i <- Y_i + b for every row of a rows x n array: a bias where a sum is already there.
export function addRow(rows: i32, n: i32, b: usize, Y: usize): void {
  for (let i = 0; i < rows; i++) addRows(n, 1, b, Y + <usize>i * bytes(n));
}
