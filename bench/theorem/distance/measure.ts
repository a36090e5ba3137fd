import type { SolveOptions } from "subnewton";
import { type Source, source } from "../../data.js";
import { family } from "../families.js";
import { type Instance, instance } from "../problems.js";
import { type Reference, reference } from "../reference.js";
import { solveUpper } from "../symmetric.js";
import { trial } from "../trial.js";

/** A run from one start by one method. */
export interface Run {
  readonly family: string;
  readonly method: MethodName;
  /** |x0 - x*|_H / |x*|_H */
  readonly distance: number;
  /** ln(|x0 - x*|_H / eps) */
  readonly logarithm: number;
  readonly seed: number;
  /** "converged", "lost", or the solver's own status. */
  readonly end: string;
  readonly reached: boolean;
  readonly iterations: number;
}

export const METHODS = {
  "sampled, unit step": (rows: number) => sampled(rows, "unit"),
  "sampled, search step": (rows: number) => sampled(rows, "search"),
  pcg: (rows: number): SolveOptions => ({ method: "pcg", sampling: { rows, by: "leverage" } }),
  exact: (): SolveOptions => ({ method: "exact" }),
} as const;
export type MethodName = keyof typeof METHODS;
export const NAMES = Object.keys(METHODS) as MethodName[];

export interface Effort {
  readonly families: readonly string[];
  readonly rows: number;
  /** Share of each family's columns. */
  readonly part: number;
  readonly perColumn: number;
  readonly seeds: number;
  /** |x0 - x*|_H / |x*|_H of the starts. */
  readonly distances: readonly number[];
}

/** The papers' rate 0.4 a step makes so many iterations a unit of ln(distance / eps). */
export const PROMISED = 1 / Math.log(2.5);
/** Accuracy that ends a run, relative to |x*|_H. */
export const ACCURACY = 1e-10;
const MOST_STEPS = 80;
const SEED = 20240705;

/** Iterations to one accuracy from starts at growing distance, in random directions of the H-norm's unit sphere. */
export function distances(effort: Effort, progress: (name: string) => void): Run[] {
  return effort.families.flatMap((name) => {
    const of = family(name);
    const made = instance(of, effort.rows, SEED, Math.round(effort.part * of.columns));
    const solution = reference(made);
    return effort.distances.flatMap((distance) => {
      progress(`${name}, distance ${distance.toPrecision(2)}`);
      return Array.from({ length: effort.seeds }, (_, k) => runsFrom(made, solution, distance, k + 1, effort)).flat();
    });
  });
}

/** Every method from one start. */
function runsFrom(made: Instance, solution: Reference, distance: number, seed: number, { perColumn }: Effort): Run[] {
  const target = ACCURACY * solution.size;
  const x0 = startAt(made, solution, distance, source(SEED + seed));
  return NAMES.map((method) => {
    const options = { ...METHODS[method](perColumn * made.d), seed, maxIterations: MOST_STEPS };
    const { start, end, contractions } = trial(made, solution, x0, options, target);
    return {
      family: made.family.name,
      method,
      distance,
      logarithm: Math.log(start / target),
      seed,
      end,
      reached: end === "converged",
      iterations: contractions.length,
    };
  });
}

function sampled(rows: number, step: "unit" | "search"): SolveOptions {
  return { method: "sampled", sampling: { rows, by: "leverage", step } };
}

/** x* + distance |x*|_H u with |u|_H = 1. */
function startAt({ d }: Instance, { x, R, size }: Reference, distance: number, from: Source): Float64Array {
  const u = Float64Array.from({ length: d }, () => from.normal());
  const norm = Math.sqrt(u.reduce((sum, entry) => sum + entry * entry, 0));
  solveUpper(R, d, u);
  return x.map((entry, j) => entry + (distance * size * u[j]) / norm);
}
