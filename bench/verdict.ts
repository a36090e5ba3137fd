import { table } from "./table.js";

/** What a measured figure is held against. */
export interface Verdict {
  readonly subject: string;
  readonly bar: string;
  readonly measured: string;
  readonly verdict: "PASS" | "BELOW" | "not measured" | "not judged (quick)";
}

/** PASS or BELOW, unless the figure is missing or the sizes are not the bar's. */
export function judge(
  subject: string,
  bar: string,
  value: number | undefined,
  passes: (value: number) => boolean,
  show: (value: number) => string,
  quick: boolean,
): Verdict {
  if (value === undefined || Number.isNaN(value)) return { subject, bar, measured: "", verdict: "not measured" };
  const measured = show(value);
  if (quick) return { subject, bar, measured, verdict: "not judged (quick)" };
  return { subject, bar, measured, verdict: passes(value) ? "PASS" : "BELOW" };
}

/** Prints the verdicts as a table. */
export function printVerdicts(verdicts: readonly Verdict[]): void {
  const rows = verdicts.map((v) => [v.subject, v.bar, v.measured, v.verdict]);
  console.log(`\n${table([["bar on", "bar", "measured", "verdict"], ...rows])}\n`);
}
