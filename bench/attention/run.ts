import { writeRecord } from "../files.js";
import { printVerdicts } from "../verdict.js";
import { listed, versions } from "../versions.js";
import { compareMethods } from "./methods.js";
import { measureRates } from "./rates.js";
import { measureRounding } from "./rounding.js";
import { measureSpeed } from "./speed.js";

/** The names that `only` takes. */
export const AUDITS = ["rates", "methods", "rounding", "speed"];

/** What attention gives away, how surely, and how fast it is found. */
export async function runAttention(quick: boolean, only: readonly string[] = AUDITS): Promise<void> {
  const parts = AUDITS.filter((name) => only.includes(name));
  if (parts.length === 0) return;
  console.log(`\nAttention inversion, one thread\n${listed(versions())}`);
  const record: Record<string, unknown> = {};
  const verdicts = [];
  if (parts.includes("rates")) {
    const { records, verdicts: judged } = measureRates(quick);
    record.rates = records;
    verdicts.push(...judged);
  }
  if (parts.includes("methods")) record.methods = compareMethods(quick);
  if (parts.includes("rounding")) record.rounding = measureRounding(quick);
  if (parts.includes("speed")) {
    const { record: speed, verdicts: judged } = await measureSpeed(quick);
    record.speed = speed;
    verdicts.push(...judged);
  }
  printVerdicts(verdicts);
  const name = parts.length === AUDITS.length ? "attention" : `attention-${parts.join("-")}`;
  writeRecord(name, { versions: versions(), quick, ...record, verdicts });
}
