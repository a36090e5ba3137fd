import { leverageScores, sampleRows } from "subnewton";
import { family } from "../families.js";
import { instance } from "../problems.js";
import { reference } from "../reference.js";
import { type Interval, quantile, wilson } from "../statistics.js";
import { scoresOf, spectralError, type Whitened, whiten } from "../whiten.js";
import { chernoff, marchenkoPastur } from "./promise.js";

/** One number of rows of one case, over its seeds. */
export interface Draws {
  readonly case: string;
  readonly perColumn: number;
  readonly rowsAsked: number;
  /** Mean rows of a draw. */
  readonly rowsKept: number;
  readonly seeds: number;
  readonly medianError: number;
  /** Marchenko and Pastur's error. */
  readonly predictedError: number;
  /** max tau_i / p_i over rows that are not certain: what Chernoff's exponent rests on. */
  readonly largest: number;
  readonly failures: readonly Failure[];
}

/** How often the spectral error exceeds a bound. */
export interface Failure {
  readonly bound: number;
  readonly count: number;
  readonly share: number;
  /** Wilson's 95 % interval. */
  readonly interval: Interval;
  readonly promised: number;
}

/** A family at its solution and what it is sampled by. */
interface Case {
  readonly name: string;
  readonly rows: Whitened;
  readonly scores: Float64Array;
  readonly tau: Float64Array;
}

export interface Effort {
  readonly rows: number;
  readonly columns: number;
  readonly seeds: number;
  readonly perColumn: readonly number[];
}

/** Spectral errors above these count as failures: 0.8 leaves a usable preconditioner, 0.5 a contracting unit step. */
export const BOUNDS = [0.8, 0.5];
const CASES = [
  ["GA", "leverage"],
  ["EXP-D", "leverage"],
  ["EXP-D", "uniform"],
  ["STK", "leverage"],
] as const;
const SEED = 20240702;

/** One sampled Hessian at the solution a seed: its exact error, in as many draws as it takes to see the tail. */
export function successes({ rows, columns, seeds, perColumn }: Effort, progress: (name: string) => void) {
  const agreement: Record<string, number> = {};
  const draws: Draws[] = [];
  for (const [name, by] of CASES) {
    const label = `${name}, ${by}`;
    progress(label);
    const made = instance(family(name), rows, SEED, columns);
    const D = made.curvature(reference(made).x).map((entry) => Math.max(entry, 0));
    const whitened = whiten(made.A, D);
    const tau = scoresOf(whitened);
    const own = leverageScores(made.matrix, { weights: D, method: "exact" });
    agreement[name] = tau.reduce((most, score, i) => Math.max(most, Math.abs(score - own[i])), 0);
    const scores = by === "leverage" ? own : new Float64Array(rows).fill(1);
    for (const count of perColumn) draws.push(draw({ name: label, rows: whitened, scores, tau }, count, seeds));
  }
  return { draws, agreement };
}

function draw({ name, rows, scores, tau }: Case, perColumn: number, seeds: number): Draws {
  const expected = perColumn * rows.d;
  const errors: number[] = [];
  let kept = 0;
  let largest = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const { indices, probabilities } = sampleRows(scores, { expected, seed });
    errors.push(spectralError(rows, { indices, probabilities }));
    kept += indices.length;
    for (let k = 0; k < indices.length; k++) {
      if (probabilities[k] < 1) largest = Math.max(largest, tau[indices[k]] / probabilities[k]);
    }
  }
  return {
    case: name,
    perColumn,
    rowsAsked: expected,
    rowsKept: kept / seeds,
    seeds,
    medianError: quantile(errors, 0.5),
    predictedError: marchenkoPastur(rows.d, expected),
    largest,
    failures: BOUNDS.map((bound) => {
      const count = errors.filter((error) => error > bound).length;
      const promised = largest > 0 ? chernoff(rows.d, largest, bound) : 0;
      return { bound, count, share: count / seeds, interval: wilson(count, seeds), promised };
    }),
  };
}
