import { describe, expect, it } from "vitest";
import { lanczos } from "../../src/solver/lanczos.js";
import { logarithm } from "../../src/solver/logarithm.js";
import { spectralError } from "../../src/solver/samplingCertificate.js";
import { extremes, ritzRange } from "../../src/solver/tridiagonal.js";
import { drain } from "../../src/wasm/pace.js";
import { draws } from "../endToEnd/support.js";
import { eigenvalues, generalised } from "../sketch/support/linear.js";
import { symmetricWith, system } from "./systems.js";

describe("extremes of a tridiagonal matrix", () => {
  it.each([1, 2, 3, 10, 31, 100])("2 on the diagonal and -1 beside it: 2 - 2 cos(k pi / (n + 1)), n = %d", (n) => {
    const found = extremes(new Array(n).fill(2), new Array(n - 1).fill(1));
    // 60 halvings of an interval of 4.
    expect(found.least).toBeCloseTo(2 - 2 * Math.cos(Math.PI / (n + 1)), 14);
    expect(found.most).toBeCloseTo(2 - 2 * Math.cos((n * Math.PI) / (n + 1)), 14);
  });

  it("equal those by Jacobi's rotations, of any sign, seeds 1 to 50", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { normal } = draws(seed);
      const n = 1 + (seed % 12);
      const diagonal = Array.from({ length: n }, () => 3 * normal());
      const beside = Array.from({ length: n - 1 }, (_, k) => (k % 5 === 4 ? 0 : normal()));
      const T = new Float64Array(n * n);
      diagonal.forEach((v, k) => {
        T[k * (n + 1)] = v;
      });
      beside.forEach((v, k) => {
        T[k * n + k + 1] = v;
        T[(k + 1) * n + k] = v;
      });
      const want = eigenvalues(T, n);
      const { least, most } = extremes(
        diagonal,
        beside.map((v) => v * v),
      );
      expect(least).toBeCloseTo(want[0], 12);
      expect(most).toBeCloseTo(want[n - 1], 12);
    }
  });

  it("of nothing are 1 and 1", () => {
    expect(extremes([], [])).toEqual({ least: 1, most: 1 });
    expect(ritzRange([], [])).toEqual({ least: 1, most: 1 });
  });

  it("ritzRange makes the matrix of Lanczos from the steps of conjugate gradients", () => {
    // Two steps with alpha = 1/2, 1/4 and beta = 9/4: T = [2, 3; 3, 4 + 9/2], b0/a0^2 = 9.
    const { least, most } = ritzRange([0.5, 0.25], [2.25, 0]);
    const [trace, determinant] = [10.5, 2 * 8.5 - 9];
    const root = Math.sqrt(trace * trace - 4 * determinant);
    expect(least).toBeCloseTo((trace - root) / 2, 13);
    expect(most).toBeCloseTo((trace + root) / 2, 13);
  });
});

/** Lanczos on M^-1 H from a normal start. */
function measure(H: Float64Array, d: number, seed: number, most: number, M?: Float64Array) {
  const { session, apply, work, release, products } = system(H, new Float64Array(d).fill(3), M);
  const { normal } = draws(seed);
  work.residual.data.set(Float64Array.from({ length: d }, normal));
  const R = work.R.data.slice();
  const found = drain(lanczos(session, apply, work, most));
  expect(work.R.data.every((v, k) => v === R[k])).toBe(true);
  expect(work.g.data.every((v) => v === 3)).toBe(true);
  expect(products()).toBe(found.steps);
  release();
  return found;
}

describe("lanczos", () => {
  it("as many steps as dimensions give both ends of the spectrum, seeds 1 to 30", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const { uniform } = draws(seed);
      const d = 1 + (seed % 8);
      const spectrum = Array.from({ length: d }, () => 3 * uniform() - 1).sort((a, b) => a - b);
      const { least, most, steps } = measure(symmetricWith(spectrum, seed), d, seed, 12);
      expect(steps).toBe(d);
      expect(least, `seed ${seed}`).toBeCloseTo(spectrum[0], 9);
      expect(most, `seed ${seed}`).toBeCloseTo(spectrum[d - 1], 9);
    }
  });

  it("sees the spectrum of M^-1 H, not of H, seeds 1 to 20", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const d = 7;
      const H = symmetricWith([1, 2, 3, 4, 5, 6, 7], seed);
      const M = symmetricWith([0.1, 1, 1, 2, 10, 30, 100], seed + 100);
      const want = generalised(H, M, d);
      const { least, most } = measure(H, d, seed, 12, M);
      expect(least / want[0], `seed ${seed}`).toBeCloseTo(1, 7);
      expect(most / want[d - 1], `seed ${seed}`).toBeCloseTo(1, 7);
    }
  });

  it("ends where the Krylov space does: two eigenvalues take two steps", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const found = measure(symmetricWith([2, 2, 2, 5, 5, 5, 5, 5], seed), 8, seed, 12);
      expect(found.steps).toBe(2);
      expect(found.least).toBeCloseTo(2, 12);
      expect(found.most).toBeCloseTo(5, 12);
    }
    expect(measure(symmetricWith([3, 3, 3], 1), 3, 1, 12)).toMatchObject({ steps: 1 });
  });

  it("never leaves the spectrum; of a sample of 8 d rows, 8 steps come within 9 % of its ends and 12 within 4 % (60 seeds)", () => {
    // The law of Marchenko and Pastur with d/s = 1/8, at its quantiles; a normal start sees no more than the spectrum.
    const d = 200;
    const [low, high] = [(1 - Math.sqrt(1 / 8)) ** 2, (1 + Math.sqrt(1 / 8)) ** 2];
    const grid = Array.from({ length: 20_000 }, (_, k) => low + ((k + 0.5) / 20_000) * (high - low));
    const density = grid.map((x) => Math.sqrt((high - x) * (x - low)) / x);
    const whole = density.reduce((a, b) => a + b, 0);
    const spectrum = new Float64Array(d);
    let [sum, at] = [0, 0];
    grid.forEach((x, k) => {
      sum += density[k] / whole;
      if (at < d && sum >= (at + 0.5) / d) spectrum[at++] = x;
    });
    const mean = (steps: number): number => {
      let total = 0;
      for (let seed = 1; seed <= 60; seed++) {
        const { least, most } = measure(spectrum, d, seed, steps);
        expect(least).toBeGreaterThanOrEqual(spectrum[0] * (1 - 1e-12));
        expect(most).toBeLessThanOrEqual(spectrum[d - 1] * (1 + 1e-12));
        total += Math.max(least / spectrum[0] - 1, 1 - most / spectrum[d - 1]) / 60;
      }
      return total;
    };
    // Measured: 7.9 % and 3.3 %, the worse of both ends each time; SOLVER 5.4 says 6 % and 3 % of its samples.
    expect(mean(8)).toBeLessThan(0.09);
    expect(mean(12)).toBeLessThan(0.04);
  });
});

