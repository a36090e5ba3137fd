import type { TwoLayer } from "./twoLayer.js";

/** Seeded uniform and normal draws (mulberry32, Box and Muller). */
export function draws(seed: number) {
  let state = seed | 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** Instance `seed` of the thousand: normal A1 (n x d) and A2 (m x n), b a softmax of 2 normals, one w. */
export function instance(seed: number, n = 12, d = 3, m = 5, w = 0.3): TwoLayer {
  const { normal } = draws(1000 + seed);
  const block = (rows: number, columns: number): number[][] =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, normal));
  const A1 = block(n, d);
  const A2 = block(m, n);
  const e = Array.from({ length: m }, () => Math.exp(2 * normal()));
  const sum = e.reduce((a, b) => a + b, 0);
  return { A1, A2, b: e.map((v) => v / sum), w };
}
