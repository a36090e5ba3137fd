import { describe, expect, it } from "vitest";
import { integer, type Random, seeded } from "../kernels/support/seeded.js";
import { LOSSES, prepare } from "./support/losses.js";

const N = 999;

interface Data {
  readonly z: Float64Array;
  readonly b: Float64Array;
  readonly weights: Float64Array;
}

/** Points of both signs up to 5, targets up to 20, weights of which every fifth is 0. */
function draw(random: Random): Data {
  return {
    z: Float64Array.from({ length: N }, () => 10 * random() - 5),
    b: Float64Array.from({ length: N }, () => 40 * random() - 20),
    weights: Float64Array.from({ length: N }, () => (integer(random, 0, 4) === 0 ? 0 : 3 * random())),
  };
}

// The kernels' and the host's functions are within an ulp or two of the truth, a formula adds a few roundings: together
// below 1e-14 of the size of the terms. Of their difference, which may cancel, it can be more.
const CLOSE = 1e-14;

/** Fails unless got_i is within CLOSE of the size of want_i's terms. */
function close(got: ArrayLike<number>, want: (i: number) => number, size: (i: number) => number): void {
  expect(got.length).toBe(N);
  for (let i = 0; i < N; i++) {
    const error = Math.abs(got[i] - want(i));
    if (!(error <= CLOSE * size(i))) throw new Error(`entry ${i} is ${got[i]}, not ${want(i)} within ${size(i)} e-14`);
  }
}

describe.each(LOSSES)("$name", ({ link, f, df, ddf }) => {
  describe.each([
    ["with random weights, some 0", true],
    ["without weights", false],
  ])("%s (seed 51)", (_name, weighted) => {
    const { z, b, weights: given } = draw(seeded(51));
    const at = prepare(link, z, b, weighted ? given : undefined);
    const weight = (i: number): number => (weighted ? given[i] : 1);
    const terms = (i: number): number => Math.abs(f(z[i])) + Math.abs(b[i]);

    it("predict is f(z)", () => {
      close(
        at.predict(),
        (i) => f(z[i]),
        (i) => Math.abs(f(z[i])),
      );
    });

    it("the slope is weights f' (f - b)", () => {
      const want = (i: number): number => weight(i) * df(z[i]) * (f(z[i]) - b[i]);
      close(at.slope(), want, (i) => weight(i) * Math.abs(df(z[i])) * terms(i));
    });

    it("the slope's size is weights |f'| (|f| + |b|)", () => {
      const want = (i: number): number => weight(i) * Math.abs(df(z[i])) * terms(i);
      close(at.slopeSize(), want, want);
    });

    it("the curvature is weights (f'^2 + (f - b) f'')", () => {
      const want = (i: number): number => weight(i) * (df(z[i]) ** 2 + (f(z[i]) - b[i]) * ddf(z[i]));
      close(at.curvature(), want, (i) => weight(i) * (df(z[i]) ** 2 + terms(i) * Math.abs(ddf(z[i]))));
    });

    it("the residual is sqrt(weights) (f - b), its slope sqrt(weights) f'", () => {
      const root = (i: number): number => Math.sqrt(weight(i));
      close(
        at.residual(),
        (i) => root(i) * (f(z[i]) - b[i]),
        (i) => root(i) * terms(i),
      );
      close(
        at.residualSlope(),
        (i) => root(i) * df(z[i]),
        (i) => root(i) * Math.abs(df(z[i])),
      );
    });

    it("the value is half the sum of weights (f - b)^2, and half the squared residual", () => {
      let value = 0;
      let size = 0;
      let targets = 0;
      for (let i = 0; i < N; i++) {
        value += 0.5 * weight(i) * (f(z[i]) - b[i]) ** 2;
        size += 0.5 * weight(i) * terms(i) ** 2;
        targets += 0.5 * weight(i) * b[i] ** 2;
      }
      // The naive sum of N terms is the less accurate one: N roundings.
      expect(Math.abs(at.value() - value)).toBeLessThan((CLOSE + N * 2 ** -53) * size);
      const half = 0.5 * at.residual().reduce((sum, r) => sum + r * r, 0);
      expect(Math.abs(at.value() - half)).toBeLessThan((CLOSE + N * 2 ** -53) * size);
      expect(Math.abs(at.loss.targetSize / targets - 1)).toBeLessThan(N * 2 ** -52);
    });
  });

  it("slope and curvature are the derivatives of value and slope (seed 52)", () => {
    const { z, b, weights } = draw(seeded(52));
    const { slope, curvature, residualSlope } = prepare(link, z, b, weights);
    const h = 2 ** -7;
    // Values of the single rows: row i alone has a weight.
    const squares = (t: number): Float64Array =>
      prepare(
        link,
        z.map((v) => v + t),
        b,
        weights,
      )
        .residual()
        .map((r) => 0.5 * r * r);
    const found = [
      [slope(), differences(squares, h)],
      [
        curvature(),
        differences(
          (t) =>
            prepare(
              link,
              z.map((v) => v + t),
              b,
              weights,
            ).slope(),
          h,
        ),
      ],
      [
        residualSlope(),
        differences(
          (t) =>
            prepare(
              link,
              z.map((v) => v + t),
              b,
              weights,
            ).residual(),
          h,
        ),
      ],
    ];
    for (const [got, want] of found) {
      for (let i = 0; i < N; i++) {
        // Truncation h^4 f^(5) / 480 of functions that grow like e^2z (2^5 e^2z), rounding 2^-52 / h: below 1e-8 of size.
        const size = (1 + weights[i]) * (Math.exp(2 * Math.abs(z[i])) + Math.abs(b[i]) * Math.exp(Math.abs(z[i])));
        expect(Math.abs(got[i] - want[i]) / (size + b[i] * b[i])).toBeLessThan(1e-8);
      }
    }
  });

  it("rows of weight 0 give 0, also where f overflows", () => {
    const at = prepare(link, [800, 1, 800, -800], [1, 2, 3, 4], [0, 2, 0, 0]);
    expect(at.value()).toBeCloseTo((f(1) - 2) ** 2, 13);
    for (const out of [at.slope(), at.slopeSize(), at.curvature(), at.residual(), at.residualSlope()]) {
      expect([out[0], out[2], out[3]]).toEqual([0, 0, 0]);
      expect(Math.abs(out[1])).toBeGreaterThan(0);
    }
  });
});

/** f'(0) for each entry by central differences at h and h/2, extrapolated once. */
function differences(f: (t: number) => Float64Array, h: number): Float64Array {
  const central = (t: number): Float64Array => {
    const [up, down] = [f(t), f(-t)];
    return up.map((v, i) => (v - down[i]) / (2 * t));
  };
  const coarse = central(h);
  return central(h / 2).map((fine, i) => (4 * fine - coarse[i]) / 3);
}
