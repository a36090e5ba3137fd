/** A seeded stream of doubles in [0, 1): mulberry32, unrelated to the generator under test. */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An integer of from..to, both included. */
export function integer(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

/** n doubles of both signs over sixteen binades with full significands: sums of them round at every step. */
export function reals(random: Random, n: number): Float64Array {
  return Float64Array.from({ length: n }, () => (random() - 0.5 + random() * 2 ** -32) * 2 ** integer(random, -8, 8));
}

/** n small integers: every sum of their products is exact in any order, so results must match bit for bit. */
export function integers(random: Random, n: number, size = 8): Float64Array {
  return Float64Array.from({ length: n }, () => integer(random, -size, size));
}
