import type { Verdict } from "../verdict.js";
import type { Comparison } from "./compare.js";
import { flightsProblem } from "./flights.js";
import { GOALS } from "./goals.js";
import { denseProblem, type ProblemData, sparseProblem } from "./problems.js";
import type { RivalChoice } from "./rivals.js";
import { type Bar, goalVerdicts, newtonVerdicts, timesFaster, timesSlower } from "./rivalVerdicts.js";

/** A problem with those who solve it, for how long, and its bars. */
export interface Event {
  readonly name: string;
  readonly problem: (quick: boolean, seed: number) => ProblemData | Promise<ProblemData>;
  /** False where there is no small version. */
  readonly quick: boolean;
  readonly rivals: RivalChoice;
  readonly repeats: number;
  /** Seconds after which a rival is stopped. */
  readonly limit: number;
  readonly judge: (comparison: Comparison, quick: boolean) => Verdict[];
}

const STOCK = ["L-BFGS-B", "Newton-CG"];
const QUICK_PART = 0.02;
const GOAL_LIMIT = 30;

export const EVENTS: readonly Event[] = [
  exactEvent("dense", (part, seed) => denseProblem(100000 * part, 50, seed), timesSlower(1.1)),
  exactEvent("sparse", (part, seed) => sparseProblem(200000 * part, 200, 10, seed), timesFaster(3)),
  {
    // The flights are what they are.
    ...exactEvent("flights", flightsProblem, timesFaster(3)),
    quick: false,
    rivals: { scipy: STOCK, inexact: true },
    repeats: 3,
    limit: GOAL_LIMIT,
  },
  ...GOALS.map(({ name, problem, size, quickSize, alsoScipy = [], timesFaster: least }) => ({
    name,
    problem: (quick: boolean, seed: number) => problem(...(quick ? quickSize : size), seed),
    quick: true,
    rivals: { scipy: [...STOCK, ...alsoScipy], inexact: true },
    repeats: 3,
    limit: GOAL_LIMIT,
    judge: (comparison: Comparison, quick: boolean) => goalVerdicts(comparison, timesFaster(least), quick),
  })),
];

/** A problem on which our exact mode is held against NumPy's. */
function exactEvent(
  name: string,
  problem: (part: number, seed: number) => ProblemData | Promise<ProblemData>,
  bar: Bar,
): Event {
  return {
    name,
    problem: (quick, seed) => problem(quick ? QUICK_PART : 1, seed),
    quick: true,
    rivals: { scipy: ["L-BFGS-B", "Newton-CG", "trust-exact", "least_squares"], inexact: false },
    repeats: 5,
    limit: 120,
    judge: (comparison, quick) => newtonVerdicts(comparison, bar, quick),
  };
}
