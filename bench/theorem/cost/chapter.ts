import { duration, short } from "../../table.js";
import { judge, type Verdict } from "../../verdict.js";
import type { Chapter, Sheet } from "../chapter.js";
import { fitLine, type Line } from "../statistics.js";
import { type Cost, costs } from "./measure.js";
import { costPlot } from "./plot.js";
import type { Effort } from "./sizes.js";
import { OPERATIONS, type Operation } from "./work.js";

const FULL: Effort = {
  repeats: 7,
  columns: 300,
  perRow: 10,
  sampledRows: 16 * 300,
  nnz: [1e5, 1e8],
  small: 5,
  large: 6,
};
const QUICK: Effort = { ...FULL, repeats: 3, nnz: [2e4, 4e5], small: 4, large: 1 };
/** Sizes that a fitted exponent needs to be judged. */
const LEAST_SIZES = 5;
const LINEAR = 1.05;

/** (d) Cost per iteration against nnz. */
export async function costChapter(quick: boolean, progress: (name: string) => void): Promise<Chapter> {
  const effort = quick ? QUICK : FULL;
  const { cache, list } = await costs(effort, progress);
  // A quick run stays in cache: it fits what it has, and is not judged.
  const fitted = quick ? list : list.filter(({ large }) => large);
  const fits = Object.fromEntries(OPERATIONS.map((name) => [name, exponent(fitted, name)])) as Fits;
  const cacheSize = `${short(cache / 2 ** 20)} MiB`;
  return {
    title: "(d) Cost per iteration against nnz",
    method: `Claim: an iteration costs about nnz(A) + d^3. Kernels on growing prefixes of one CSR matrix, d = ${effort.columns},
${effort.perRow} entries a row, ${effort.sampledRows} sampled rows, medians of ${effort.repeats} interleaved repeats in one thread. gradient: A x and
A'y; scores: norms of the rows projected on 16 columns; the Gram matrices: A'DA from the sampled rows and from all.
Exponents are log-log least squares over the sizes whose A exceeds the last-level cache (${cacheSize} here), with standard errors.`,
    findings: [finding(fits, fitted, cacheSize)],
    sheets: [costSheet(list), exponentSheet(fits)],
    plots: [costPlot(list, cache)],
    verdicts: verdicts(fits, fitted.length, quick),
    record: { effort, cache, costs: list, fits },
  };
}

type Fits = Readonly<Record<Operation, Line>>;

function exponent(list: readonly Cost[], name: Operation): Line {
  return fitLine(
    list.map(({ nnz }) => Math.log(nnz)),
    list.map(({ seconds }) => Math.log(seconds[name])),
  );
}

function costSheet(list: readonly Cost[]): Sheet {
  const heading = ["nnz", "rows", "A", "beyond cache", ...OPERATIONS.flatMap((name) => [name, "ns / nnz"])];
  const rows = list.map(({ nnz, rows, bytes, large, seconds }) => [
    short(nnz),
    short(rows),
    `${short(bytes / 2 ** 20)} MiB`,
    large ? "yes" : "no",
    ...OPERATIONS.flatMap((name) => [duration(seconds[name]), short((1e9 * seconds[name]) / nnz, 2)]),
  ]);
  return { title: "median time of one call", rows: [heading, ...rows] };
}

function exponentSheet(fits: Fits): Sheet {
  const heading = ["operation", "exponent of nnz", "standard error", "exponent - 2 s.e.", "r^2", "sizes"];
  const rows = OPERATIONS.map((name) => {
    const { slope, slopeError, r2, points } = fits[name];
    const least = slope - 2 * slopeError;
    return [name, slope.toFixed(3), slopeError.toFixed(3), least.toFixed(3), r2.toFixed(4), String(points)];
  });
  return { title: "fitted exponents", rows: [heading, ...rows] };
}

function verdicts(fits: Fits, sizes: number, quick: boolean): Verdict[] {
  const show =
    ({ slope, slopeError }: Line) =>
    (): string =>
      `${slope.toFixed(3)} +- ${slopeError.toFixed(3)}`;
  // Too few sizes beyond the cache leave the exponent unmeasured.
  const of = (value: number): number | undefined => (sizes >= LEAST_SIZES ? value : undefined);
  const linear = (["gradient", "scores"] as const).map((name) => {
    const { slope, slopeError } = fits[name];
    const bar = `exponent - 2 s.e. <= ${LINEAR}`;
    return judge(
      name,
      bar,
      of(slope - 2 * slopeError),
      (least) => least <= LINEAR,
      show(fits[name]),
      quick || sizes < LEAST_SIZES,
    );
  });
  const [sampled, exact] = [fits["sampled Gram"], fits["exact Gram"]];
  const gap = exact.slope - 2 * exact.slopeError - (sampled.slope + 2 * sampled.slopeError);
  const bar = "exponent + 2 s.e. below the exact Gram's - 2 s.e.";
  const both = (): string => `${show(sampled)()} against ${show(exact)()}`;
  return [...linear, judge("sampled Gram", bar, of(gap), (value) => value > 0, both, quick)];
}

function finding(fits: Fits, fitted: readonly Cost[], cacheSize: string): string {
  if (!fitted.length) return `No size exceeds the last-level cache (${cacheSize}): no exponent is fitted.`;
  const { nnz, seconds } = fitted[fitted.length - 1];
  const parts = OPERATIONS.map((name) => `${name} nnz^${fits[name].slope.toFixed(2)}`);
  const ratio = seconds["exact Gram"] / (seconds.scores + seconds["sampled Gram"]);
  return `Over ${fitted.length} sizes: ${parts.join(", ")}. At ${short(nnz)} entries the exact Gram takes ${short(ratio)} times as long as
scores and sampled Gram together${ratio < 1 ? ": with so few entries a row, sampling does not pay" : ""}.`.replaceAll(
    "\n",
    " ",
  );
}
