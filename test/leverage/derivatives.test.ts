import { checkProblem, csr, dense, leverageGradientInversion, leverageInversion } from "subnewton";
import { describe, expect, it } from "vitest";
import { brute } from "./brute.js";
import { error, flat } from "./cases.js";
import { draws } from "./draws.js";

const sizes = [
  [1, 1],
  [2, 1],
  [7, 1],
  [2, 2],
  [4, 3],
  [5, 2],
  [12, 3],
  [9, 7],
  [30, 6],
];

describe.each(sizes)("%i rows, %i columns", (n, d) => {
  const { rows, vector } = draws(100 * n + d);
  const A = rows(n, d);
  const b = vector(n, 2);
  // Targets of any sign: the residual is then anything, not only what scores leave.
  const tau = vector(n, 2);
  const c = vector(d);
  const w = vector(n);
  const x = vector(d);
  const scores = leverageInversion({ A: dense(A), b, tau });
  const inversion = leverageGradientInversion({ A: dense(A), b, tau, c, w });

  it("agrees with the n x n formulas", () => {
    const expected = brute(A, b, tau, x);
    expect(error(scores.predict(x), expected.sigma)).toBeLessThan(1e-12);
    // Where sigma does not depend on x (n = d) both sides are rounding.
    const size = Math.max(...expected.sigma.map((v, i) => Math.abs(v - tau[i])));
    const close = (found: ArrayLike<number>, wanted: number[]): void => {
      const floor = wanted.map((v) => v / size);
      expect(Math.max(...floor.map((v, k) => Math.abs(found[k] / size - v)))).toBeLessThan(
        1e-9 * Math.max(1, ...floor.map(Math.abs)),
      );
    };
    close(scores.gradient(x), expected.gradient);
    close(flat(scores.hessian(x)), expected.hessian.flat());
    close(flat(scores.jacobian(x)), expected.jacobian.flat());
    close(inversion.predict(x), expected.gradient);
  });

  it("agrees with itself in sparse form", () => {
    const indptr = A.map((_, i) => i * d).concat(n * d);
    const indices = A.flatMap((row) => row.map((_, j) => j));
    const sparse = csr({ rows: n, columns: d, indptr, indices, data: A.flat() });
    const other = leverageGradientInversion({ A: sparse, b, tau, c, w });
    expect(other.value(x)).toBe(inversion.value(x));
    expect(flat(other.hessian(x))).toEqual(flat(inversion.hessian(x)));
    expect(Array.from(other.residual(x))).toEqual(Array.from(inversion.residual(x)));
  });

  it.skipIf(n === d)("has derivatives that agree with differences", () => {
    for (const problem of [scores, inversion]) {
      const { checks, ok } = checkProblem(problem, { seed: n, points: 2, scale: 0.05 });
      expect(
        checks.filter((check) => !check.ok),
        String(problem.dimension),
      ).toEqual([]);
      expect(ok).toBe(true);
      expect(checks.length).toBe(18);
    }
  });

  it("gives the same bits twice, whatever was asked in between", () => {
    const first = flat(inversion.hessian(x));
    inversion.value(vector(d));
    inversion.jacobian(vector(d));
    expect(flat(inversion.hessian(x))).toEqual(first);
  });
});
