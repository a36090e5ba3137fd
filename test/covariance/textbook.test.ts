import { describe, expect, it } from "vitest";
import { covariance, csrFromTriplets, dense, sinhRegression, solve } from "../../src/index.js";
import { seeded } from "../kernels/support/seeded.js";
import { between, difference, gram, inverse, normals } from "./support/linear.js";

// sinh z = z to 1e-8 of itself where z is below 2e-4: sinh regression on such data is a linear one.
const SMALL = 1e-4;
const [n, d] = [80, 3];

function linear(seed: number) {
  const random = seeded(seed);
  const rows = Array.from({ length: n }, () => [1, 2 * random() - 1, 2 * random() - 1]);
  const errors = normals(random, n);
  // Errors grow with the second column: the two covariances differ.
  const b = rows.map((a, i) => SMALL * (0.3 * a[0] - 0.5 * a[1] + 0.2 * a[2] + 0.3 * errors[i] * (0.2 + a[1] ** 2)));
  const weights = rows.map(() => 0.5 + random());
  return { rows, b, weights };
}

describe("on a nearly linear problem both covariances are the textbook's", () => {
  it.each([
    ["ordinary", false],
    ["weighted", true],
  ])("of %s least squares (seed 140)", (_what, weighted) => {
    const { rows, b, weights: given } = linear(140);
    const weights = weighted ? given : rows.map(() => 1);
    const problem = sinhRegression({ A: dense(rows), b, ...(weighted ? { weights } : {}) });
    // F itself is of the size 1e-8: the solve must not stop at a part of it.
    const { x } = solve(problem, { tolerance: 1e-13 });

    const bread = inverse(d, gram(rows, weights));
    const moments = rows[0].map((_, j) => rows.reduce((sum, a, i) => sum + weights[i] * a[j] * b[i], 0));
    const beta = rows[0].map((_, j) => moments.reduce((sum, m, k) => sum + bread[j * d + k] * m, 0));
    expect(difference(x, beta)).toBeLessThan(1e-7);

    const r = rows.map((a, i) => a.reduce((sum, v, j) => sum + v * beta[j], 0) - b[i]);
    const s2 = r.reduce((sum, v, i) => sum + weights[i] * v * v, 0) / (n - d);
    const meat = gram(
      rows,
      r.map((v, i) => (weights[i] * v) ** 2),
    );
    const HC1 = between(d, bread, meat).map((v) => (n / (n - d)) * v);
    // z^2 / 6 with z below 2e-4, a few times: 1e-7.
    expect(
      difference(
        covariance(problem, x).data,
        bread.map((v) => s2 * v),
      ),
    ).toBeLessThan(1e-6);
    expect(difference(covariance(problem, x, { kind: "sandwich" }).data, HC1)).toBeLessThan(1e-6);
    expect(
      difference(
        HC1,
        bread.map((v) => s2 * v),
      ),
    ).toBeGreaterThan(0.1);
  });

  it("and the same for a sparse matrix (seed 141)", () => {
    const { rows, b } = linear(141);
    const row = rows.flatMap((a, i) => a.map(() => i));
    const column = rows.flatMap((a) => a.map((_, j) => j));
    const sparse = csrFromTriplets({ rows: n, columns: d, row, column, value: rows.flat() });
    const [one, two] = [dense(rows), sparse].map((A) => sinhRegression({ A, b }));
    const { x } = solve(one);
    for (const kind of ["hessian", "sandwich"] as const) {
      const found = covariance(two, x, { kind }).data;
      expect(difference(found, covariance(one, x, { kind }).data)).toBeLessThan(1e-12);
    }
  });
});
