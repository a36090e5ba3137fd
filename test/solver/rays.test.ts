import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { steepestRay, type Vertex } from "../../src/solver/rays.js";
import { draws } from "../endToEnd/support.js";

const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  Array.from(x).reduce((sum, v, j) => sum + v * y[j], 0);
const slopeOf = ({ g, rows, gamma }: Vertex, p: ArrayLike<number>): number =>
  rows.reduce((sum, row, i) => sum + gamma[i] * Math.max(dot(row, p), 0), dot(g, p));

describe("steepestRay", () => {
  it("has the sign of the least slope over all directions, and the slope it says", () => {
    let [down, up] = [0, 0];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        (seed, k, d) => {
          const { normal, uniform } = draws(seed);
          const rows = Array.from({ length: k }, () => Float64Array.from({ length: d }, normal));
          if (k > 3) rows[2] = rows[0].map((v) => -v);
          const gamma = rows.map(() => uniform() - 0.25);
          // g in the span: each row half way.
          const g = new Float64Array(d);
          for (let i = 0; i < k; i++) for (let j = 0; j < d; j++) g[j] -= 0.5 * gamma[i] * rows[i][j];
          const found = steepestRay({ g, rows, gamma });
          if (!found || found === "tooMany") throw new Error("a ray was to be had");
          expect(Math.abs(dot(found.direction, found.direction) - 1)).toBeLessThan(1e-12);
          expect(Math.abs(slopeOf({ g, rows, gamma }, found.direction) - found.slope)).toBeLessThan(1e-10);
          let least = Number.POSITIVE_INFINITY;
          for (let trial = 0; trial < 300; trial++) {
            const p = Float64Array.from({ length: d }, normal);
            const inSpan = rows.some((row) => Math.abs(dot(row, p)) > 1e-9);
            if (inSpan) least = Math.min(least, slopeOf({ g, rows, gamma }, p) / Math.sqrt(dot(p, p)));
          }
          // Where random directions find a descent, the rays must.
          if (least < -1e-9) expect(found.slope).toBeLessThan(0);
          if (found.slope < 0) down++;
          else up++;
        },
      ),
      { numRuns: 200, seed: 3 },
    );
    expect(Math.min(down, up)).toBeGreaterThan(10);
  });

  it("knows none where there are no rows, and says when there are too many", () => {
    expect(steepestRay({ g: Float64Array.of(1), rows: [], gamma: [] })).toBeUndefined();
    const { normal } = draws(1);
    const rows = Array.from({ length: 200 }, () => Float64Array.from({ length: 6 }, normal));
    expect(steepestRay({ g: new Float64Array(6), rows, gamma: rows.map(() => 1) })).toBe("tooMany");
  });
});
