import { beforeAll, describe, expect, it } from "vitest";
import { place } from "../../src/wasm/memory.js";
import { correlation, kolmogorovSmirnov, moment, normalCdf } from "../reference/statistics.js";

const N = 100_000;
// Each test is wrong about a true generator once in a million; the seeds are fixed, so a pass stays a pass.
const P = 1e-6;
/** |z| of a standard normal exceeds this with probability 1e-6. */
const Z = 4.8917;

const { kernels, parts } = place((arena) => ({ words: arena.i32(4), out: arena.f64(N) }));

function draws(
  kind: "uniform" | "normal",
  seed: number,
  draw = 0,
  iteration = 0,
  purpose = 0,
  start = 0,
): Float64Array {
  kernels.random[kind]({ seed, draw, iteration, purpose }, start, parts.words, parts.out);
  return parts.out.data.slice();
}

describe.each(["uniform", "normal"] as const)("%s", (kind) => {
  const cdf = kind === "uniform" ? (x: number) => x : normalCdf;
  let sample: Float64Array = new Float64Array(0);
  beforeAll(() => {
    sample = draws(kind, 2024);
  });

  it("passes the test of Kolmogorov and Smirnov", () => {
    expect(kolmogorovSmirnov(sample, cdf)).toBeGreaterThan(P);
    for (const seed of [0, 1, 2 ** 40 + 1])
      expect(kolmogorovSmirnov(draws(kind, seed, 3, 4, 5), cdf)).toBeGreaterThan(P);
  });

  it("is not correlated with its neighbours", () => {
    const bound = Z / Math.sqrt(N);
    for (const lag of [1, 2, 3, 4]) {
      expect(Math.abs(correlation(sample.subarray(lag), sample.subarray(0, N - lag))), `lag ${lag}`).toBeLessThan(
        bound,
      );
    }
    const others = [[2025], [2024 + 2 ** 32], [2024, 1], [2024, 0, 1], [2024, 0, 0, 1], [2024, 0, 0, 0, N]] as const;
    for (const [seed, ...rest] of others) {
      const other = draws(kind, seed, ...rest);
      expect(Math.abs(correlation(sample, other)), `counter ${seed}, ${rest}`).toBeLessThan(bound);
    }
  });

  it("does not repeat a draw", () => {
    // Among 1e5 draws of 53 bits two agree with probability 6e-7.
    expect(new Set(sample).size).toBe(N);
  });
});

describe("moments", () => {
  it("of uniform: mean 1/2, variance 1/12, inside [0, 1)", () => {
    const sample = draws("uniform", 7);
    expect(Math.abs(moment(sample, 1) - 1 / 2)).toBeLessThan(Z * Math.sqrt(1 / 12 / N));
    // The variance of (u - 1/2)^2 is 1/80 - 1/144.
    expect(Math.abs(moment(sample, 2, 0.5) - 1 / 12)).toBeLessThan(Z * Math.sqrt((1 / 80 - 1 / 144) / N));
    expect(sample.every((x) => x >= 0 && x < 1)).toBe(true);
  });

  it("of uniform: every one of the 53 bits is 1 half of the time", () => {
    const sample = draws("uniform", 8);
    for (let bit = 1; bit <= 53; bit++) {
      let ones = 0;
      for (const x of sample) ones += Math.floor(x * 2 ** bit) % 2;
      expect(Math.abs(ones - N / 2), `bit ${bit}`).toBeLessThan(Z * Math.sqrt(N / 4));
    }
  });

  it("of normal: 0, 1, 0, 3", () => {
    const sample = draws("normal", 9);
    // Var x^k = E x^2k - (E x^k)^2: 1, 2, 15, 96.
    expect(Math.abs(moment(sample, 1))).toBeLessThan(Z * Math.sqrt(1 / N));
    expect(Math.abs(moment(sample, 2) - 1)).toBeLessThan(Z * Math.sqrt(2 / N));
    expect(Math.abs(moment(sample, 3))).toBeLessThan(Z * Math.sqrt(15 / N));
    expect(Math.abs(moment(sample, 4) - 3)).toBeLessThan(Z * Math.sqrt(96 / N));
  });
});

describe("the statistics themselves", () => {
  it("know the normal distribution", () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(normalCdf(-4)).toBeCloseTo(3.167124183311992e-5, 14);
  });

  it("reject a sample that is slightly off", () => {
    const sample = draws("uniform", 10);
    expect(
      kolmogorovSmirnov(
        sample.map((x) => x ** 1.05),
        (x) => x,
      ),
    ).toBeLessThan(P);
    expect(
      kolmogorovSmirnov(
        draws("normal", 10).map((x) => x * 1.05),
        normalCdf,
      ),
    ).toBeLessThan(P);
  });
});
