import { describe, expect, it } from "vitest";
import { svd } from "../../src/matrix/svd.js";
import { reals, seeded } from "../kernels/support/seeded.js";

const SHAPES = [
  [1, 1],
  [1, 5],
  [5, 1],
  [4, 4],
  [9, 4],
  [4, 9],
  [30, 17],
];

/** X'Y of the columns of two row-major arrays of `columns` columns. */
function gram(columns: number, X: Float64Array): number[] {
  const rows = X.length / columns;
  return Array.from({ length: columns * columns }, (_, e) => {
    const [a, b] = [Math.floor(e / columns), e % columns];
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += X[i * columns + a] * X[i * columns + b];
    return sum;
  });
}

describe("svd", () => {
  it.each(SHAPES)("%d x %d: A = U diag(s) V' with orthonormal columns, values falling", (rows, columns) => {
    for (let seed = 1; seed <= 5; seed++) {
      const A = reals(seeded(seed), rows * columns);
      const { s, U, V } = svd(rows, columns, A);
      const r = Math.min(rows, columns);
      expect(s.length).toBe(r);
      for (let k = 1; k < r; k++) expect(s[k]).toBeLessThanOrEqual(s[k - 1]);
      for (const X of [U, V]) {
        gram(r, X).forEach((v, e) => {
          expect(Math.abs(v - (e % (r + 1) === 0 ? 1 : 0))).toBeLessThan(1e-13);
        });
      }
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < r; k++) sum += U[i * r + k] * s[k] * V[j * r + k];
          expect(Math.abs(sum - A[i * columns + j])).toBeLessThan(1e-13 * s[0]);
        }
      }
    }
  });

  it("a 2 x 2 by hand", () => {
    // A'A = [[25, 20], [20, 25]]: eigenvalues 45 and 5.
    const { s } = svd(2, 2, [3, 0, 4, 5]);
    expect(s[0]).toBeCloseTo(Math.sqrt(45), 14);
    expect(s[1]).toBeCloseTo(Math.sqrt(5), 14);
  });

  it("small values keep their digits where columns are graded", () => {
    // Columns of an orthogonal matrix times 1, 1e-8, 1e-16 have these for singular values.
    const q = [2 / 3, -2 / 3, 1 / 3, 1 / 3, 2 / 3, 2 / 3, 2 / 3, 1 / 3, -2 / 3];
    const { s } = svd(
      3,
      3,
      q.map((v, e) => v * [1, 1e-8, 1e-16][e % 3]),
    );
    [1, 1e-8, 1e-16].forEach((v, k) => {
      expect(s[k] / v).toBeCloseTo(1, 7);
    });
  });

  it("zeros and dependent columns give zeros", () => {
    expect([...svd(2, 2, [0, 0, 0, 0]).s]).toEqual([0, 0]);
    const { s } = svd(3, 2, [1, 2, 2, 4, 3, 6]);
    expect(s[0]).toBeCloseTo(Math.sqrt(70), 13);
    expect(s[1]).toBeLessThan(1e-15);
  });
});
