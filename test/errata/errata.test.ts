import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { disagreements, faults } from "./check.js";
import { papers, text } from "./document.js";

const all = papers.flatMap((paper) => paper.rows);
const shows = all.flatMap(({ show, said, id, place }) => (show ? [{ show, said, id, place }] : []));

describe("errata:", () => {
  it.each(shows.map((row) => [row.id, row.place, row] as const))("%s, %s", (_id, _place, { show }) => {
    expect(faults(show())).toEqual([]);
  });

  it.each(shows.flatMap(({ id, said, show }) => (said ? [[id, said, show] as const] : [])))(
    "%s has the numbers found by separate calculations",
    (_id, said, show) => {
      expect(disagreements(show(), said)).toEqual([]);
    },
  );

  it("have ids of their own and leave nothing out", () => {
    expect(new Set(all.map((row) => row.id)).size).toBe(all.length);
    for (const { place, printed, correct, counterexample } of all)
      expect([place, printed, correct, counterexample]).not.toContain("");
  });

  it("number per paper: rows, and rows with numbers", () => {
    expect(papers.map((paper) => [paper.rows.length, paper.rows.filter((row) => row.show).length])).toEqual([
      [24, 23],
      [25, 21],
      [22, 19],
      [36, 31],
      [47, 39],
    ]);
  });

  it("are ERRATA.md, to the letter (npm run errata writes it)", () => {
    expect(readFileSync(new URL("../../ERRATA.md", import.meta.url), "utf8")).toBe(text());
  });
});

describe("the check of an erratum", () => {
  const values = { kind: "values", printed: 2, correct: 1, truth: 1 } as const;
  const bound = { kind: "broken", sense: "<=", quantity: 2, printed: 1, correct: 2 } as const;

  it("passes what shows the erratum", () => {
    expect([faults(values), faults(bound), faults({ ...bound, kind: "loose", printed: 3 })]).toEqual([[], [], []]);
    expect(disagreements(values, { printed: "2.0", correct: "1" })).toEqual([]);
  });

  it("finds a corrected value that is wrong, and a printed one that is right", () => {
    expect(faults({ ...values, correct: 1 + 1e-7 })).toHaveLength(1);
    expect(faults({ ...values, printed: 1 + 1e-7 })).toHaveLength(1);
    expect(faults({ ...values, correct: [1, Number.NaN] })).not.toEqual([]);
  });

  it("finds a bound that is kept, broken or not sharper", () => {
    expect(faults({ ...bound, quantity: 1 })).toHaveLength(1);
    expect(faults({ ...bound, correct: 1.9 })).toHaveLength(1);
    expect(faults({ ...bound, sense: ">=" })).toHaveLength(1);
    expect(faults({ ...bound, mended: 2.1 })).toHaveLength(1);
    expect(faults({ ...bound, kind: "loose" })).not.toEqual([]);
    expect(faults({ ...bound, kind: "loose", printed: 3, correct: 3 })).toHaveLength(1);
  });

  it("finds a number that is not as said", () => {
    expect(disagreements(values, { printed: "2.01" })).toHaveLength(1);
    expect(disagreements(values, { correct: "1 1" })).toHaveLength(1);
    expect(disagreements(values, { quantity: "1" })).toHaveLength(1);
    expect(disagreements(bound, { quantity: "2.5e0" })).toHaveLength(1);
  });
});