describe("logarithm", () => {
  it("is Math.log from 1 to 1e300, to 4 units in the last place, 20,000 values (seed 1)", () => {
    const { uniform } = draws(1);
    for (let k = 0; k < 20_000; k++) {
      const x = k % 2 === 0 ? 1 + uniform() : Math.exp(690 * uniform());
      const want = Math.log(x);
      // A few roundings of the series, of the sum with the halvings, and LN2's own error times their number.
      if (!(Math.abs(logarithm(x) - want) <= 4 * 2 ** -52 * want + 1e-17)) {
        throw new Error(`logarithm(${x}) = ${logarithm(x)}, not ${want}`);
      }
    }
  });

  it("is exact at 1, and right at the ends of its interval", () => {
    expect(logarithm(1)).toBe(0);
    for (const x of [1 + 2 ** -52, 1.5, 1.5 + 2 ** -52, 2, 3, 10, Number.MAX_VALUE]) {
      expect(logarithm(x) / Math.log(x)).toBeCloseTo(1, 15);
    }
  });
});

describe("spectralError", () => {
  it("is Kuczynski and Wozniakowski's formula", () => {
    const [d, steps, least, most] = [100, 20, 0.7, 1.4];
    const e = (Math.log((1.648 * Math.sqrt(d)) / 1e-3) / (2 * steps - 1)) ** 2;
    // Checked against the bound itself, at equality.
    expect(1.648 * Math.sqrt(d) * Math.exp(-Math.sqrt(e) * (2 * steps - 1))).toBeCloseTo(1e-3, 12);
    const top = most / (1 - e);
    const bottom = top - (top - least) / (1 - e);
    const found = spectralError({ least, most, steps }, d);
    expect(found.measured).toBeCloseTo(1 / 0.7 - 1, 14);
    expect(found.certified).toBeCloseTo(1 / bottom - 1, 12);
    expect(found).toMatchObject({ confidence: 0.999, steps: 20 });
  });

  it("measures whichever end is farther from 1: of u'Mu over u'Hu, so by 1 / theta", () => {
    const measured = (least: number, most: number): number => spectralError({ least, most, steps: 3 }, 3).measured;
    expect(measured(0.5, 1.1)).toBeCloseTo(1, 15);
    expect(measured(0.9, 5)).toBeCloseTo(0.8, 15);
    expect(measured(1.25, 2)).toBeCloseTo(0.5, 15);
  });

  it("certifies what it measured once the steps are as many as dimensions, and nothing where they are too few", () => {
    expect(spectralError({ least: 0.5, most: 2, steps: 5 }, 5).certified).toBe(1);
    expect(spectralError({ least: 0.5, most: 2, steps: 5 }, 6).certified).toBeNull();
    expect(spectralError({ least: 0.4, most: 2, steps: 12 }, 1000).certified).toBeNull();
  });

  it("the certified error is never below the true one, and comes down to it with the steps, seeds 1 to 100", () => {
    const d = 60;
    const { uniform } = draws(1);
    const spectrum = Float64Array.from({ length: d }, () => 0.8 + 0.5 * uniform()).sort();
    const truth = Math.max(1 / spectrum[0] - 1, 1 - 1 / spectrum[d - 1]);
    for (let seed = 1; seed <= 100; seed++) {
      const found = spectralError(measure(spectrum, d, seed, 20), d);
      expect(found.certified, `seed ${seed}`).not.toBeNull();
      expect(found.certified ?? 0).toBeGreaterThanOrEqual(truth);
      expect(found.measured).toBeLessThanOrEqual(truth + 1e-12);
      expect(found.certified ?? 9).toBeLessThan(3 * truth);
    }
  });
});
