import { describe, expect, it } from "vitest";
import type { Vector } from "../../src/wasm/memory.js";
import * as reference from "../reference/leastSquares.js";
import { equalsSums, sameBits, U } from "./support/check.js";
import { eachLengthIn, mixed } from "./support/lengths.js";
import { Sandbox, whole } from "./support/sandbox.js";
import { integers, type Random, reals, seeded } from "./support/seeded.js";

const box = new Sandbox(1 << 15);
const { leastSquares } = box.kernels;
const eachLength = eachLengthIn(box);

/** n weights, some of them 0 or -0. */
function weights(random: Random, n: number): Float64Array {
  return reals(random, n).map((x) => (random() < 0.3 ? (random() < 0.5 ? 0 : -0) : x));
}

/** Rows of weight 0 get a residual that is no number. */
function spoil(w: Float64Array, y: Float64Array): Float64Array {
  return y.map((x, i) => (w[i] === 0 ? [Number.NaN, Infinity, -Infinity, 1e300][i % 4] : x));
}

/** w with and without, b with and without: undefined stands for a vector of 1 or of 0. */
const CHOICES = [
  [true, true],
  [true, false],
  [false, true],
  [false, false],
];

describe("squares", () => {
  it("is the exact sum for integers", () => {
    eachLength((n, random, what) => {
      for (const [withW, withB] of CHOICES) {
        const w = box.vector(withW ? integers(random, n).map((x) => Math.abs(x) - 1) : new Float64Array(n).fill(1));
        const y = box.vector(spoil(w.data, integers(random, n)));
        const b = box.vector(withB ? integers(random, n) : new Float64Array(n));
        const call = () => leastSquares.squares(withW ? w : undefined, y, withB ? b : undefined);
        equalsSums(what, [box.run(what, [], call)], [reference.squares(w.data, y.data, b.data)]);
      }
    });
  });

  it("loses two roundings of the sum of its terms, however many", () => {
    eachLength((n, random, what) => {
      for (const [withW, withB] of CHOICES) {
        const w = box.vector(withW ? weights(random, n) : new Float64Array(n).fill(1));
        const y = box.vector(spoil(w.data, reals(random, n)));
        const b = box.vector(withB ? reals(random, n) : new Float64Array(n));
        const got = leastSquares.squares(withW ? w : undefined, y, withB ? b : undefined);
        const { value, size } = reference.squares(w.data, y.data, b.data);
        // The last sum rounds once, the sum of the rounding errors n times, but each of those is u of a partial sum.
        const bound = 2 * U * Math.abs(value) + 2 * (n * U) ** 2 * size;
        if (!(Math.abs(got - value) <= bound)) throw new Error(`${what}: ${got}, not ${value}`);
      }
    });
  });

  it("keeps small terms beside a large one at every position", () => {
    for (let n = 2; n <= 40; n++) {
      for (let large = 0; large < n; large++) {
        box.reset(n);
        const y = new Float64Array(n).fill(1);
        y[large] = 2 ** 30;
        // A plain sum would drop each 1 or round half of them up: 2^60 has a unit of 256.
        const w = box.vector([...new Float64Array(n).fill(1), -1]);
        const more = box.vector([...y, 2 ** 30]);
        expect(leastSquares.squares(w, more, undefined), `n = ${n}, entry ${large}`).toBe(n - 1);
      }
    }
  });

  it("leaves out rows of weight 0 at every position, whatever they hold", () => {
    for (let n = 1; n <= 20; n++) {
      for (let at = 0; at < n; at++) {
        for (const weight of [0, -0]) {
          for (const bad of [Infinity, -Infinity, Number.NaN, 1e300]) {
            box.reset(n);
            const [w, y] = [new Float64Array(n).fill(2), new Float64Array(n).fill(3)];
            [w[at], y[at]] = [weight, bad];
            expect(leastSquares.squares(box.vector(w), box.vector(y), undefined)).toBe(18 * (n - 1));
          }
        }
      }
    }
  });

  it("is not finite where a row of weight is not", () => {
    for (let n = 1; n <= 20; n++) {
      for (let at = 0; at < n; at++) {
        for (const bad of [Infinity, -Infinity, Number.NaN, 1e300]) {
          box.reset(n);
          const y = reals(seeded(n), n);
          y[at] = bad;
          expect(Number.isFinite(leastSquares.squares(undefined, box.vector(y), undefined))).toBe(false);
        }
      }
    }
  });
});

/** Weights of many kinds, or undefined and the ones that it stands for. */
function someWeights(random: Random, n: number): { w: Vector | undefined; data: Float64Array } {
  if (random() < 0.3) return { w: undefined, data: new Float64Array(n).fill(1) };
  const w = box.vector(random() < 0.5 ? weights(random, n) : mixed(random, n));
  return { w, data: w.data };
}

describe("slope", () => {
  it("has the bits of w s (y - b), 0 where w is", () => {
    eachLength((n, random, what) => {
      for (let repeat = 0; repeat < 3; repeat++) {
        const { w, data } = someWeights(random, n);
        const [s, b] = [box.vector(mixed(random, n)), box.vector(mixed(random, n))];
        const y = box.vector(spoil(data, mixed(random, n)));
        const out = box.vector(n);
        box.run(what, [whole(out)], () => leastSquares.slope(w, s, y, b, out));
        sameBits(what, out.data, reference.slope(data, s.data, y.data, b.data));
      }
    });
  });
});

describe("curvature", () => {
  it("has the bits of w (s^2 + (y - b) c), 0 where w is", () => {
    eachLength((n, random, what) => {
      for (let repeat = 0; repeat < 3; repeat++) {
        const { w, data } = someWeights(random, n);
        const [s, c, b] = [box.vector(mixed(random, n)), box.vector(mixed(random, n)), box.vector(mixed(random, n))];
        const y = box.vector(spoil(data, mixed(random, n)));
        const out = box.vector(n);
        box.run(what, [whole(out)], () => leastSquares.curvature(w, s, c, y, b, out));
        sameBits(what, out.data, reference.curvature(data, s.data, c.data, y.data, b.data));
      }
    });
  });
});
