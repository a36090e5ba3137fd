import { duration, short, table } from "../table.js";
import { judge, type Verdict } from "../verdict.js";
import { type Comparison, EQUAL_GAP, type MethodRecord } from "./compare.js";
import { OURS } from "./subnewton.js";

/** Prints one row a method: time to equal accuracy with the status and the gradient where it ended. */
export function printComparison({ problem, size, best, methods }: Comparison): void {
  const ours = methods.find(({ method }) => method === OURS)?.reachSeconds;
  const heading = [
    "method",
    "to 1e-8",
    "of ours",
    "total",
    "cold",
    "set-up",
    "iterations",
    "gap",
    "|gradient|",
    "status",
  ];
  const rows = methods.map((record) => [
    record.method,
    record.skipped ? "skipped" : record.reachSeconds === undefined ? "never" : duration(record.reachSeconds),
    record.reachSeconds && ours ? `${short(record.reachSeconds / ours)} x` : "",
    duration(record.totalSeconds),
    duration(record.coldSeconds),
    duration(record.setupSeconds),
    record.iterations === undefined ? "" : String(record.iterations),
    record.gap === undefined ? "" : Math.max(0, record.gap).toExponential(1),
    short(record.gradientNorm),
    record.skipped ?? record.status ?? "",
  ]);
  console.log(`\n${problem} ${size}: F* = ${best.toPrecision(12)}; seconds to a relative gap of ${EQUAL_GAP}`);
  console.log(table([heading, ...rows]));
}

/** What a comparison is held to against NumPy's Newton method. */
export interface NewtonBar {
  readonly text: string;
  readonly passes: (timesFaster: number) => boolean;
  readonly show: (timesFaster: number) => string;
}

/** At least so many times as fast. */
export function timesFaster(least: number): NewtonBar {
  const show = (ratio: number): string => `${ratio.toFixed(2)} x as fast`;
  return { text: `>= ${least} x as fast`, passes: (ratio) => ratio >= least, show };
}

/** At most so many times the seconds. */
export function timesSlower(most: number): NewtonBar {
  const show = (ratio: number): string => `${(1 / ratio).toFixed(2)} x the time`;
  return { text: `<= ${most} x the time`, passes: (ratio) => 1 / ratio <= most, show };
}

/** The bar against each NumPy Newton: from x0 on, and once more with the set-up of both sides counted. */
export function newtonVerdicts({ problem, size, methods }: Comparison, bar: NewtonBar, quick: boolean): Verdict[] {
  const ours = methods.find(({ method }) => method === OURS);
  const rivals = methods.filter(({ library, skipped }) => library === "NumPy" && !skipped);
  if (!ours || rivals.length === 0) {
    return [judge(`${problem} ${size}`, `${bar.text}: NumPy Newton`, undefined, bar.passes, bar.show, quick)];
  }
  return rivals.flatMap((rival) =>
    [reached, reachedWithSetup].map((seconds, withSetup) => {
      const text = `${bar.text}: ${rival.method}${withSetup ? ", set-up counted" : ""}`;
      return judge(`${problem} ${size}`, text, seconds(rival) / seconds(ours), bar.passes, bar.show, quick);
    }),
  );
}

/** Never counts as endless. */
function reached({ reachSeconds }: MethodRecord): number {
  return reachSeconds ?? Number.POSITIVE_INFINITY;
}

function reachedWithSetup(record: MethodRecord): number {
  return reached(record) + (record.setupSeconds ?? 0);
}
