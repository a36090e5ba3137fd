import type { Choice } from "subnewton";
import { median } from "../timing.js";
import { type Contestant, type Outcome, TIME_LIMIT } from "./contestant.js";
import { judgePoint } from "./objective.js";
import type { ProblemData } from "./problems.js";

/** Relative gap at which methods count as equally accurate. */
export const EQUAL_GAP = 1e-8;
const REFERENCE_TOLERANCE = 1e-15;
const SLOW_SECONDS = 10;
const VERY_SLOW_SECONDS = 25;
/** Where a whole round takes less, there are so many times as many: short times scatter more. */
const FAST_ROUND_SECONDS = 1;
const FAST_ROUNDS = 3;

/** One method's record: medians over its repeats, the end of its last run. */
export interface MethodRecord {
  readonly method: string;
  readonly library: string;
  readonly skipped?: string;
  readonly status?: string;
  readonly iterations?: number;
  readonly linearIterations?: number;
  readonly sampledRows?: number;
  readonly choice?: Choice;
  readonly cost?: number;
  readonly gradientNorm?: number;
  /** (F - F*) / max(|F*|, 1e-12) at the end. */
  readonly gap?: number;
  /** Median seconds to the first iterate with a gap of at most EQUAL_GAP; missing when never reached. */
  readonly reachSeconds?: number;
  readonly totalSeconds?: number;
  readonly setupSeconds?: number;
  /** Total of the first run, with everything cold. */
  readonly coldSeconds?: number;
  readonly repeats?: number;
}

/** All methods on one problem. */
export interface Comparison {
  readonly problem: string;
  readonly size: string;
  readonly seed?: number;
  /** F*: the least F of any method's final point in any run, `reference` runs with tighter tolerances included. */
  readonly best: number;
  readonly methods: readonly MethodRecord[];
}

/** Runs every contestant `repeats` times (more if all are fast), taking turns, and reports time to equal accuracy. */
export async function compare(
  problem: ProblemData,
  contestants: readonly Contestant[],
  reference: readonly Contestant[],
  repeats: number,
): Promise<Comparison> {
  const runs = new Map<Contestant, Outcome[]>(contestants.map((contestant) => [contestant, []]));
  const skipped = new Map<Contestant, string>();
  // Round 0 is cold: it warms everything up and is reported apart.
  for (let round = 0, rounds = repeats; round <= rounds; round++) {
    for (const [contestant, outcomes] of runs) {
      if (skipped.has(contestant) || tooSlow(outcomes)) continue;
      const outcome = await contestant.run();
      if ("skipped" in outcome) skipped.set(contestant, outcome.skipped);
      else outcomes.push(outcome);
    }
    if (round === 0 && repeats > 1 && roundSeconds(runs) < FAST_ROUND_SECONDS) rounds *= FAST_ROUNDS;
  }
  const best = Math.min(...(await referenceCosts(problem, reference)), ...finalCosts(problem, runs));
  const methods = [...runs].map(([contestant, outcomes]) => {
    const { name: method, library } = contestant;
    const why = skipped.get(contestant);
    return why ? { method, library, skipped: why } : { method, library, ...recordOf(problem, outcomes, best) };
  });
  return { problem: problem.name, size: problem.size, seed: problem.seed, best, methods };
}

/** One warm run is enough of a method that takes long; of one that takes very long, the cold run has to do. */
function tooSlow([cold, ...warm]: readonly Outcome[]): boolean {
  if (!cold) return false;
  return cold.status === TIME_LIMIT || cold.seconds > (warm.length ? SLOW_SECONDS : VERY_SLOW_SECONDS);
}

function roundSeconds(runs: Map<Contestant, Outcome[]>): number {
  return [...runs.values()].reduce((sum, outcomes) => sum + (outcomes[0]?.seconds ?? 0), 0);
}

async function referenceCosts(problem: ProblemData, reference: readonly Contestant[]): Promise<number[]> {
  const costs: number[] = [];
  for (const contestant of reference) {
    const outcome = await contestant.run(REFERENCE_TOLERANCE);
    if (!("skipped" in outcome)) costs.push(finite(judgePoint(problem, outcome.x).cost));
  }
  return costs;
}

function finalCosts(problem: ProblemData, runs: Map<Contestant, Outcome[]>): number[] {
  return [...runs.values()].flatMap((outcomes) =>
    outcomes.slice(-1).map(({ x }) => finite(judgePoint(problem, x).cost)),
  );
}

/** NaN would win every comparison for the least. */
function finite(cost: number): number {
  return Number.isNaN(cost) ? Number.POSITIVE_INFINITY : cost;
}

function recordOf(problem: ProblemData, outcomes: readonly Outcome[], best: number): Partial<MethodRecord> {
  const [cold, ...others] = outcomes;
  const warm = others.length ? others : [cold];
  const last = warm[warm.length - 1];
  const { cost, gradientNorm } = judgePoint(problem, last.x);
  const scale = Math.max(Math.abs(best), 1e-12);
  const gap = (cost - best) / scale;
  const reach = warm.map((outcome) => reachSeconds(outcome, best, scale, gap));
  return {
    status: last.status,
    iterations: last.iterations,
    linearIterations: last.linearIterations,
    sampledRows: last.sampledRows,
    choice: last.choice,
    cost,
    gradientNorm,
    gap,
    reachSeconds: reach.some((seconds) => seconds === undefined) ? undefined : median(reach as number[]),
    totalSeconds: median(warm.map(({ seconds }) => seconds)),
    setupSeconds: last.setupSeconds,
    coldSeconds: cold.seconds,
    repeats: warm.length,
  };
}

/** Seconds to the first iterate that is accurate enough; the total where only the end is known to be. */
function reachSeconds({ trace, seconds }: Outcome, best: number, scale: number, finalGap: number): number | undefined {
  const first = trace.find(([, cost]) => (cost - best) / scale <= EQUAL_GAP);
  if (first) return first[0];
  return finalGap <= EQUAL_GAP ? seconds : undefined;
}
