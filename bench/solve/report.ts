import { duration, short, table } from "../table.js";
import { type Comparison, EQUAL_GAP, type MethodRecord } from "./compare.js";
import { TIME_LIMIT } from "./contestant.js";
import { ours } from "./subnewton.js";

const HEADING = [
  "method",
  "to 1e-8",
  "of auto",
  "total",
  "cold",
  "set-up",
  "iterations",
  "CG",
  "rows",
  "gap",
  "|gradient|",
  "status",
];

/** The method that users get without asking, beside which all others are shown. */
export function autoOf({ methods }: Comparison): MethodRecord | undefined {
  return methods.find(({ method }) => method === ours("auto"));
}

/** Prints one row a method: time to equal accuracy with the status and the gradient where it ended. */
export function printComparison(comparison: Comparison): void {
  const { problem, size, best, methods } = comparison;
  const auto = autoOf(comparison);
  const rows = methods.map((record) => [
    record.method,
    reachCell(record),
    record.reachSeconds && auto?.reachSeconds ? `${short(record.reachSeconds / auto.reachSeconds)} x` : "",
    duration(record.totalSeconds),
    duration(record.coldSeconds),
    duration(record.setupSeconds),
    whole(record.iterations),
    whole(record.linearIterations),
    whole(record.sampledRows),
    record.gap === undefined ? "" : Math.max(0, record.gap).toExponential(1),
    short(record.gradientNorm),
    record.skipped ?? record.status ?? "",
  ]);
  console.log(`\n${problem} ${size}: F* = ${best.toPrecision(12)}; seconds to a relative gap of ${EQUAL_GAP}`);
  console.log(table([HEADING, ...rows]));
  if (auto) console.log(choiceLine(auto));
}

function reachCell({ skipped, reachSeconds, status, totalSeconds }: MethodRecord): string {
  if (skipped) return "skipped";
  if (reachSeconds !== undefined) return duration(reachSeconds);
  return status === TIME_LIMIT ? `> ${duration(totalSeconds)}` : "never";
}

/** What `auto` chose, and its prediction beside the truth. */
function choiceLine({ choice, totalSeconds }: MethodRecord): string {
  if (!choice) return "";
  const predicted = choice.predictedSeconds[choice.method];
  return `auto chose ${choice.method} (${choice.why}): ${duration(predicted)} predicted, ${duration(totalSeconds)} taken`;
}

function whole(count: number | undefined): string {
  return count === undefined ? "" : String(count);
}
