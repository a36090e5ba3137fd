import { describe, expect, it } from "vitest";
import { type DenseInput, dense } from "../../src/index.js";
import { type Refusal, refusal } from "./support/refusal.js";

describe("dense", () => {
  it("takes a Float64Array without a copy", () => {
    const data = Float64Array.of(1, 2, 3, 4, 5, 6);
    expect(dense({ rows: 2, columns: 3, data }).data).toBe(data);
  });

  it("converts any other array", () => {
    const expected = { rows: 2, columns: 1, data: Float64Array.of(1, 2) };
    expect(dense({ rows: 2, columns: 1, data: [1, 2] })).toEqual(expected);
    expect(dense({ rows: 2, columns: 1, data: Int16Array.of(1, 2) })).toEqual(expected);
  });

  it("lays rows out one after another, whatever arrays they are", () => {
    const A = dense([[1, 2, 3], Float32Array.of(4, 5, 6)]);
    expect(A).toEqual({ rows: 2, columns: 3, data: Float64Array.of(1, 2, 3, 4, 5, 6) });
  });

  it("returns a checked matrix as it is", () => {
    const A = dense([[1], [2]]);
    expect(dense(A)).toBe(A);
    expect(Object.isFrozen(A)).toBe(true);
  });

  it("does not trust a frozen object that it did not make", () => {
    const made = Object.freeze({ ...dense([[1], [2]]), rows: 3 });
    expect(refusal(() => dense(made)).code).toBe("length");
  });
});

const CASES: [string, unknown, Refusal][] = [
  [
    "a number",
    3,
    { code: "type", argument: "A", message: "dense takes { rows, columns, data } or an array of rows, not number 3" },
  ],
  [
    "null",
    null,
    { code: "type", argument: "A", message: "dense takes { rows, columns, data } or an array of rows, not null" },
  ],
  [
    "no rows",
    [],
    { code: "empty", argument: "rows", message: "rows = 0: an empty matrix has nothing to fit, give at least one" },
  ],
  [
    "rows without columns",
    [[], []],
    {
      code: "empty",
      argument: "columns",
      message: "columns = 0: an empty matrix has nothing to fit, give at least one",
    },
  ],
  [
    "no columns",
    { rows: 1, columns: 0, data: [] },
    {
      code: "empty",
      argument: "columns",
      message: "columns = 0: an empty matrix has nothing to fit, give at least one",
    },
  ],
  [
    "a number of rows that is none",
    { rows: Number.NaN, columns: 1, data: [1] },
    { code: "type", argument: "rows", message: "rows = NaN is not a whole number" },
  ],
  [
    "too few numbers",
    { rows: 2, columns: 3, data: [1, 2, 3, 4, 5] },
    { code: "length", argument: "data", message: "data has 5 entries, rows x columns = 6 are needed" },
  ],
  [
    "too many numbers",
    { rows: 2, columns: 2, data: new Float64Array(6) },
    { code: "length", argument: "data", message: "data has 6 entries, rows x columns = 4 are needed" },
  ],
  [
    "NaN",
    { rows: 2, columns: 2, data: [1, 2, 3, Number.NaN] },
    { code: "notFinite", argument: "data", index: 3, message: "data[3] = NaN is not a finite number" },
  ],
  [
    "infinity in an array taken without a copy",
    { rows: 2, columns: 1, data: Float64Array.of(Number.POSITIVE_INFINITY, 1) },
    { code: "notFinite", argument: "data", index: 0, message: "data[0] = Infinity is not a finite number" },
  ],
  [
    "a longer row",
    [
      [1, 2],
      [3, 4],
      [5, 6, 7],
    ],
    { code: "length", argument: "A", index: 2, message: "A[2] has 3 entries, the first row has 2" },
  ],
  [
    "a shorter row",
    [[1, 2], [3]],
    { code: "length", argument: "A", index: 1, message: "A[1] has 1 entries, the first row has 2" },
  ],
  [
    "a row that is a number",
    [[1], 2],
    { code: "type", argument: "A[1]", message: "A[1] is number 2, an array of numbers is needed" },
  ],
  [
    "one flat array of numbers",
    [1, 2, 3],
    { code: "type", argument: "A[0]", message: "A[0] is number 1, an array of numbers is needed" },
  ],
  [
    "data that is a string",
    { rows: 1, columns: 2, data: "12" },
    { code: "type", argument: "data", message: "data is string 12, an array of numbers is needed" },
  ],
  [
    "sizes without data",
    { rows: 1, columns: 2 },
    { code: "type", argument: "A", message: "A is an object, an array of numbers is needed" },
  ],
];

describe("dense refuses", () => {
  it.each(CASES)("%s", (_name, input, expected) => {
    expect(refusal(() => dense(input as DenseInput))).toEqual(expected);
  });

  it("NaN in a row, by code", () => {
    const rows = [
      [1, 2],
      [3, Number.NaN],
    ];
    expect(refusal(() => dense(rows))).toMatchObject({ code: "notFinite", argument: expect.stringMatching(/^A/) });
  });
});
