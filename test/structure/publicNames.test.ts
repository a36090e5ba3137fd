import { describe, expect, it } from "vitest";
import * as subnewton from "../../src/index.js";
import { attentionInversion, dense, expRegression, type Result, solve } from "../../src/index.js";

const keys = (value: object): string[] => Object.keys(value).sort();

describe("the public names", () => {
  it("are these and no others", () => {
    expect(keys(subnewton)).toEqual([
      "InputError",
      "attentionInversion",
      "calibrate",
      "checkProblem",
      "coshRegression",
      "covariance",
      "csr",
      "csrFromTriplets",
      "dense",
      "expRegression",
      "init",
      "initSync",
      "iterate",
      "leverageGradientInversion",
      "leverageInversion",
      "leverageScores",
      "plan",
      "ready",
      "sampleRows",
      "sinhRegression",
      "softmaxRegression",
      "solve",
      "solveAsync",
      "twoLayerRegression",
    ]);
  });

  it("are functions, InputError a class of errors", () => {
    for (const [name, value] of Object.entries(subnewton)) expect(typeof value, name).toBe("function");
    expect(subnewton.InputError.prototype).toBeInstanceOf(Error);
  });
});

const problem = expRegression({
  A: dense([
    [1, 0.5],
    [-0.3, 1],
    [1, 1],
  ]),
  b: [1, 2, 3],
});
const result: Result = solve(problem);

describe("the keys of", () => {
  it("a Result", () => {
    expect(keys(result)).toEqual([
      "certificate",
      "choice",
      "counts",
      "gradient",
      "gradientNorm",
      "history",
      "iterations",
      "message",
      "seconds",
      "solutions",
      "status",
      "success",
      "value",
      "x",
    ]);
    expect(keys(result.counts)).toEqual(["factorization", "gradient", "hvp", "value"]);
  });

  it("an IterationRecord, from the start on", () => {
    expect(result.history.length).toBeGreaterThan(1);
    for (const record of result.history) {
      expect(keys(record)).toEqual([
        "cost",
        "costChange",
        "decrementRatio",
        "gradientNorm",
        "hessian",
        "iteration",
        "linearIterations",
        "newtonDecrement",
        "quality",
        "sampledRows",
        "seconds",
        "start",
        "stepLength",
        "stepNorm",
      ]);
    }
  });

  it("a Certificate, convex only where the problem can tell", () => {
    const common = [
      "clippedMass",
      "escapes",
      "gradientQuotient",
      "halvings",
      "hessian",
      "magnitude",
      "newtonDecrement",
      "smallestPivot",
      "test",
    ];
    expect(keys(result.certificate)).toEqual([...common, "convex"].sort());
    const { dimension, value, gradient, hvp, hessian } = problem;
    expect(keys(solve({ dimension, value, gradient, hvp, hessian }).certificate)).toEqual(common);
  });

  it("a Solution", () => {
    expect(result.solutions.length).toBe(1);
    expect(keys(result.solutions[0])).toEqual(["certificate", "gradientNorm", "hits", "value", "x"]);
  });

  it("a regression, whose other properties are symbols", () => {
    expect(keys(problem)).toEqual([
      "dimension",
      "dispose",
      "gradient",
      "hessian",
      "hvp",
      "jacobian",
      "jvp",
      "predict",
      "residual",
      "value",
      "vjp",
    ]);
  });

  it("an attention inversion: those of a regression, its Gauss-Newton product and what F is of its residual", () => {
    const attention = attentionInversion({ W: [[1]], V: [[1]], B: [[1]] });
    expect(keys(attention)).toEqual([...keys(problem), "gnvp", "leastSquares"].sort());
  });

  it("an InputError", () => {
    const error = new subnewton.InputError("range", "b", "b[1] = 2 is wrong", 1);
    expect({ ...error, message: error.message }).toEqual({
      name: "InputError",
      code: "range",
      argument: "b",
      index: 1,
      message: "b[1] = 2 is wrong",
    });
    expect(new subnewton.InputError("type", "b", "b is wrong").index).toBeUndefined();
  });
});
