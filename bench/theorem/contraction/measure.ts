import { median } from "../../timing.js";
import { FAMILIES, type Family } from "../families.js";
import { type Instance, instance } from "../problems.js";
import { localStart, type Reference, reference } from "../reference.js";
import { onceFull, type Trial, trial } from "../trial.js";

export const SAMPLERS = ["leverage", "rowNorm", "uniform"] as const;
export type SampledBy = (typeof SAMPLERS)[number];
export const STEPS = ["search", "unit"] as const;
export type StepRule = (typeof STEPS)[number];
export const SAMPLER_NAMES: Record<SampledBy, string> = {
  leverage: "leverage",
  rowNorm: "row norm",
  uniform: "uniform",
};
export const STEP_NAMES: Record<StepRule, string> = { search: "search step", unit: "literal unit step" };
export type Start = "near" | "zero";

/** What one way to sample did on one family, over its seeds. */
export interface Cell {
  readonly family: string;
  readonly by: SampledBy;
  readonly step: StepRule;
  readonly start: Start;
  /** Rows asked for, in columns d. */
  readonly perColumn: number;
  readonly rowsAsked: number;
  /** Median over all steps of all seeds. */
  readonly rowsKept: number;
  readonly seeds: number;
  readonly converged: number;
  /** Over all counted steps of all seeds: near x* every one, from 0 those after the last that the search shortened. */
  readonly median: number;
  readonly worst: number;
  /** Median of the solver's own rate, |g + H p| / |g| in the metric of the sample. */
  readonly quality: number;
  /** Median steps of the runs that converged. */
  readonly steps: number;
  /** How the other runs ended, and their median error over that of the start. */
  readonly otherEnds: readonly string[];
  readonly finalError: number;
}

/** How much is run. */
export interface Effort {
  readonly rows: number;
  /** Share of each family's columns. */
  readonly part: number;
  readonly perColumn: readonly number[];
  readonly seeds: Readonly<Record<SampledBy, number>>;
}

/** The papers' contraction a step. */
export const THEOREM = 0.4;
/** Rows a column at which the theorem's rate is judged. */
export const JUDGED = 16;
/** A run that needs more steps has not converged: it takes 1e-10 at 0.68 a step to do so. */
export const MOST_STEPS = 60;
const SEED = 20240701;

/** Every family, every sampler, every number of rows, both step rules; the judged ones also from x = 0. */
export function contractions({ rows, part, perColumn, seeds }: Effort, progress: (name: string) => void): Cell[] {
  return FAMILIES.flatMap((family) => {
    progress(family.name);
    const made = instance(family, rows, SEED, Math.round(part * family.columns));
    const solution = reference(made);
    const near = localStart(made, solution);
    const zero = new Float64Array(made.d);
    const measured = STEPS.flatMap((step) =>
      SAMPLERS.flatMap((by) =>
        perColumn.map((count) => cell(made, solution, near, { by, step, start: "near", perColumn: count }, seeds[by])),
      ),
    );
    const judged = { by: "leverage", step: "search", start: "zero", perColumn: JUDGED } as const;
    return [...measured, cell(made, solution, zero, judged, seeds.leverage)];
  });
}

function cell(
  made: Instance,
  solution: Reference,
  x0: Float64Array,
  { by, step, start, perColumn }: Pick<Cell, "by" | "step" | "start" | "perColumn">,
  seeds: number,
): Cell {
  const rowsAsked = perColumn * made.d;
  const sampling = { rows: rowsAsked, by, step, certify: false };
  const trials: Trial[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    trials.push(trial(made, solution, x0, { method: "sampled", sampling, seed, maxIterations: MOST_STEPS }));
  }
  // Near x* a step that the search must shorten is the sample's fault: all count.
  const contractions = trials.flatMap((one) => (start === "near" ? one.contractions : onceFull(one)));
  const converged = trials.filter(({ end }) => end === "converged");
  const others = trials.filter(({ end }) => end !== "converged");
  return {
    family: made.family.name,
    by,
    step,
    start,
    perColumn,
    rowsAsked,
    rowsKept: median(trials.flatMap((one) => one.rowsKept)),
    seeds,
    converged: converged.length,
    median: median(contractions),
    worst: contractions.reduce((most, rate) => Math.max(most, rate), contractions.length ? 0 : Number.NaN),
    quality: median(trials.flatMap((one) => one.quality)),
    steps: median(converged.map((one) => one.contractions.length)),
    otherEnds: [...new Set(others.map(({ end }) => end))],
    finalError: median(others.map((one) => one.finalError)),
  };
}

/** Families in the order of the tables, for those that read the cells. */
export const familyNames = (): string[] => FAMILIES.map(({ name }: Family) => name);
