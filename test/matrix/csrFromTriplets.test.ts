import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csrFromTriplets, type Triplets } from "../../src/index.js";
import { type Refusal, refusal } from "./support/refusal.js";

describe("csrFromTriplets", () => {
  it("sorts rows and columns and adds entries at the same place", () => {
    const A = csrFromTriplets({
      rows: 4,
      columns: 3,
      row: [3, 0, 1, 3, 0, 3],
      column: [2, 2, 1, 0, 0, 2],
      value: [1, 2, 3, 4, 5, 10],
    });
    expect(A).toEqual({
      rows: 4,
      columns: 3,
      indptr: Int32Array.of(0, 2, 3, 3, 5),
      indices: Int32Array.of(0, 2, 1, 0, 2),
      data: Float64Array.of(5, 2, 3, 4, 11),
    });
  });

  it("keeps empty rows and columns, at both ends too, and a matrix without entries", () => {
    const A = csrFromTriplets({ rows: 4, columns: 9, row: [2], column: [4], value: [7] });
    expect(A.indptr).toEqual(Int32Array.of(0, 0, 0, 1, 1));
    const none = csrFromTriplets({ rows: 2, columns: 2, row: [], column: [], value: [] });
    expect(none.indptr).toEqual(new Int32Array(3));
  });

  it("keeps entries that cancel, as zeros", () => {
    const A = csrFromTriplets({ rows: 1, columns: 1, row: [0, 0], column: [0, 0], value: [2, -2] });
    expect(A.data).toEqual(Float64Array.of(0));
  });

  it("adds entries at one place in the order they came in", () => {
    // 1e16 + 1 is 1e16 in doubles: the order of the sum can be read off its result.
    const sum = (value: number[]): number =>
      csrFromTriplets({ rows: 1, columns: 1, row: [0, 0, 0], column: [0, 0, 0], value }).data[0];
    expect(sum([1e16, 1, -1e16])).toBe(0);
    expect(sum([1e16, -1e16, 1])).toBe(1);
  });

  it("leaves its arguments as they were", () => {
    const input = { rows: 2, columns: 2, row: [1, 0], column: [0, 1], value: Float64Array.of(1, 2) };
    const before = structuredClone(input);
    csrFromTriplets(input);
    expect(input).toEqual(before);
  });

  it("equals adding into a dense array (seed 20, 400 matrices)", () => {
    const triplets = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
      .chain(([rows, columns]) =>
        fc.record({
          rows: fc.constant(rows),
          columns: fc.constant(columns),
          entries: fc.array(
            fc.tuple(
              fc.integer({ min: 0, max: rows - 1 }),
              fc.integer({ min: 0, max: columns - 1 }),
              fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
            ),
            { maxLength: 60 },
          ),
        }),
      );
    const property = fc.property(triplets, ({ rows, columns, entries }) => {
      const [row, column, value] = [0, 1, 2].map((k) => entries.map((entry) => entry[k]));
      const A = csrFromTriplets({ rows, columns, row, column, value });
      const wanted = new Map<number, number>();
      // The sum starts at the first entry, not at 0: only so does -0 stay -0.
      for (const [i, j, v] of entries) {
        const sum = wanted.get(i * columns + j);
        wanted.set(i * columns + j, sum === undefined ? v : sum + v);
      }
      const found = new Map<number, number>();
      for (let i = 0; i < rows; i++) {
        for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) found.set(i * columns + A.indices[k], A.data[k]);
      }
      expect(A.indptr[rows]).toBe(wanted.size);
      expect([...found]).toEqual([...wanted].sort(([a], [b]) => a - b));
    });
    fc.assert(property, { seed: 20, numRuns: 400 });
  });
});

const GOOD = { rows: 2, columns: 3, row: [0, 1], column: [2, 0], value: [1, 2] };

const CASES: [string, Record<string, unknown>, Refusal][] = [
  [
    "no rows",
    { rows: 0 },
    { code: "empty", argument: "rows", message: "rows = 0: an empty matrix has nothing to fit, give at least one" },
  ],
  [
    "a number of columns that is no number",
    { columns: undefined },
    { code: "type", argument: "columns", message: "columns = undefined is not a whole number" },
  ],
  ["a row too few", { row: [0] }, { code: "length", argument: "row", message: "row has 1 entries, 2 are needed" }],
  [
    "a column too many",
    { column: [2, 0, 1] },
    { code: "length", argument: "column", message: "column has 3 entries, 2 are needed" },
  ],
  [
    "a row out of range",
    { row: [0, 2] },
    { code: "range", argument: "row", index: 1, message: "row[1] = 2 is outside 0..1" },
  ],
  [
    "a negative row",
    { row: [-1, 0] },
    { code: "range", argument: "row", index: 0, message: "row[0] = -1 is outside 0..1" },
  ],
  [
    "a column out of range",
    { column: [3, 0] },
    { code: "range", argument: "column", index: 0, message: "column[0] = 3 is outside 0..2" },
  ],
  [
    "a column between two",
    { column: [2, 0.5] },
    { code: "range", argument: "column", index: 1, message: "column[1] = 0.5 is outside 0..2" },
  ],
  [
    "NaN as a row",
    { row: [Number.NaN, 0] },
    { code: "range", argument: "row", index: 0, message: "row[0] = NaN is outside 0..1" },
  ],
  [
    "NaN as a value",
    { value: [1, Number.NaN] },
    { code: "notFinite", argument: "value", index: 1, message: "value[1] = NaN is not a finite number" },
  ],
  [
    "a value that is no array",
    { value: 3 },
    { code: "type", argument: "value", message: "value is number 3, an array of numbers is needed" },
  ],
  [
    "a row that is null",
    { row: null },
    { code: "type", argument: "row", message: "row is null, an array of numbers is needed" },
  ],
];

describe("csrFromTriplets refuses", () => {
  it.each(CASES)("%s", (_name, change, expected) => {
    expect(refusal(() => csrFromTriplets({ ...GOOD, ...change } as unknown as Triplets))).toEqual(expected);
  });

  it("entries whose sum overflows", () => {
    const input = { rows: 1, columns: 1, row: [0, 0], column: [0, 0], value: [1e308, 1e308] };
    expect(refusal(() => csrFromTriplets(input)).code).toBe("notFinite");
  });

  it("what is no object", () => {
    expect(refusal(() => csrFromTriplets(null as unknown as Triplets)).code).toBe("type");
  });
});
