import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { papers, text } from "./document.js";
import { type Bound, flat, type Numbers, type Values } from "./erratum.js";

const all = papers.flatMap((paper) => paper.rows.map((row) => ({ ...row, paper: paper.title })));
const shows = all.flatMap(({ show, ...row }) => (show ? [{ ...row, show }] : []));
const largest = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((v, k) => Math.abs(v - b[k])));

function checkValues({ printed, correct, truth, tolerance = 1e-8 }: Values): void {
  const [p, c, t] = [printed, correct, truth].map(flat);
  expect(c.length).toBe(t.length);
  expect(p.length).toBe(t.length);
  for (const v of [...p, ...c, ...t]) expect(Number.isFinite(v)).toBe(true);
  const scale = tolerance * Math.max(1, ...t.map(Math.abs));
  expect(largest(c, t)).toBeLessThanOrEqual(scale);
  expect(largest(p, t)).toBeGreaterThan(100 * scale);
}

function checkBound({ kind, sense, quantity, printed, correct, mended = quantity }: Bound): void {
  const sign = sense === "<=" ? 1 : -1;
  const slack = (v: number, bound: number): number => sign * (bound - v);
  if (kind === "loose") expect(slack(quantity, printed)).toBeGreaterThan(0);
  else expect(slack(quantity, printed)).toBeLessThan(-1e-6 * Math.max(Math.abs(quantity), Math.abs(printed)));
  if (correct === undefined) return;
  expect(slack(mended, correct)).toBeGreaterThanOrEqual(-1e-8 * Math.abs(correct) - 1e-12);
  // A sharper bound is sharper, and a mended one is another.
  if (kind === "loose") expect(slack(correct, printed)).toBeGreaterThan(0);
  else if (mended === quantity) expect(slack(correct, printed)).toBeLessThan(0);
}

/** `said` has the numbers as text: each must be the value rounded to the digits given. */
function checkSaid(value: Numbers, said: string): void {
  const words = said.split(" ");
  const values = flat(value);
  expect(values.length).toBe(words.length);
  words.forEach((word, k) => {
    if (word === "_") return;
    const [digits, exponent = "0"] = word.split("e");
    const decimals = (digits.split(".")[1] ?? "").length;
    const unit = 10 ** (Number(exponent) - decimals);
    expect(Math.abs(values[k] - Number(word)), `${values[k]} is not ${word}`).toBeLessThanOrEqual(0.5001 * unit);
  });
}

describe("errata:", () => {
  it.each(shows.map((row) => [row.id, row.place, row] as const))("%s, %s", (_id, _place, row) => {
    const evidence = row.show();
    if (evidence.kind === "values") checkValues(evidence);
    else checkBound(evidence);
  });

  it.each(shows.filter((row) => row.said).map((row) => [row.id, row] as const))(
    "%s has the numbers found by separate calculations",
    (_id, row) => {
      const evidence = row.show();
      const { printed, correct, quantity } = row.said ?? {};
      if (printed) checkSaid(evidence.printed, printed);
      if (correct) checkSaid(evidence.correct ?? Number.NaN, correct);
      if (quantity) checkSaid(evidence.kind === "values" ? Number.NaN : evidence.quantity, quantity);
    },
  );

  it("have ids of their own and leave nothing out", () => {
    expect(new Set(all.map((row) => row.id)).size).toBe(all.length);
    for (const row of all)
      for (const part of [row.place, row.printed, row.correct, row.counterexample]) expect(part).not.toBe("");
  });

  it("number per paper: rows and rows with numbers", () => {
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
