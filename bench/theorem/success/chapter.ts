import { short } from "../../table.js";
import { judge, type Verdict } from "../../verdict.js";
import { type Chapter, outOf, type Sheet } from "../chapter.js";
import { pastLast } from "../statistics.js";
import { BOUNDS, type Draws, type Effort, successes } from "./measure.js";
import { errorPlot, failurePlot } from "./plots.js";

const FULL: Effort = { rows: 20000, columns: 50, seeds: 1000, perColumn: [4, 6, 8, 12, 16, 24, 32, 64] };
const QUICK: Effort = { rows: 1500, columns: 10, seeds: 40, perColumn: [4, 8, 16, 32, 64] };

/** The share of failures that the findings allow. */
const DELTA = 0.05;
/** A promise below this is as good as certain. */
const TINY = 1e-9;

/** (b) Success probability against delta. */
export function successChapter(quick: boolean, progress: (name: string) => void): Chapter {
  const effort = quick ? QUICK : FULL;
  const { draws, agreement } = successes(effort, progress);
  const cases = [...new Set(draws.map((one) => one.case))];
  return {
    title: "(b) How often a sample fails, against delta",
    method: `Claim: O(d log(d / delta)) rows give a spectral approximation with probability 1 - delta. One Hessian is
sampled at the solution in each of ${effort.seeds} seeds; eps is exact, from the extreme eigenvalues of (H~, H).
n = ${effort.rows}, d = ${effort.columns}. Chernoff's promise is the two-sided matrix Chernoff bound with its own constants,
d [e^-eps / (1 - eps)^(1 - eps)]^(1/L) + d [e^eps / (1 + eps)^(1 + eps)]^(1/L), L = max tau_i / p_i over rows that are not
certain (at most d / s for leverage sampling); Marchenko and Pastur expect eps = 2 sqrt(g) + g with g = d / s.`,
    findings: findings(draws),
    sheets: cases.map((name) => sheet(name, draws)),
    plots: [failurePlot(draws, cases, quick ? 0.01 : 1e-4), errorPlot(draws, cases)],
    verdicts: [...promiseVerdicts(draws, cases, quick), scoreVerdict(agreement, quick)],
    record: { effort, agreement, draws },
  };
}

function sheet(name: string, draws: readonly Draws[]): Sheet {
  const heading = [
    "rows",
    "kept",
    "median eps",
    "Marchenko-Pastur",
    ...BOUNDS.flatMap((bound) => [`P(eps > ${bound})`, "95 % interval", "Chernoff"]),
  ];
  const rows = draws
    .filter((one) => one.case === name)
    .map(({ perColumn, rowsKept, medianError, predictedError, failures }) => [
      `${perColumn}d`,
      rowsKept.toFixed(0),
      short(medianError),
      short(predictedError),
      ...failures.flatMap(({ share, interval: { low, high }, promised }) => [
        share.toFixed(3),
        `${low.toFixed(4)} to ${high.toFixed(4)}`,
        promised < TINY ? `< ${TINY}` : short(promised, 2),
      ]),
    ]);
  return { title: `${name}: failures of ${draws[0].seeds} draws`, rows: [heading, ...rows] };
}

const failures = (draws: readonly Draws[], name: string) =>
  draws.filter((one) => one.case === name).flatMap((one) => one.failures);

/** A bound that draws refute would mean a wrong probability or a wrong weight. */
function promiseVerdicts(draws: readonly Draws[], cases: readonly string[], quick: boolean): Verdict[] {
  return cases.map((name) => {
    const all = failures(draws, name);
    const kept = all.filter(({ interval, promised }) => interval.low <= promised).length;
    const show = (): string => outOf(kept, all.length);
    return judge(
      name,
      "no failure rate significantly above Chernoff's promise",
      kept,
      () => kept === all.length,
      show,
      quick,
    );
  });
}

function scoreVerdict(agreement: Readonly<Record<string, number>>, quick: boolean): Verdict {
  const worst = Object.values(agreement).reduce((most, gap) => Math.max(most, gap), 0);
  return judge(
    "leverageScores, exact",
    "within 1e-8 of scores by plain JS",
    worst,
    (gap) => gap <= 1e-8,
    (gap) => short(gap, 2),
    quick,
  );
}

function findings(draws: readonly Draws[]): string[] {
  return [...new Set(draws.map((one) => one.case))].map((name) => {
    const own = draws.filter((one) => one.case === name);
    const parts = BOUNDS.map((bound, k) => {
      const seen = firstBelow(own, (one) => one.failures[k].interval.high, DELTA);
      const promised = firstBelow(own, (one) => one.failures[k].promised, DELTA);
      const expected = firstBelow(own, (one) => one.predictedError, bound);
      return `eps <= ${bound} from ${seen} (Chernoff: ${promised}; Marchenko-Pastur: ${expected})`;
    });
    return `${name}: at least ${100 * (1 - DELTA)} % of draws, by the lower end of the interval, have ${parts.join(", and ")}.`;
  });
}

/** The least number of rows of the table from which on a figure stays at or below a bound. */
function firstBelow(draws: readonly Draws[], figure: (one: Draws) => number, bound: number): string {
  const first = draws[pastLast(draws, (one) => figure(one) > bound)];
  return first ? `${first.perColumn}d` : `no size up to ${draws[draws.length - 1].perColumn}d`;
}
