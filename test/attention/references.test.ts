import { describe, expect, it } from "vitest";
import { apart, cases, norm, problemOf, vec } from "./support/cases.js";
import { eigenvalues } from "./support/eigen.js";

const EXACT = 1e-12;

it("has every kind of case", () => {
  expect(cases.length).toBe(12);
  expect(cases.filter(({ gamma }) => gamma > 0).length).toBe(4);
});

describe.each(cases)("$name", (c) => {
  const problem = problemOf(c);
  const { test } = c;
  const x = vec(test.X);
  const [E, G] = [vec(test.E), test.G.flat()];

  it("output, value and gradient", () => {
    expect(apart(problem.predict(x), test.Y.flat())).toBeLessThan(EXACT);
    expect(Math.abs(problem.value(x) - test.value) / test.value).toBeLessThan(EXACT);
    expect(apart(problem.gradient(x), vec(test.grad))).toBeLessThan(EXACT);
    const C = test.Y.flat().map((y, k) => y - c.B.flat()[k]);
    expect(apart(problem.residual(x), C, norm(test.Y.flat()))).toBeLessThan(EXACT);
  });

  it("products with J, J', the Gauss-Newton matrix and the Hessian", () => {
    expect(apart(problem.jvp(x, E), test.jvp.flat())).toBeLessThan(EXACT);
    expect(apart(problem.vjp(x, G), vec(test.vjp))).toBeLessThan(EXACT);
    expect(apart(problem.gnvp(x, E), vec(test.gnvp))).toBeLessThan(EXACT);
    expect(apart(problem.hvp(x, E), vec(test.hvp))).toBeLessThan(EXACT);
  });

  it.runIf(test.jac)("dense Jacobian and Hessian, its eigenvalues to 1e-9", () => {
    expect(apart(problem.jacobian(x).data, (test.jac ?? []).flat())).toBeLessThan(EXACT);
    const H = problem.hessian(x);
    expect(apart(H.data, (test.hess ?? []).flat())).toBeLessThan(EXACT);
    const wanted = test.hess_eig ?? [];
    expect(apart(eigenvalues(H.rows, H.data), wanted)).toBeLessThan(1e-9);
  });

  it("value at the certified minimiser", () => {
    const size = norm(c.B.flat()) ** 2;
    expect(Math.abs(problem.value(vec(c.Xstar)) - c.fstar)).toBeLessThan(1e-13 * size);
  });

  it("singular values of J at the truth", () => {
    const { rows, columns, data } = problem.jacobian(vec(c.X_true));
    const [m, n] = [rows, columns];
    // J J' or J'J, whichever is smaller: its eigenvalues are the squares.
    const small = Math.min(m, n);
    const gram = new Float64Array(small * small);
    for (let a = 0; a < small; a++) {
      for (let b = 0; b < small; b++) {
        for (let k = 0; k < Math.max(m, n); k++) {
          gram[a * small + b] += m < n ? data[a * n + k] * data[b * n + k] : data[k * n + a] * data[k * n + b];
        }
      }
    }
    const squares = eigenvalues(small, gram).reverse();
    const largest = c.sv_J_at_Xtrue[0] ** 2;
    c.sv_J_at_Xtrue.forEach((s, k) => {
      expect(Math.abs(squares[k] - s * s)).toBeLessThan(1e-12 * largest);
    });
  });
});
