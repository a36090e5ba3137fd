import { describe, expect, it } from "vitest";
import { coshRegression, covariance, dense, solve } from "../../src/index.js";
import { seeded } from "../kernels/support/seeded.js";
import * as oracle from "../problem/oracle.js";
import { type Instance, instance, NAMES, REGRESSIONS, type Shape } from "../problem/support/instances.js";
import { between, difference, gram, inverse } from "./support/linear.js";

const SLOPES = { exp: Math.exp, cosh: Math.sinh, sinh: Math.cosh } as const;

/** Both covariances by their formulas: naive sums over the rows and Gauss elimination. */
function formulas({ spec }: Instance, x: Float64Array): { hessian: Float64Array; sandwich: Float64Array } {
  const d = x.length;
  const y = oracle.predict(spec, x).value;
  const z = spec.A.map((a, i) => a.reduce((sum, v, j) => sum + v * x[j], spec.offset[i]));
  const n = spec.weights.filter((v) => v > 0).length;
  let squares = 0;
  const scores = spec.weights.map((weight, i) => {
    squares += weight * (y[i] - spec.b[i]) ** 2;
    return (weight * SLOPES[spec.name](z[i]) * (y[i] - spec.b[i])) ** 2;
  });
  const B = inverse(d, oracle.hessian(spec, x).value);
  return {
    hessian: B.map((v) => (squares / (n - d)) * v),
    sandwich: between(d, B, gram(spec.A, scores)).map((v) => (n / (n - d)) * v),
  };
}

const SHAPES: [string, Omit<Shape, "name">][] = [
  ["one column", { sparse: false, n: 12, d: 1, w: "none", ridge: false, weights: false, offset: false }],
  ["five columns", { sparse: true, n: 40, d: 5, w: "none", ridge: true, weights: false, offset: true }],
  ["rows of weight 0", { sparse: false, n: 40, d: 4, w: "vector", ridge: true, weights: true, offset: true }],
  ["two blocks of columns", { sparse: true, n: 200, d: 70, w: "scalar", ridge: true, weights: true, offset: false }],
  ["three blocks", { sparse: false, n: 300, d: 133, w: "scalar", ridge: true, weights: false, offset: false }],
];

describe.each(NAMES)("the covariance of %s regression equals its formula:", (name) => {
  it.each(SHAPES)("%s (seed 130)", (_what, rest) => {
    const made = instance(seeded(130), { name, ...rest });
    const problem = REGRESSIONS[name](made.input);
    const { x, success } = solve(problem, { x0: new Float64Array(rest.d).fill(0.1) });
    expect(success).toBe(true);
    const wanted = formulas(made, x);
    const [classical, robust] = (["hessian", "sandwich"] as const).map((kind) => covariance(problem, x, { kind }));
    // Condition numbers of these Hessians are below 1e3: 1e-16 times that for each of two inverses and d sums.
    expect(difference(classical.data, wanted.hessian)).toBeLessThan(1e-11);
    expect(difference(robust.data, wanted.sandwich)).toBeLessThan(1e-11);
    for (const { rows, columns, data } of [classical, robust]) {
      expect([rows, columns]).toEqual([rest.d, rest.d]);
      for (let i = 0; i < rest.d; i++) {
        expect(data[i * (rest.d + 1)]).toBeGreaterThan(0);
        for (let j = 0; j < i; j++) expect(data[i * rest.d + j]).toBe(data[j * rest.d + i]);
      }
    }
  });

  it("the kind is the Hessian's where none is given (seed 131)", () => {
    const [, rest] = SHAPES[1];
    const problem = REGRESSIONS[name](instance(seeded(131), { name, ...rest }).input);
    const { x } = solve(problem, { x0: new Float64Array(5).fill(0.1) });
    expect(covariance(problem, x)).toEqual(covariance(problem, x, { kind: "hessian" }));
    expect(covariance(problem, x, {})).not.toEqual(covariance(problem, x, { kind: "sandwich" }));
  });
});

it("a row counts by its weight, not by its slope: cosh has slope 0 in a row without entries", () => {
  const rows = [
    [1, 0.5],
    [-0.3, 1],
    [0, 0],
    [1, 1],
  ];
  const problem = coshRegression({ A: dense(rows), b: [1.5, 2, 1, 2] });
  const x = solve(problem, { x0: [0.5, 0.5] }).x;
  const residual = problem.residual(x);
  const s2 = residual.reduce((sum, r) => sum + r * r, 0) / (4 - 2);
  const wanted = inverse(2, problem.hessian(x).data).map((v) => s2 * v);
  expect(difference(covariance(problem, x).data, wanted)).toBeLessThan(1e-12);
});
