import { dense, expRegression, solve } from "subnewton";
import { duration, short, table } from "../table.js";
import { median, secondsOf, warmUp } from "../timing.js";
import { EQUAL_GAP } from "./compare.js";
import { iterationsNeeded, levenbergCurve } from "./levenberg.js";
import { judgePoint } from "./objective.js";
import { denseProblem, type ProblemData } from "./problems.js";
import { MAX_ITERATIONS, ours as nameOf, TOLERANCE } from "./subnewton.js";

const OURS = nameOf("exact");
const RIVAL = "ml-levenberg-marquardt";
const SIZES = [
  [50, 2],
  [50, 4],
  [200, 2],
  [200, 4],
];

/** One method on one small size. */
interface SmallRecord {
  readonly method: string;
  readonly size: string;
  readonly seed: number;
  readonly status: string;
  readonly iterations: number;
  readonly seconds: number;
  readonly gap: number;
  readonly gradientNorm: number;
}

/** Whole fits of small problems, from arrays to parameters, against the package one would otherwise take. */
export async function compareSmall(seed: number, repeats: number, sample: number): Promise<SmallRecord[]> {
  const records: SmallRecord[] = [];
  for (const [rows, columns] of SIZES) records.push(...(await compareSize(rows, columns, seed, repeats, sample)));
  const heading = ["size", "method", "a fit", "iterations", "gap", "|gradient|", "status"];
  const cells = records.map(({ size, method, seconds, iterations, gap, gradientNorm, status }) => [
    size,
    method,
    duration(seconds),
    String(iterations),
    Math.max(0, gap).toExponential(1),
    short(gradientNorm),
    status,
  ]);
  console.log(`\nsmall fits, set-up included; ${RIVAL} with its gradient given, stopped by hindsight`);
  console.log(table([heading, ...cells]));
  return records;
}

async function compareSize(
  rows: number,
  columns: number,
  seed: number,
  repeats: number,
  sample: number,
): Promise<SmallRecord[]> {
  const problem: ProblemData = { ...denseProblem(rows, columns, seed), w: 0 };
  const { data } = problem.A;
  const curve = levenbergCurve({ rows, columns, data }, problem.b);
  const ours = (tolerance: number) =>
    solve(expRegression({ A: dense({ rows, columns, data }), b: problem.b }), {
      method: "exact",
      tolerance,
      maxIterations: MAX_ITERATIONS,
      seed: 1,
    });
  const best = Math.min(judgePoint(problem, ours(1e-15).x).cost, judgePoint(problem, ours(TOLERANCE).x).cost);
  const gapOf = (x: ArrayLike<number>): number =>
    (judgePoint(problem, Float64Array.from(x)).cost - best) / Math.max(Math.abs(best), 1e-12);
  const needed = iterationsNeeded(curve, (x) => gapOf(x) <= EQUAL_GAP);
  const result = ours(TOLERANCE);
  const rivalIterations = needed ?? MAX_ITERATIONS;
  const seconds = await takeTurns([() => void ours(TOLERANCE), () => void curve.fit(rivalIterations)], repeats, sample);
  const record = (method: string, x: ArrayLike<number>, status: string, iterations: number, time: number) => {
    const { gradientNorm } = judgePoint(problem, Float64Array.from(x));
    return { method, size: problem.size, seed, status, iterations, seconds: time, gap: gapOf(x), gradientNorm };
  };
  const rivalStatus = needed === undefined ? "equal accuracy never reached" : "stopped at equal accuracy";
  return [
    record(OURS, result.x, result.status, result.iterations, seconds[0]),
    record(RIVAL, curve.fit(rivalIterations), rivalStatus, rivalIterations, seconds[1]),
  ];
}

/** Median seconds a call of each, taking turns. */
async function takeTurns(runs: (() => void)[], repeats: number, sample: number): Promise<number[]> {
  const calls: number[] = [];
  for (const run of runs) calls.push(await warmUp(run, sample));
  const times: number[][] = runs.map(() => []);
  for (let repeat = 0; repeat < repeats; repeat++) {
    runs.forEach((run, k) => {
      times[k].push(secondsOf(run, calls[k]));
    });
  }
  return times.map(median);
}
