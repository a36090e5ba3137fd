import { describe, expect, it } from "vitest";
import { type CsrInput, csr, InputError } from "../../src/index.js";
import { type Refusal, refusal } from "./support/refusal.js";

// 1 0 2
// 0 0 0
// 0 3 4
const GOOD = { rows: 3, columns: 3, indptr: [0, 2, 2, 4], indices: [0, 2, 1, 2], data: [1, 2, 3, 4] };

const refused = (change: Record<string, unknown>): Refusal =>
  refusal(() => csr({ ...GOOD, ...change } as unknown as CsrInput));

describe("csr", () => {
  it("takes typed arrays without a copy", () => {
    const indptr = Int32Array.from(GOOD.indptr);
    const indices = Int32Array.from(GOOD.indices);
    const data = Float64Array.from(GOOD.data);
    const A = csr({ rows: 3, columns: 3, indptr, indices, data });
    expect(A.indptr).toBe(indptr);
    expect(A.indices).toBe(indices);
    expect(A.data).toBe(data);
  });

  it("converts any other arrays", () => {
    const A = csr({ ...GOOD, indptr: Uint8Array.from(GOOD.indptr), data: Float32Array.from(GOOD.data) });
    expect(A).toEqual({
      rows: 3,
      columns: 3,
      indptr: Int32Array.from(GOOD.indptr),
      indices: Int32Array.from(GOOD.indices),
      data: Float64Array.from(GOOD.data),
    });
  });

  it("returns a checked matrix as it is", () => {
    const A = csr(GOOD);
    expect(csr(A)).toBe(A);
    expect(Object.isFrozen(A)).toBe(true);
  });

  it("does not trust a frozen object that it did not make", () => {
    const made = Object.freeze({ ...csr(GOOD), columns: 2 });
    expect(refusal(() => csr(made)).code).toBe("range");
  });

  it("takes empty rows, empty columns, stored zeros and a matrix without entries", () => {
    expect(csr({ ...GOOD, data: [0, 0, 0, 0] }).data).toEqual(new Float64Array(4));
    expect(csr({ rows: 2, columns: 5, indptr: [0, 0, 0], indices: [], data: [] }).indices.length).toBe(0);
    expect(csr({ rows: 1, columns: 2 ** 31 - 1, indptr: [0, 1], indices: [2 ** 31 - 2], data: [1] }).columns).toBe(
      2 ** 31 - 1,
    );
  });

  it("throws errors of the class that is exported, with its name", () => {
    expect(() => csr({ ...GOOD, rows: 0 })).toThrow(InputError);
    expect(() => csr({ ...GOOD, rows: 0 })).toThrow(expect.objectContaining({ name: "InputError" }));
  });
});

