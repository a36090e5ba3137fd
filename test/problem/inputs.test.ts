import { describe, expect, it } from "vitest";
import { csr, dense, expRegression, type RegressionInput } from "../../src/index.js";
import { type Refusal, refusal } from "../matrix/support/refusal.js";
import { NAMES, REGRESSIONS } from "./support/instances.js";

const A = dense([
  [1, 2],
  [3, 4],
  [5, 6],
]);
const GOOD: RegressionInput = { A, b: [1, 2, 3] };

const CASES: [string, Record<string, unknown>, Refusal][] = [
  [
    "an array of rows as A",
    {
      A: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    },
    { code: "type", argument: "A", message: "A is an array, not a matrix: wrap it: dense(A)" },
  ],
  [
    "a number as A",
    { A: 3 },
    { code: "type", argument: "A", message: "A is number 3, not a matrix: make one with csr(...) or dense(...)" },
  ],
  [
    "an object without data as A",
    { A: { rows: 3, columns: 2 } },
    { code: "type", argument: "A", message: "A is an object, not a matrix: make one with csr(...) or dense(...)" },
  ],
  [
    "an unchecked dense matrix with an error",
    { A: { rows: 3, columns: 2, data: [1, 2, 3, 4, 5] } },
    { code: "length", argument: "data", message: "data has 5 entries, rows x columns = 6 are needed" },
  ],
  [
    "an unchecked sparse matrix with an error",
    { A: { rows: 3, columns: 2, indptr: [0, 1, 1, 1], indices: [2], data: [1] } },
    { code: "range", argument: "indices", index: 0, message: "indices[0] = 2 is outside 0..1 (row 0)" },
  ],
  ["a target too few", { b: [1, 2] }, { code: "length", argument: "b", message: "b has 2 entries, 3 are needed" }],
  [
    "a target that is NaN",
    { b: [1, Number.NaN, 3] },
    { code: "notFinite", argument: "b", index: 1, message: "b[1] = NaN is not a finite number" },
  ],
  [
    "targets that are a number",
    { b: 1 },
    { code: "type", argument: "b", message: "b is number 1, an array of numbers is needed" },
  ],
  [
    "a negative weight",
    { weights: [1, 0, -0.5] },
    { code: "range", argument: "weights", index: 2, message: "weights[2] = -0.5 is negative: use 0 or more" },
  ],
  [
    "an infinite weight",
    { weights: [Number.POSITIVE_INFINITY, 1, 1] },
    { code: "notFinite", argument: "weights", index: 0, message: "weights[0] = Infinity is not a finite number" },
  ],
  [
    "a weight too many",
    { weights: [1, 1, 1, 1] },
    { code: "length", argument: "weights", message: "weights has 4 entries, 3 are needed" },
  ],
  ["w = NaN", { w: Number.NaN }, { code: "notFinite", argument: "w", message: "w = NaN is not a finite number" }],
  [
    "NaN in w",
    { w: [0, 0, Number.NaN] },
    { code: "notFinite", argument: "w", index: 2, message: "w[2] = NaN is not a finite number" },
  ],
  ["a w too few", { w: [1, 1] }, { code: "length", argument: "w", message: "w has 2 entries, 3 are needed" }],
  [
    "w as a string",
    { w: "1" },
    { code: "type", argument: "w", message: "w is string 1, an array of numbers is needed" },
  ],
  ["a negative ridge", { ridge: -1e-9 }, { code: "range", argument: "ridge", message: "ridge = -1e-9 is below 0" }],
  [
    "an infinite ridge",
    { ridge: Number.POSITIVE_INFINITY },
    { code: "notFinite", argument: "ridge", message: "ridge = Infinity is not a finite number" },
  ],
  [
    "a ridge that is null",
    { ridge: null },
    { code: "type", argument: "ridge", message: "ridge = null is not a number" },
  ],
  [
    "an offset of another length",
    { offset: [0] },
    { code: "length", argument: "offset", message: "offset has 1 entries, 3 are needed" },
  ],
  [
    "an offset that is infinite",
    { offset: [0, Number.NEGATIVE_INFINITY, 0] },
    { code: "notFinite", argument: "offset", index: 1, message: "offset[1] = -Infinity is not a finite number" },
  ],
];

describe.each(NAMES)("%s regression refuses", (name) => {
  it.each(CASES)("%s", (_what, change, expected) => {
    expect(refusal(() => REGRESSIONS[name]({ ...GOOD, ...change } as unknown as RegressionInput))).toEqual(expected);
  });

  it("what is no object", () => {
    const message = "a regression takes one object { A, b, w?, ridge?, weights?, offset? }";
    for (const input of [undefined, null, 3]) {
      const found = refusal(() => REGRESSIONS[name](input as unknown as RegressionInput));
      expect(found).toEqual({ code: "type", argument: "input", message });
    }
  });

  it("missing parts by name", () => {
    const { A: _A, ...noMatrix } = GOOD;
    const { b: _b, ...noTargets } = GOOD;
    expect(refusal(() => REGRESSIONS[name](noMatrix as RegressionInput))).toMatchObject({
      code: "type",
      argument: "A",
    });
    expect(refusal(() => REGRESSIONS[name](noTargets as RegressionInput))).toMatchObject({
      code: "type",
      argument: "b",
    });
  });
});

describe("a regression takes", () => {
  const x = [0.1, -0.2];

  it("a plain object of a matrix's shape", () => {
    const plain = { rows: 3, columns: 2, data: [1, 2, 3, 4, 5, 6] } as unknown as RegressionInput["A"];
    expect(expRegression({ A: plain, b: [1, 2, 3] }).value(x)).toBe(expRegression(GOOD).value(x));
    const sparse = { rows: 3, columns: 2, indptr: [0, 0, 1, 1], indices: [1], data: [2] };
    const found = expRegression({ A: sparse as unknown as RegressionInput["A"], b: [1, 2, 3] });
    expect(found.gradient(x)).toEqual(expRegression({ A: csr(sparse), b: [1, 2, 3] }).gradient(x));
  });

  it("typed arrays of any kind, and a scalar w for one of equal entries, of either sign", () => {
    const typed = expRegression({ A, b: Uint8Array.of(1, 2, 3), w: Float32Array.of(0.5, 0.5, 0.5) });
    const scalar = expRegression({ ...GOOD, w: -0.5 });
    expect(typed.value(x)).toBe(scalar.value(x));
    expect(typed.gradient(x)).toEqual(scalar.gradient(x));
  });

  it("0 for every optional part as for none", () => {
    const none = expRegression(GOOD);
    const zeros = expRegression({ ...GOOD, w: [0, -0, 0], ridge: 0, offset: [0, 0, 0], weights: [1, 1, 1] });
    expect(zeros.value(x)).toBe(none.value(x));
    expect(zeros.gradient(x)).toEqual(none.gradient(x));
    expect(zeros.residual(x)).toEqual(none.residual(x));
  });

  it("undefined for every optional part as for none", () => {
    const input = { ...GOOD, w: undefined, ridge: undefined, offset: undefined, weights: undefined };
    expect(expRegression(input).value(x)).toBe(expRegression(GOOD).value(x));
  });
});
