import { describe, expect, it } from "vitest";
import { type Definition, LOSSES, prepare } from "./support/losses.js";

/** -3, -2.75, ..., 10 and both sides of the branch of cosh at 4. */
const TARGETS = [...Array.from({ length: 53 }, (_, k) => -3 + k / 4), 4 - 1e-6, 4 + 1e-6, 3.9, 4.1];

/** inf over z of f'^2 + (f - b) f'': a grid of step 1/64 over -40..6, then golden sections about its lowest point. */
function infimum({ f, df, ddf }: Definition, b: number): number {
  const h = (z: number): number => df(z) ** 2 + (f(z) - b) * ddf(z);
  let best = -40;
  for (let z = -40; z <= 6; z += 1 / 64) if (h(z) < h(best)) best = z;
  let [left, right] = [best - 1 / 64, best + 1 / 64];
  const ratio = (Math.sqrt(5) - 1) / 2;
  for (let k = 0; k < 60; k++) {
    const [a, c] = [right - ratio * (right - left), left + ratio * (right - left)];
    if (h(a) < h(c)) right = c;
    else left = a;
  }
  return Math.min(h(best), h((left + right) / 2));
}

describe.each(LOSSES)("the convexity threshold of $name", (definition) => {
  const { link, paper } = definition;

  it("is minus the infimum of the curvature over all z, for b from -3 to 10", () => {
    for (const b of TARGETS) {
      const { loss } = prepare(link, [0], [b]);
      // A minimum is flat: an error of 1e-8 in z changes it by 1e-16 of terms up to b^2 = 100. Asymptotes: e^-40.
      expect(Math.abs(loss.convexityThreshold(0) + infimum(definition, b))).toBeLessThan(1e-13 * (1 + b * b));
    }
  });

  it("never asks for more than the paper does, and from b = 4 on for less than a third of its b^2 / 2", () => {
    for (const b of TARGETS) {
      const { loss } = prepare(link, [0], [b]);
      expect(loss.convexityThreshold(0)).toBeLessThanOrEqual(paper(b));
      if (b >= 4) expect(paper(b) - loss.convexityThreshold(0)).toBeGreaterThan((b * b) / 3);
    }
  });

  it("is what keeps the loss's own curvature from going below 0", () => {
    const z = Float64Array.from({ length: 4096 }, (_, k) => (k - 2048) / 400);
    for (const b of TARGETS) {
      const { loss, curvature } = prepare(link, z, new Float64Array(z.length).fill(b));
      const least = curvature().reduce((a, c) => Math.min(a, c));
      expect(least + loss.convexityThreshold(0)).toBeGreaterThan(-1e-13 * (1 + b * b));
    }
  });

  it("grows with the row's weight and is 0 for a row of weight 0", () => {
    const { loss } = prepare(link, [0, 0, 0], [7, 7, 7], [1, 2.5, 0]);
    expect(loss.convexityThreshold(1)).toBeCloseTo(2.5 * loss.convexityThreshold(0), 12);
    expect(Math.abs(loss.convexityThreshold(2))).toBe(0);
  });
});
