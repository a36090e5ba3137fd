const MASK = 0xffffffffn;

/** Philox 4x32-10 as in the paper: round keys by adding the Weyl constants, each product split into halves. */
export function philox(key: readonly number[], counter: readonly number[]): number[] {
  let [x0, x1, x2, x3] = counter.map((c) => BigInt(c) & MASK);
  for (let round = 0n; round < 10n; round++) {
    const k0 = (BigInt(key[0]) + round * 0x9e3779b9n) & MASK;
    const k1 = (BigInt(key[1]) + round * 0xbb67ae85n) & MASK;
    const a = 0xd2511f53n * x0;
    const b = 0xcd9e8d57n * x2;
    [x0, x1, x2, x3] = [(b >> 32n) ^ x1 ^ k0, b & MASK, (a >> 32n) ^ x3 ^ k1, a & MASK];
  }
  return [x0, x1, x2, x3].map(Number);
}

/** The 53 high bits of two words as a double of [0, 1). */
function unit(high: number, low: number): number {
  return Number((BigInt(high >>> 5) << 26n) | BigInt(low >>> 6)) / 2 ** 53;
}

/** The uniform double of one block of four words */
export function uniform(words: readonly number[]): number {
  return unit(words[0], words[1]);
}

/** The standard normal double of one block of four words: Box and Muller's cosine */
export function normal(words: readonly number[]): number {
  return Math.sqrt(-2 * Math.log(1 - unit(words[0], words[1]))) * Math.cos(2 * Math.PI * unit(words[2], words[3]));
}
