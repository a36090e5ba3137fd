import { describe, expect, it } from "vitest";
import { coshRegression, covariance, dense, expRegression, type Problem, solve } from "../../src/index.js";
import { seeded } from "../kernels/support/seeded.js";
import { refusal } from "../matrix/support/refusal.js";
import { instance } from "../problem/support/instances.js";
import { ownProblem } from "../problem/support/own.js";

const A = dense([
  [1, 0],
  [0, 1],
  [1, 1],
]);
const problem = expRegression({ A, b: [1, 2, 3] });

describe("covariance refuses", () => {
  it("a point where the Hessian is not positive definite, naming the pivot", () => {
    // cosh at x = 0 with b > 1: a maximum along the second column.
    const saddle = coshRegression({ A, b: [0.5, 3, 0.5] });
    expect(refusal(() => covariance(saddle, [0, 0]))).toEqual({
      code: "notAMinimum",
      argument: "x",
      index: 1,
      message: "the Hessian at x is not positive definite (pivot 1): pass the x of a converged solve, or add a ridge",
    });
    for (const kind of ["hessian", "sandwich"] as const) {
      expect(refusal(() => covariance(saddle, [0, 0], { kind })).code).toBe("notAMinimum");
    }
  });

  it("a column that no row has, unless there is a ridge", () => {
    const empty = dense([
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
    const input = { A: empty, b: [1, 2, 3] };
    expect(refusal(() => covariance(expRegression(input), [0.1, 0])).code).toBe("notAMinimum");
    const { x } = solve(expRegression({ ...input, ridge: 0.1 }));
    expect(covariance(expRegression({ ...input, ridge: 0.1 }), x).data[3]).toBeGreaterThan(0);
  });

  it.each([
    ["as many rows as columns", undefined, [1, 2], 2],
    ["as many rows of weight above 0 as columns", [1, 0, 2], [1, 2, 3], 2],
    ["no row of weight above 0", [0, 0, 0], [1, 2, 3], 0],
  ])("%s", (_what, weights, b, rows) => {
    const few = expRegression({
      A:
        b.length === 2
          ? dense([
              [1, 0],
              [0, 1],
            ])
          : A,
      b,
      weights,
      ridge: 1,
    });
    expect(refusal(() => covariance(few, [0, 0]))).toEqual({
      code: "length",
      argument: "A",
      message: `${rows} rows of weight above 0 leave no degrees of freedom for 2 columns`,
    });
  });

  it("a kind that is not known", () => {
    expect(refusal(() => covariance(problem, [0, 0], { kind: "HC3" as "sandwich" }))).toEqual({
      code: "unsupported",
      argument: "kind",
      message: 'kind "HC3" is not known: use "hessian" or "sandwich"',
    });
  });

  it("a problem of one's own, whose rows it does not know", () => {
    const shape = {
      name: "exp",
      sparse: false,
      n: 9,
      d: 2,
      w: "none",
      ridge: true,
      weights: false,
      offset: false,
    } as const;
    const { spec } = instance(seeded(160), shape);
    expect(refusal(() => covariance(ownProblem(spec), [0, 0]))).toEqual({
      code: "unsupported",
      argument: "problem",
      message: "covariance needs a regression made by this package",
    });
    expect(refusal(() => covariance(undefined as unknown as Problem, [0])).argument).toBe("problem");
  });

  it("a point of the wrong length or that is not finite", () => {
    expect(refusal(() => covariance(problem, [0]))).toMatchObject({ code: "length", argument: "x" });
    expect(refusal(() => covariance(problem, [0, Number.NaN]))).toMatchObject({ code: "notFinite", index: 1 });
  });
});
