// Philox 4x32-10 (Salmon, Moraes, Dror, Shaw 2011): ten rounds of a keyed bijection of a 128-bit counter.
const M0: u64 = 0xd2511f53;
const M1: u64 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;

// Writes the block of key (k0, k1) and counter (c0, c1, c2, c3) to four u32 at `out`.
// @ts-ignore: decorator
@inline export function philoxBlock(k0: u32, k1: u32, c0: u32, c1: u32, c2: u32, c3: u32, out: usize): void {
  for (let round = 0; round < 10; round++) {
    const p0 = M0 * <u64>c0;
    const p1 = M1 * <u64>c2;
    c0 = <u32>(p1 >> 32) ^ c1 ^ k0;
    c2 = <u32>(p0 >> 32) ^ c3 ^ k1;
    c1 = <u32>p1;
    c3 = <u32>p0;
    k0 += W0;
    k1 += W1;
  }
  store<u32>(out, c0);
  store<u32>(out, c1, 4);
  store<u32>(out, c2, 8);
  store<u32>(out, c3, 12);
}

// A double of [0, 1) with 53 random bits from the two words at `at`.
// @ts-ignore: decorator
@inline export function unit(at: usize): f64 {
  return (<f64>(load<u32>(at) >> 5) * 67108864.0 + <f64>(load<u32>(at, 4) >> 6)) * 1.1102230246251565e-16;
}
