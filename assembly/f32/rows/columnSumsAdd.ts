import { bytes } from "../inline/lanes";
import { addRows } from "../inline/rows";

// out <- out + sum_i Y_i over the rows of a rows x n array: the gradient of a bias.
export function columnSumsAdd(rows: i32, n: i32, Y: usize, out: usize): void {
  for (let i = 0; i < rows; i++) addRows(n, 1, Y + <usize>i * bytes(n), out);
}
