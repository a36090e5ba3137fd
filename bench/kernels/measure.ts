import type { Python } from "../python.js";
import { median, secondsOf, warmUp } from "../timing.js";
import type { Figures, KernelCase, Way } from "./case.js";
import type { PeakLimit } from "./peakLimit.js";

const LARGEST_DIFFERENCE = 1e-9;

/** How long and how often to measure. */
export interface Effort {
  readonly repeats: number;
  /** Seconds that one sample of a short kernel should take. */
  readonly sample: number;
}

/** Medians of `repeats` rounds; a round runs the peak, the kernel, each plain way and each Python way once. */
export async function measure(
  test: KernelCase,
  peak: PeakLimit,
  python: Python | undefined,
  effort: Effort,
): Promise<Figures> {
  checkAgreement(test);
  const ways = [test.kernelWay, ...test.plain];
  const calls = new Map<Way, number>();
  for (const way of ways) calls.set(way, await callsOf(test, way, effort.sample));
  const times = new Map<Way, number[]>(ways.map((way) => [way, []]));
  const pythonTimes: Record<string, number[]> = {};
  const peaks: Record<string, number[]> = {};
  for (let repeat = 0; repeat < effort.repeats; repeat++) {
    collect(peaks, peak.sample());
    for (const way of ways) {
      test.prepare?.(way);
      times.get(way)?.push(secondsOf(way.run, calls.get(way)));
    }
    if (python) {
      const request = { folder: test.folder, kernel: test.kernel, sample: effort.sample };
      collect(pythonTimes, await python.ask(request));
    }
  }
  const medianOf = (way: Way): number => median(times.get(way) ?? []);
  return {
    seconds: medianOf(test.kernelWay),
    plain: Object.fromEntries(test.plain.map((way) => [way.name, medianOf(way)])),
    python: medians(pythonTimes),
    peak: Math.max(...Object.values(medians(peaks))),
    flops: test.flops,
    units: test.units,
  };
}

/** Warms a way up; the calls that make one sample, 1 where a call destroys its input. */
async function callsOf(test: KernelCase, way: Way, sample: number): Promise<number> {
  const run = (): void => {
    test.prepare?.(way);
    way.run();
  };
  const calls = await warmUp(run, sample);
  return test.prepare ? 1 : calls;
}

function collect(into: Record<string, number[]>, sample: Record<string, number>): void {
  for (const [name, value] of Object.entries(sample)) {
    into[name] ??= [];
    into[name].push(value);
  }
}

function medians(record: Record<string, number[]>): Record<string, number> {
  return Object.fromEntries(Object.entries(record).map(([name, values]) => [name, median(values)]));
}

/** A kernel that computes something else is not worth timing: one call of each from the same start. */
function checkAgreement(test: KernelCase): void {
  const difference = test.difference ?? largestDifference;
  for (const way of [test.kernelWay, ...test.plain]) {
    way.output.fill(0);
    test.prepare?.(way);
    way.run();
  }
  for (const way of test.plain) {
    const found = difference(test.kernelWay.output, way.output);
    if (!(found <= LARGEST_DIFFERENCE)) {
      throw new Error(`${test.kernel} differs from plain JS (${way.name}) by ${found} of the largest entry`);
    }
  }
}

function largestDifference(kernel: Float64Array, plain: Float64Array): number {
  let largest = 0;
  let size = 0;
  for (let i = 0; i < plain.length; i++) {
    const gap = Math.abs(kernel[i] - plain[i]);
    // NaN must not pass as small.
    if (!(gap <= largest)) largest = gap;
    size = Math.max(size, Math.abs(plain[i]));
  }
  return largest / size;
}
