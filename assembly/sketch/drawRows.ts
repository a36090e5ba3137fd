import { philoxBlock, unit } from "../inline/philox";

// list, weights <- the rows i = from..to-1 kept with probability p_i = min(1, c t_i), each with weight w_i / p_i, appended
// after the first `kept` entries. The coin of row i is the uniform double of the Philox block of counter (i, c1, c2, c3):
// it depends on i only, never on chunks. Rows with t_i = 0 or NaN are never kept. Returns the new number of entries,
// or capacity + 1 as soon as one more would be kept. t and w go by row; `words` is scratch for 16 bytes.
export function drawRows(
  from: i32, to: i32, k0: u32, k1: u32, c1: u32, c2: u32, c3: u32, t: usize, c: f64, w: usize,
  kept: i32, capacity: i32, list: usize, weights: usize, words: usize,
): i32 {
  for (let i = <usize>from; i < <usize>to; i++) {
    const p = c * load<f64>(t + (i << 3));
    if (!(p > 0)) continue;
    let weight = load<f64>(w + (i << 3));
    if (p < 1) {
      philoxBlock(k0, k1, <u32>i, c1, c2, c3, words);
      if (unit(words) >= p) continue;
      weight /= p;
    }
    if (kept >= capacity) return capacity + 1;
    store<u32>(list + (<usize>kept << 2), <u32>i);
    store<f64>(weights + (<usize>kept << 3), weight);
    kept++;
  }
  return kept;
}
