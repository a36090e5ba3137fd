import { describe, expect, it } from "vitest";
import { place } from "../../src/wasm/memory.js";

const N = 100_000;
/** |z| of a standard normal exceeds this with probability 1e-6; the seeds are fixed, so a pass stays a pass. */
const Z = 4.8917;
/** Chi-square of 3 degrees of freedom exceeds this with probability 1e-6. */
const CHI3 = 30.665;

const { kernels, parts } = place((arena) => ({
  t: arena.f64(N),
  w: arena.f64(N),
  list: arena.i32(N),
  weights: arena.f64(N),
  words: arena.i32(4),
}));

/** Which rows are kept, and the sum of the weights, of a draw with the probabilities min(1, 3 t_i) and weights w_i. */
function draw(seed: number, t: (i: number) => number, w: (i: number) => number, index = 0) {
  parts.t.data.forEach((_, i, data) => {
    data[i] = t(i);
  });
  parts.w.data.forEach((_, i, data) => {
    data[i] = w(i);
  });
  const counter = { seed, draw: index, iteration: 4, purpose: 5 };
  const { list, weights, words } = parts;
  const count = kernels.sketch.drawRows(counter, parts.t, 3, parts.w, 0, N, 0, list, weights, words);
  const kept = new Uint8Array(N);
  let sum = 0;
  for (let k = 0; k < count; k++) {
    kept[list.data[k]]++;
    sum += weights.data[k];
  }
  return { kept, count, sum };
}

describe("drawRows", () => {
  it.each([1e-4, 0.01, 0.1, 1 / 3, 0.5, 0.9, 0.999])("keeps a row with probability %d", (p) => {
    for (const seed of [1, 2, 2 ** 40 + 3]) {
      const { count } = draw(
        seed,
        () => p / 3,
        () => 1,
      );
      expect(Math.abs(count - N * p)).toBeLessThan(Z * Math.sqrt(N * p * (1 - p)) + 1);
    }
  });

  it("keeps every row with its own probability", () => {
    // Row i has p = (i mod 10 + 1) / 10; those with p = 1 are always kept.
    for (const seed of [4, 5]) {
      const { kept } = draw(
        seed,
        (i) => ((i % 10) + 1) / 30,
        () => 1,
      );
      for (let k = 0; k < 10; k++) {
        const [n, p] = [N / 10, (k + 1) / 10];
        const count = kept.filter((x, i) => i % 10 === k && x === 1).length;
        expect(Math.abs(count - n * p), `p = ${p}`).toBeLessThan(Z * Math.sqrt(n * p * (1 - p)) + 1e-9);
      }
    }
  });

  it("estimates the sum of all weights without bias", () => {
    const p = (i: number): number => Math.min(1, 3 * (0.001 + (i % 97) / 200));
    const w = (i: number): number => ((i % 13) - 4) / 7;
    let [mean, variance] = [0, 0];
    for (let i = 0; i < N; i++) {
      mean += w(i);
      variance += w(i) ** 2 * (1 / p(i) - 1);
    }
    for (const seed of [6, 7, 8]) {
      const { sum } = draw(seed, (i) => p(i) / 3, w);
      expect(Math.abs(sum - mean)).toBeLessThan(Z * Math.sqrt(variance));
    }
  });

  it("keeps neighbours independently, and the rows of two draws", () => {
    const half = (seed: number, index: number): Uint8Array =>
      draw(
        seed,
        () => 1 / 6,
        () => 1,
        index,
      ).kept;
    const [first, second, third] = [half(9, 0), half(9, 1), half(10, 0)];
    const pairs = {
      neighbours: [...Array(N / 2).keys()].map((i) => 2 * first[2 * i] + first[2 * i + 1]),
      draws: [...first].map((x, i) => 2 * x + second[i]),
      seeds: [...first].map((x, i) => 2 * x + third[i]),
    };
    for (const [name, cells] of Object.entries(pairs)) {
      const expected = cells.length / 4;
      const chi = [0, 1, 2, 3].reduce(
        (sum, cell) => sum + (cells.filter((x) => x === cell).length - expected) ** 2 / expected,
        0,
      );
      expect(chi, name).toBeLessThan(CHI3);
    }
  });
});
