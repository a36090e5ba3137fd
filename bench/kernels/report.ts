import { duration, short, table } from "../table.js";
import { judge, type Verdict } from "../verdict.js";
import { type Figures, fastest, type KernelCase } from "./case.js";
import type { CopyLimit } from "./copyLimit.js";

/** A case with what was measured. */
export interface Result {
  readonly test: KernelCase;
  readonly figures: Figures;
}

const giga = (value: number | undefined): string => short(value && value / 1e9);
const percent = (share: number | undefined): string => (share === undefined ? "" : `${(100 * share).toFixed(0)} %`);
const times = (seconds: number, than: number): string => (Number.isNaN(seconds) ? "" : `${short(seconds / than)} x`);

/** One row a kernel: its figures, its share of the limits, its rivals. */
export function resultTable(results: readonly Result[], copy: CopyLimit): string {
  const heading = ["kernel", "size", "time", "ns", "flops", "GF/s", "peak", "of peak", "GB/s", "of copy"];
  const rivals = ["plain JS", "of ours", "NumPy / SciPy", "of ours", "its fastest way"];
  const rows = results.map(({ test, figures }) => {
    const rate = figures.flops && figures.flops / figures.seconds;
    const traffic = test.bytes && test.bytes / figures.seconds;
    const plain = fastest(figures.plain);
    const python = fastest(figures.python);
    return [
      test.kernel,
      test.size,
      duration(figures.seconds),
      `${short((1e9 * figures.seconds) / figures.units)} / ${test.unit}`,
      test.flopCount ?? "",
      giga(rate),
      giga(figures.peak),
      percent(rate && rate / figures.peak),
      giga(traffic),
      percent(traffic && traffic / copy.bandwidth),
      duration(plain.seconds),
      times(plain.seconds, figures.seconds),
      duration(python.seconds),
      times(python.seconds, figures.seconds),
      python.name,
    ];
  });
  return table([[...heading, ...rivals], ...rows]);
}

/** Each bar's verdict. */
export function verdicts(results: readonly Result[], quick: boolean): Verdict[] {
  return results.flatMap(({ test, figures }) =>
    test.bars.map((bar) =>
      judge(`${test.kernel} ${test.size}`, bar.text, bar.value(figures), bar.passes, bar.show, quick),
    ),
  );
}

/** The kernels that claim more than the machine's peak: each is a proof that the run is wrong. */
export function abovePeak(results: readonly Result[]): string[] {
  return results
    .filter(({ figures }) => figures.flops !== undefined && figures.flops / figures.seconds > figures.peak)
    .map(({ test }) => test.kernel);
}

/** What the JSON record keeps of a result. */
export function recordOf({ test, figures }: Result) {
  const { kernel, size, flopCount, bytes, unit } = test;
  return { kernel, size, flopCount, bytes, unit, ...figures };
}
