import { covariance, csr, dense, plan, solve, twoLayerRegression } from "subnewton";
import { describe, expect, it } from "vitest";
import { type Refusal, refusal } from "../matrix/support/refusal.js";

const A1 = dense([
  [1, 2],
  [3, 4],
  [5, 6],
]);
const A2 = dense([
  [1, 0, 1],
  [0, 1, 1],
]);
const GOOD = { A1, A2, b: [0.5, 0.5] };

const CASES: [string, unknown, Partial<Refusal>][] = [
  ["no object", undefined, { code: "type", argument: "input" }],
  ["an array as A1", { ...GOOD, A1: [[1]] }, { code: "type", argument: "A1" }],
  ["no A2", { A1, b: [1, 2] }, { code: "type", argument: "A2" }],
  ["an A for A1", { A: A1, A2, b: [1, 2] }, { code: "unsupported", argument: "A" }],
  ["weights", { ...GOOD, weights: [1, 1] }, { code: "unsupported", argument: "weights" }],
  [
    "sizes that do not meet",
    { ...GOOD, A2: dense([[1, 2]]) },
    {
      code: "length",
      argument: "A2",
      message: "A2 has 2 columns and A1 has 3 rows: A2 takes relu(A1 x), so they must agree",
    },
  ],
  ["a short b", { ...GOOD, b: [1] }, { code: "length", argument: "b" }],
  ["an infinite b", { ...GOOD, b: [1, Number.POSITIVE_INFINITY] }, { code: "notFinite", argument: "b" }],
  ["a w for rows of A1", { ...GOOD, w: [1, 1, 1] }, { code: "length", argument: "w" }],
  ["a w that is no number", { ...GOOD, w: "1" }, { argument: "w" }],
  ["a w of null", { ...GOOD, w: null }, { code: "type", argument: "w" }],
  ["a w of NaN", { ...GOOD, w: Number.NaN }, { code: "notFinite", argument: "w" }],
  ["a negative ridge", { ...GOOD, ridge: -1 }, { code: "range", argument: "ridge" }],
];

describe("twoLayerRegression refuses", () => {
  it.each(CASES)("%s", (_what, input, expected) => {
    expect(refusal(() => twoLayerRegression(input as typeof GOOD))).toMatchObject(expected);
  });

  const problem = twoLayerRegression(GOOD);
  it("points and vectors of the wrong length", () => {
    expect(refusal(() => problem.value([1]))).toMatchObject({ code: "length", argument: "x" });
    expect(refusal(() => problem.gradient([1, Number.NaN]))).toMatchObject({ code: "notFinite", argument: "x" });
    expect(refusal(() => problem.hvp([1, 2], [1]))).toMatchObject({ code: "length", argument: "v" });
  });

  it("methods that it does not offer, by name", () => {
    const found = refusal(() => solve(problem, { method: "gaussNewton" }));
    expect(found).toMatchObject({ code: "unsupported", argument: "method" });
    expect(found.message).toContain("exact or sampled or pcg");
  });

  it("standard errors, which are not defined on kinks", () => {
    expect(refusal(() => covariance(problem, [1, 2], { kind: "sandwich" })).code).toBe("unsupported");
  });

  it("any use after dispose", () => {
    const gone = twoLayerRegression(GOOD);
    gone.value([1, 2]);
    gone.dispose();
    expect(refusal(() => gone.value([1, 2]))).toMatchObject({ code: "disposed" });
    expect(refusal(() => solve(gone))).toMatchObject({ code: "disposed" });
  });
});

describe("plan", () => {
  it("counts both layers and says so before anything is allocated", () => {
    const small = plan(twoLayerRegression(GOOD));
    const wide = csr({ rows: 2, columns: 3, indptr: [0, 1, 2], indices: [0, 1], data: [1, 1] });
    expect(small).toBeGreaterThan(0);
    expect(plan(twoLayerRegression({ ...GOOD, A2: wide }))).toBeGreaterThan(0);
  });
});
