import { philoxBlock, unit } from "../inline/philox";

// out_i <- standard normal double from the Philox block of counter (start + i, c1, c2, c3), i < n, by Box and Muller:
// sqrt(-2 ln(1 - u)) cos(2 pi v). Logarithm and cosine are compiled in, so the bits do not depend on the engine.
// `words` is scratch for 16 bytes.
export function normal(n: i32, k0: u32, k1: u32, start: u32, c1: u32, c2: u32, c3: u32, words: usize, out: usize): void {
  for (let i: u32 = 0; i < <u32>n; i++) {
    philoxBlock(k0, k1, start + i, c1, c2, c3, words);
    const radius = Math.sqrt(-2 * NativeMath.log(1 - unit(words)));
    store<f64>(out, radius * NativeMath.cos(6.283185307179586 * unit(words + 8)));
    out += 8;
  }
}