const CASES: [string, Record<string, unknown>, Refusal][] = [
  [
    "no rows",
    { rows: 0 },
    {
      code: "empty",
      argument: "rows",
      message: "rows = 0: an empty matrix has nothing to fit, give at least one",
    },
  ],
  [
    "a negative number of columns",
    { columns: -2 },
    {
      code: "empty",
      argument: "columns",
      message: "columns = -2: an empty matrix has nothing to fit, give at least one",
    },
  ],
  [
    "a fraction of a row",
    { rows: 2.5 },
    { code: "type", argument: "rows", message: "rows = 2.5 is not a whole number" },
  ],
  ["rows as a string", { rows: "3" }, { code: "type", argument: "rows", message: "rows = 3 is not a whole number" }],
  [
    "more columns than 32-bit indices",
    { columns: 2 ** 31 },
    {
      code: "tooLarge",
      argument: "columns",
      message: "columns = 2147483648 is above 2^31 - 1, the largest 32-bit index",
    },
  ],
  [
    "row starts for one row too few",
    { indptr: [0, 2, 4] },
    {
      code: "length",
      argument: "indptr",
      message: "indptr has 3 entries, rows + 1 = 4 are needed: one start for each row and the end",
    },
  ],
  [
    "row starts that do not begin at 0",
    { indptr: [1, 2, 2, 4] },
    { code: "order", argument: "indptr", index: 0, message: "indptr[0] = 1 is not 0" },
  ],
  [
    "row starts that decrease",
    { indptr: [0, 3, 2, 4] },
    {
      code: "order",
      argument: "indptr",
      index: 2,
      message: "indptr[2] = 2 is below indptr[1] = 3: row starts must not decrease",
    },
  ],
  [
    "row starts that end before the entries do",
    { indptr: [0, 2, 2, 3] },
    {
      code: "length",
      argument: "indices",
      index: 3,
      message: "indices has 4 entries, the last indptr says 3: they must agree",
    },
  ],
  [
    "row starts that end after the entries",
    { indptr: [0, 2, 2, 5] },
    {
      code: "length",
      argument: "indices",
      index: 3,
      message: "indices has 4 entries, the last indptr says 5: they must agree",
    },
  ],
  [
    "a value too few",
    { data: [1, 2, 3] },
    { code: "length", argument: "data", message: "data has 3 entries, 4 are needed" },
  ],
  [
    "a column above the last",
    { indices: [0, 2, 1, 3] },
    { code: "range", argument: "indices", index: 3, message: "indices[3] = 3 is outside 0..2 (row 2)" },
  ],
  [
    "a negative column",
    { indices: [-1, 2, 1, 2] },
    { code: "range", argument: "indices", index: 0, message: "indices[0] = -1 is outside 0..2 (row 0)" },
  ],
  [
    "a column twice in a row",
    { indices: [0, 2, 1, 1] },
    {
      code: "order",
      argument: "indices",
      index: 3,
      message: "indices[3] = 1 repeats the column before it in row 2: add the two entries, or use csrFromTriplets",
    },
  ],
  [
    "columns of a row out of order",
    { indices: [2, 0, 1, 2] },
    {
      code: "order",
      argument: "indices",
      index: 1,
      message: "indices[1] = 0 follows 2 in row 0: sort the columns of each row, or use csrFromTriplets",
    },
  ],
  [
    "NaN",
    { data: [1, 2, Number.NaN, 4] },
    { code: "notFinite", argument: "data", index: 2, message: "data[2] = NaN is not a finite number" },
  ],
  [
    "infinity",
    { data: Float64Array.of(1, 2, 3, Number.NEGATIVE_INFINITY) },
    { code: "notFinite", argument: "data", index: 3, message: "data[3] = -Infinity is not a finite number" },
  ],
  [
    "a column that is no whole number",
    { indices: [0, 1.5, 1, 2] },
    { code: "type", argument: "indices", index: 1, message: "indices[1] = 1.5 is not a 32-bit whole number" },
  ],
  [
    "a row start beyond 32 bits, which would wrap to one in range",
    { indptr: [0, 2 ** 32 + 2, 2, 4] },
    { code: "type", argument: "indptr", index: 1, message: "indptr[1] = 4294967298 is not a 32-bit whole number" },
  ],
  [
    "NaN among the columns, which would wrap to 0",
    { indices: [Number.NaN, 2, 1, 2] },
    { code: "type", argument: "indices", index: 0, message: "indices[0] = NaN is not a 32-bit whole number" },
  ],
  [
    "a column as a string",
    { indices: ["0", 2, 1, 2] },
    { code: "type", argument: "indices", index: 0, message: "indices[0] = 0 is not a 32-bit whole number" },
  ],
  [
    "data that is no array",
    { data: 5 },
    { code: "type", argument: "data", message: "data is number 5, an array of numbers is needed" },
  ],
  [
    "indices that are a string",
    { indices: "0121" },
    { code: "type", argument: "indices", message: "indices is string 0121, an array of numbers is needed" },
  ],
];

describe("csr refuses", () => {
  it.each(CASES)("%s", (_name, change, expected) => {
    expect(refused(change)).toEqual(expected);
  });

  it("an index out of range with its place, limits and row", () => {
    const columns = [0, 3, 5, 1, 4, 9, 2, 12];
    const input = { rows: 3, columns: 10, indptr: [0, 3, 6, 8], indices: columns, data: columns };
    expect(refusal(() => csr(input))).toEqual({
      code: "range",
      argument: "indices",
      index: 7,
      message: "indices[7] = 12 is outside 0..9 (row 2)",
    });
  });

  it("what is no object", () => {
    expect(refusal(() => csr(7 as unknown as CsrInput))).toEqual({
      code: "type",
      argument: "A",
      message: "csr takes { rows, columns, indptr, indices, data }, not number 7",
    });
    expect(refusal(() => csr(null as unknown as CsrInput)).message).toMatch(/, not null$/);
  });
});
