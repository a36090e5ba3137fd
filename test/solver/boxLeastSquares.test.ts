import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxLeastSquares } from "../../src/solver/boxLeastSquares.js";
import { draws } from "../endToEnd/support.js";

const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  Array.from(x).reduce((sum, v, j) => sum + v * y[j], 0);
const vectors = (seed: number, count: number, d: number): Float64Array[] => {
  const { normal } = draws(seed);
  return Array.from({ length: count }, () => Float64Array.from({ length: d }, normal));
};

describe("boxLeastSquares", () => {
  it.each([1, Number.POSITIVE_INFINITY])(
    "meets the conditions of a minimum in 0..%s, whatever it is told to begin with",
    (upper) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 1e6 }),
          fc.integer({ min: 1, max: 12 }),
          fc.integer({ min: 1, max: 8 }),
          fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 8 }),
          (seed, k, d, begin) => {
            const [base, ...columns] = vectors(seed, k + 1, d);
            // Dependent and empty columns too.
            if (k > 2) columns[1] = columns[0].map((v) => 2 * v);
            if (k > 4) columns[3].fill(0);
            const guess = [...new Set(begin.filter((i) => i < k))];
            const { theta, free, residual } = boxLeastSquares(base, columns, guess, upper);
            base.forEach((b, j) => {
              const sum = columns.reduce((s, c, i) => s + theta[i] * c[j], b);
              expect(Math.abs(sum - residual[j])).toBeLessThan(1e-12 * (1 + Math.max(...theta)));
            });
            columns.forEach((column, i) => {
              const slope = dot(column, residual);
              expect(theta[i] >= 0 && theta[i] <= upper).toBe(true);
              if (theta[i] > 0) expect(slope).toBeLessThan(1e-9);
              if (theta[i] < upper) expect(slope).toBeGreaterThan(-1e-9);
            });
            expect(free.length).toBeLessThanOrEqual(d);
          },
        ),
        { numRuns: 400, seed: 7 },
      );
    },
  );

  it("gives the plain least squares where they lie inside", () => {
    const columns = [Float64Array.of(1, 0, 0), Float64Array.of(1, 1, 0)];
    const { theta, free, residual } = boxLeastSquares(Float64Array.of(-1, -0.25, 3), columns, []);
    expect([...theta]).toEqual([0.75, 0.25]);
    expect([...free].sort()).toEqual([0, 1]);
    expect([...residual]).toEqual([0, 0, 3]);
  });

  it("takes no columns", () => {
    expect([...boxLeastSquares(Float64Array.of(1, 2), [], []).residual]).toEqual([1, 2]);
  });
});
