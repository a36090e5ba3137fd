import { philoxBlock } from "../inline/philox";

// Four u32 words at out <- Philox 4x32-10 of key (k0, k1) and counter (c0, c1, c2, c3).
export function philox(k0: u32, k1: u32, c0: u32, c1: u32, c2: u32, c3: u32, out: usize): void {
  philoxBlock(k0, k1, c0, c1, c2, c3, out);
}
