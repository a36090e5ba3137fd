/** One way to compute what a kernel computes. */
export interface Way {
  readonly name: string;
  readonly run: () => void;
  readonly output: Float64Array;
}

/** A kernel with its data, its rivals and what it counts. */
export interface KernelCase {
  /** The exported kernel, and the name the Python baseline knows. */
  readonly kernel: string;
  readonly size: string;
  readonly flops?: number;
  /** How the flops are counted, for the table. */
  readonly flopCount?: string;
  /** Bytes that must come from and go to memory once, for kernels that memory may limit. */
  readonly bytes?: number;
  /** Nanoseconds are given for one of these. */
  readonly units: number;
  readonly unit: string;
  readonly kernelWay: Way;
  readonly plain: readonly Way[];
  /** Folder of the data, for the Python baseline. */
  readonly folder: string;
  /** Untimed before each call, where a call destroys its input; `way` is the one about to run. */
  readonly prepare?: (way: Way) => void;
  /** Largest difference between two outputs of the same input; by default of the arrays as they are. */
  readonly difference?: (kernel: Float64Array, plain: Float64Array) => number;
  readonly bars: readonly Bar[];
}

/** Medians of one kernel over the interleaved repeats. */
export interface Figures {
  readonly seconds: number;
  readonly plain: Record<string, number>;
  readonly python: Record<string, number>;
  /** Multiply-add peak of the same repeats, flops a second. */
  readonly peak: number;
  readonly flops?: number;
  readonly units: number;
}

/** What a kernel has to reach. */
export interface Bar {
  readonly text: string;
  readonly value: (figures: Figures) => number | undefined;
  readonly passes: (value: number) => boolean;
  readonly show: (value: number) => string;
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
const times = (value: number): string => `${value.toFixed(2)} x`;

/** At least this share of the multiply-add peak. */
export function shareOfPeak(least: number): Bar {
  const value = ({ flops, seconds, peak }: Figures): number | undefined => flops && flops / seconds / peak;
  return { text: `>= ${percent(least)} of peak`, value, passes: (share) => share >= least, show: percent };
}

/** At least so many times as fast as the fastest plain JS. */
export function timesPlain(least: number): Bar {
  const value = ({ plain, seconds }: Figures): number => fastest(plain).seconds / seconds;
  return { text: `>= ${least} x plain JS`, value, passes: (ratio) => ratio >= least, show: times };
}

/** At least so many times as fast as one way of the Python baseline. */
export function timesPython(way: string, least: number): Bar {
  const value = ({ python, seconds }: Figures): number => python[way] / seconds;
  return { text: `>= ${least} x SciPy's ${way}`, value, passes: (ratio) => ratio >= least, show: times };
}

/** At most so many times the seconds of one way of the Python baseline. */
export function slowerThanPython(way: string, most: number): Bar {
  const value = ({ python, seconds }: Figures): number => seconds / python[way];
  return { text: `<= ${most} x the time of SciPy's ${way}`, value, passes: (ratio) => ratio <= most, show: times };
}

/** At most so many nanoseconds a unit, which is named with its article. */
export function nanoseconds(most: number, unit: string): Bar {
  const value = ({ seconds, units }: Figures): number => (1e9 * seconds) / units;
  const show = (ns: number): string => `${ns.toFixed(2)} ns`;
  return { text: `<= ${most} ns ${unit}`, value, passes: (ns) => ns <= most, show };
}

/** The fastest entry of a record of seconds. */
export function fastest(record: Record<string, number>): { name: string; seconds: number } {
  const [first, ...rest] = Object.entries(record).map(([name, seconds]) => ({ name, seconds }));
  return rest.reduce(
    (best, entry) => (entry.seconds < best.seconds ? entry : best),
    first ?? { name: "", seconds: NaN },
  );
}
