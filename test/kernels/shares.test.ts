import { describe, expect, it } from "vitest";
import { ulpError } from "../reference/exact.js";
import * as reference from "../reference/shares.js";
import { Sum } from "../reference/sum.js";
import { sameBits, withinSums } from "./support/check.js";
import { eachLengthIn } from "./support/lengths.js";
import { Sandbox, whole } from "./support/sandbox.js";
import { reals } from "./support/seeded.js";

const box = new Sandbox(1 << 14);
const { shares } = box.kernels;
const eachLength = eachLengthIn(box);

describe("expShifted", () => {
  it("is e^(x - shift) within an ulp, its sum returned, also in place", () => {
    eachLength((n, random, what) => {
      const x = box.vector(reals(random, n).map((v) => (v * 720) / 128));
      const out = box.vector(n);
      const shift = n > 0 ? Math.max(...x.data) : 0;
      const want = reference.expShifted(x.data, shift);
      const sum = box.run(what, [whole(out)], () => shares.expShifted(x, shift, out));
      want.forEach((exact, i) => {
        const error = ulpError(out.data[i], exact);
        if (!(error <= 1)) throw new Error(`${what}: ${out.data[i]} is off by ${error} ulp`);
      });
      withinSums(what, [sum], [out.data.reduce((total, v) => total.add(v), new Sum())]);
      const again = box.run(what, [whole(x)], () => shares.expShifted(x, shift, x));
      sameBits(what, x.data, out.data);
      expect(again).toBe(sum);
    });
  });

  it("is 1 at the shift itself, however large, and 0 far below it", () => {
    const out = box.vector(3);
    expect(shares.expShifted(box.vector([1e300, -1e300, 1e300]), 1e300, out)).toBe(2);
    expect([...out.data]).toEqual([1, 0, 1]);
  });
});

describe("shares", () => {
  it("divides by the total, and sums f (f - b) and f^2", () => {
    eachLength((n, random, what) => {
      const [f, b, out] = [box.vector(reals(random, n)), box.vector(reals(random, n)), box.vector(2)];
      const { divided, mean, square } = reference.shares(3.7, f.data, b.data);
      box.run(what, [whole(f), whole(out)], () => shares.shares(3.7, f, b, out));
      sameBits(what, f.data, divided);
      withinSums(what, out.data, [mean, square], 2);
    });
  });
});

/** Every entry of a formula by its bits, and the sum that is returned. */
function entriesAndSum(kernel: typeof shares.sharesSlope, formula: typeof reference.sharesSlope): void {
  eachLength((n, random, what) => {
    const [f, b, out] = [box.vector(reals(random, n)), box.vector(reals(random, n)), box.vector(n)];
    const want = formula(f.data, b.data, 0.3);
    const sum = box.run(what, [whole(out)], () => kernel(f, b, 0.3, out));
    sameBits(what, out.data, want);
    withinSums(what, [sum], [want.reduce((total, v) => total.add(v), new Sum())]);
  });
}

describe("sharesSlope", () => {
  it("is f (f - b - t), its sum returned", () => {
    entriesAndSum(shares.sharesSlope, reference.sharesSlope);
  });
});

describe("sharesCurvature", () => {
  it("is f (f + (f - b - t)), its sum returned", () => {
    entriesAndSum(shares.sharesCurvature, reference.sharesCurvature);
  });
});
