import { short } from "../../table.js";
import { judge, type Verdict } from "../../verdict.js";
import { type Chapter, enumerate, outOf, type Sheet } from "../chapter.js";
import { FAMILIES } from "../families.js";
import {
  type Cell,
  contractions,
  type Effort,
  familyNames,
  JUDGED,
  MOST_STEPS,
  SAMPLER_NAMES,
  SAMPLERS,
  type SampledBy,
  STEP_NAMES,
  STEPS,
  type StepRule,
  THEOREM,
} from "./measure.js";
import { contractionPlot } from "./plot.js";

const FULL: Effort = {
  rows: 20000,
  part: 1,
  perColumn: [8, 16, 32],
  seeds: { leverage: 20, rowNorm: 5, uniform: 5 },
};
const QUICK: Effort = {
  rows: 1500,
  part: 0.25,
  perColumn: [8, 16, 32],
  seeds: { leverage: 2, rowNorm: 1, uniform: 1 },
};
/** (a) Contraction per step against rows kept. */
export function contractionChapter(quick: boolean, progress: (name: string) => void): Chapter {
  const effort = quick ? QUICK : FULL;
  const cells = contractions(effort, progress);
  return {
    title: "(a) Contraction per step against rows kept",
    method: `Claim: near the solution a step with a leverage-sampled Hessian contracts the error by ${THEOREM}. Errors
are measured in the norm of the exact Hessian at x*, x* by the exact method at tolerance 1e-14 and then to rounding. Runs
start where exact Newton, coming from 0, begins to contract tenfold a step, and are followed until the error is 1e-10 of
its start or ${MOST_STEPS} steps are over; every step counts. Runs by leverage with ${JUDGED}d rows also start from 0: there
those steps count that follow the last one the search shortened. n = ${effort.rows}; ${effort.seeds.leverage} seeds by
leverage, ${effort.seeds.uniform} by the others.`,
    findings: findings(cells),
    sheets: [...STEPS.map((step) => sheet(cells, step, effort)), familySheet()],
    plots: STEPS.map((step) => contractionPlot(cells, step)),
    verdicts: [...rateVerdicts(cells, quick), ...coherenceVerdicts(cells, quick)],
    record: { effort, cells },
  };
}

function sheet(cells: readonly Cell[], step: StepRule, { perColumn }: Effort): Sheet {
  const heading = ["family", "rows by", ...perColumn.flatMap((count) => [`${count}d: median`, "worst", "converged"])];
  const rows = familyNames().flatMap((family) =>
    SAMPLERS.map((by, index) => [
      index === 0 ? family : "",
      SAMPLER_NAMES[by],
      ...perColumn.flatMap((count) => {
        const { median, worst, converged, seeds } = pick(cells, family, by, step, count);
        return [short(median, 2), short(worst, 2), outOf(converged, seeds)];
      }),
    ]),
  );
  return { title: `${STEP_NAMES[step]}: contraction of |x - x*|_H a step, median and worst`, rows: [heading, ...rows] };
}

function familySheet(): Sheet {
  return {
    title: "families",
    rows: [["family", "rows, loss, scale"], ...FAMILIES.map(({ name, about }) => [name, about])],
  };
}

function pick(
  cells: readonly Cell[],
  family: string,
  by: SampledBy,
  step: StepRule,
  count: number,
  start = "near",
): Cell {
  const found = cells.find(
    (cell) =>
      cell.family === family &&
      cell.by === by &&
      cell.step === step &&
      cell.perColumn === count &&
      cell.start === start,
  );
  if (!found) throw new Error(`no cell ${family}, ${by}, ${step}, ${count} d, ${start}`);
  return found;
}

function rateVerdicts(cells: readonly Cell[], quick: boolean): Verdict[] {
  return familyNames().flatMap((family) =>
    (["near", "zero"] as const).map((start) => {
      const cell = pick(cells, family, "leverage", "search", JUDGED, start);
      const { worst, converged, seeds } = cell;
      const subject = `${family}, ${JUDGED}d rows by leverage, from ${start === "near" ? "near x*" : "0"}`;
      const show = (): string => `worst ${short(worst, 2)}, ${outOf(converged, seeds)} converged`;
      const bar = `every step <= ${THEOREM} in ${seeds} seeds`;
      return judge(subject, bar, worst, (rate) => rate <= THEOREM && converged === seeds, show, quick);
    }),
  );
}

const SHOWN = ["T2", "EXP-D", "ZIPF"];
const CONTROL = "ZIPF, D = 1";

/** Uniform sampling is to fail where coherence is real, and not where it is not. */
function coherenceVerdicts(cells: readonly Cell[], quick: boolean): Verdict[] {
  const verdicts = SHOWN.map((family) => {
    const uniform = pick(cells, family, "uniform", "search", 32);
    const leverage = pick(cells, family, "leverage", "search", 8);
    const share = uniform.converged / uniform.seeds;
    const show = (): string =>
      `uniform ${outOf(uniform.converged, uniform.seeds)}, leverage ${outOf(leverage.converged, leverage.seeds)}`;
    const bar = "uniform at 32d converges in under half of the runs, leverage at 8d in all";
    return judge(family, bar, share, () => share < 0.5 && leverage.converged === leverage.seeds, show, quick);
  });
  const control = pick(cells, CONTROL, "uniform", "search", 32);
  const show = (): string => outOf(control.converged, control.seeds);
  const passes = (): boolean => control.converged === control.seeds;
  return [
    ...verdicts,
    judge(CONTROL, "control: uniform at 32d converges in all runs", control.converged, passes, show, quick),
  ];
}

function findings(cells: readonly Cell[]): string[] {
  const names = familyNames();
  const within = (step: StepRule, count: number): string[] =>
    names.filter((family) => {
      const { worst, converged, seeds } = pick(cells, family, "leverage", step, count);
      return worst <= THEOREM && converged === seeds;
    });
  const lost = (by: SampledBy, count: number): string[] =>
    names.filter((family) => {
      const { converged, seeds } = pick(cells, family, by, "search", count);
      return converged < seeds;
    });
  return [
    `Sampled by leverage with ${JUDGED}d rows every step near x* contracts by ${THEOREM} or better in
${outOf(within("search", JUDGED).length, names.length)} families with the search step and in
${outOf(within("unit", JUDGED).length, names.length)} with the literal unit step; at 32d in
${within("search", 32).length} and ${within("unit", 32).length}.`,
    `Not every run converges within ${MOST_STEPS} search steps at 32d: ${enumerate(lost("uniform", 32), "no family")} by uniform
sampling, ${enumerate(lost("rowNorm", 32), "no family")} by row norms, ${enumerate(lost("leverage", 32), "no family")} by leverage.
At 8d by leverage: ${enumerate(lost("leverage", 8), "no family")}.`,
    ...otherEnds(cells),
  ].map((text) => text.replaceAll("\n", " "));
}

/** How runs by leverage ended that should have converged. */
function otherEnds(cells: readonly Cell[]): string[] {
  const short = cells.filter(({ by, converged, seeds }) => by === "leverage" && converged < seeds);
  if (short.length === 0) return [];
  const ends = enumerate([...new Set(short.flatMap((cell) => cell.otherEnds))].map((end) => `"${end}"`));
  const error = Math.max(...short.map(({ finalError }) => finalError));
  const count = short.reduce((sum, { converged, seeds }) => sum + seeds - converged, 0);
  return [
    `${count} runs by leverage in ${short.length} cells did not converge: they ended as ${ends}, with a median error of up to
${error.toExponential(1)} of the start.`,
  ];
}
