import { writeRecord } from "../files.js";
import { Python, pythonRefusal } from "../python.js";
import { duration, short, table } from "../table.js";
import { printVerdicts } from "../verdict.js";
import { listed, versions } from "../versions.js";
import type { KernelCase } from "./case.js";
import { type CopyLimit, copyLimits, lastLevelCache } from "./copyLimit.js";
import { choleskyCase, denseGramCase } from "./denseCases.js";
import { type Effort, measure } from "./measure.js";
import { peakLimit } from "./peakLimit.js";
import { abovePeak, type Result, recordOf, resultTable, verdicts } from "./report.js";
import { csrGramCase, csrPassCases } from "./sparseCases.js";
import { vectorCases } from "./vectorCases.js";

const SEED = 20240607;

/** Measures every kernel beside the limits; false when a kernel claims more than the peak, which voids the run. */
export async function runKernels(quick: boolean): Promise<boolean> {
  const effort: Effort = quick ? { repeats: 3, sample: 0.001 } : { repeats: 9, sample: 0.005 };
  const refusal = pythonRefusal();
  if (refusal) console.log(`skipped: NumPy and SciPy figures (${refusal})`);
  const python = refusal ? undefined : new Python("scipy_kernels.py");
  try {
    const about = { ...versions(), ...(await python?.ask<object>({ kernel: "about" })) };
    console.log(`\nKernels, one thread, medians of ${effort.repeats} interleaved repeats, seed ${SEED}`);
    console.log(`${listed(about)}\n`);
    const copy = copyLimits(quick, effort.repeats);
    printCopy(copy.memory, copy.resident);
    const peak = peakLimit();
    const results: Result[] = [];
    for (const group of groups(quick)) {
      for (const test of group()) results.push({ test, figures: await measure(test, peak, python, effort) });
    }
    return report(results, copy, about, quick);
  } finally {
    python?.close();
  }
}

/** Groups of cases that share data, made one after another so that only one lies in memory. */
function groups(quick: boolean): (() => KernelCase[])[] {
  const part = quick ? 0.05 : 1;
  return [
    () => [denseGramCase(20000 * part, quick ? 64 : 256, SEED)],
    () => [choleskyCase(quick ? 128 : 512, SEED + 1)],
    () => csrPassCases(200000 * part, 5000, 20, SEED + 2),
    () => [csrGramCase(200000 * part, quick ? 200 : 1000, 20, SEED + 3)],
    () => vectorCases(1000000 * part, SEED + 4),
  ];
}

function printCopy(...limits: CopyLimit[]): void {
  const rows = limits.map(({ bytes, bandwidth }) => [
    `${short(bytes / 2 ** 20)} MiB`,
    duration((2 * bytes) / bandwidth),
    `${short(bandwidth / 1e9)} GB/s`,
  ]);
  console.log(table([["copy of", "time", "read + write"], ...rows]));
  console.log(`last-level cache: ${short(lastLevelCache() / 2 ** 20)} MiB\n`);
}

function report(
  results: readonly Result[],
  copy: ReturnType<typeof copyLimits>,
  about: object,
  quick: boolean,
): boolean {
  // The kernels' arrays are of the size of the smaller copy.
  console.log(resultTable(results, copy.resident));
  const judged = verdicts(results, quick);
  printVerdicts(judged);
  const wrong = abovePeak(results);
  if (wrong.length) console.log(`INVALID RUN: above the multiply-add peak of the same run: ${wrong.join(", ")}\n`);
  writeRecord("kernels", {
    versions: about,
    seed: SEED,
    quick,
    valid: wrong.length === 0,
    copy,
    results: results.map(recordOf),
    verdicts: judged,
  });
  return wrong.length === 0;
}
