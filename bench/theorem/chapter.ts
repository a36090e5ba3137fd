import type { TopLevelSpec } from "vega-lite";
import { table } from "../table.js";
import { printVerdicts, type Verdict } from "../verdict.js";

/** A table with its heading as first row. */
export interface Sheet {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

/** A plot; the caption says how to read it. */
export interface Plot {
  readonly spec: TopLevelSpec;
  readonly description: string;
  readonly caption: string;
}

/** One claim of the papers, measured: printed, and set into the report. */
export interface Chapter {
  readonly title: string;
  /** What is claimed, and how it is measured: the same in every run. */
  readonly method: string;
  /** What this run found; every figure in it comes from the run. */
  readonly findings: readonly string[];
  readonly sheets: readonly Sheet[];
  readonly plots: readonly Plot[];
  readonly verdicts: readonly Verdict[];
  /** What the JSON record keeps. */
  readonly record: object;
}

/** Prints everything but the plots. */
export function printChapter({ title, findings, sheets, verdicts }: Chapter): void {
  console.log(`\n${title}`);
  for (const sheet of sheets) console.log(`\n${sheet.title}\n${table(sheet.rows)}`);
  console.log(`\n${findings.join("\n")}`);
  if (verdicts.length) printVerdicts(verdicts);
}

/** "3 of 9" */
export const outOf = (part: number, whole: number): string => `${part} of ${whole}`;

/** A list in a sentence; `none` for an empty one. */
export function enumerate(names: readonly string[], none = "none"): string {
  if (names.length < 2) return names[0] ?? none;
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}
