import { philoxBlock, unit } from "../inline/philox";

// out_i <- uniform double of [0, 1) from the Philox block of counter (start + i, c1, c2, c3), i < n:
// each draw depends on its own index only, never on n or on order. `words` is scratch for 16 bytes.
export function uniform(n: i32, k0: u32, k1: u32, start: u32, c1: u32, c2: u32, c3: u32, words: usize, out: usize): void {
  for (let i: u32 = 0; i < <u32>n; i++) {
    philoxBlock(k0, k1, start + i, c1, c2, c3, words);
    store<f64>(out, unit(words));
    out += 8;
  }
}
