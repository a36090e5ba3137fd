import { type Costs, calibrate, csr, dense, expRegression, sinhRegression, solve } from "subnewton";
import { COSTS } from "../src/matrix/costs.js";
import { writeRecord } from "./files.js";
import { GOALS } from "./solve/goals.js";
import type { ProblemData } from "./solve/problems.js";
import { short, table } from "./table.js";
import { median } from "./timing.js";
import { listed, versions } from "./versions.js";

const REPEATS = 9;
const SEED = 20240609;
/** Share of the goal problems' rows and columns that the counts are taken on. */
const PART = 0.3;
const METHODS = ["exact", "pcg", "sampled"] as const;

/** What a method did on one problem, nothing of it timed. */
interface Tally {
  readonly problem: string;
  readonly method: string;
  readonly status: string;
  readonly iterations: number;
  readonly factors: number;
  readonly products: number;
}

/** The constants behind `auto`: this machine's speeds beside the shipped ones, and how often each operation is done. */
export function runCalibrate(quick: boolean): void {
  console.log(`\nSpeeds, medians of ${REPEATS} calls of calibrate()\n${listed(versions())}`);
  const runs = Array.from({ length: quick ? 3 : REPEATS }, () => calibrate());
  const names = Object.keys(COSTS) as (keyof Costs)[];
  const measured = Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name]))]));
  const rows = names.map((name) => {
    const all = runs.map((run) => run[name]);
    const range = `${short(Math.min(...all))} .. ${short(Math.max(...all))}`;
    return [name, short(measured[name]), range, short(COSTS[name]), short(measured[name] / COSTS[name])];
  });
  console.log(table([["ns a unit", "median", "range", "shipped", "ratio"], ...rows]));
  const tallies = GOALS.flatMap((goal) => {
    const share = quick ? PART / 5 : PART;
    const data = goal.problem(Math.round(share * goal.size[0]), Math.round((share * goal.size[1]) / 20) * 20, SEED);
    return METHODS.map((method) => tally(data, method));
  });
  const lines = tallies.map((t) => [
    t.problem,
    t.method,
    String(t.iterations),
    String(t.factors),
    String(t.products),
    t.status,
  ]);
  console.log(`\nCounts, seed ${SEED}; src/solver/predict.ts holds what is expected of them`);
  console.log(table([["problem", "method", "iterations", "factors", "products", "status"], ...lines]));
  const mean = (method: string, of: (t: Tally) => number): string => {
    const own = tallies.filter((t) => t.method === method);
    return short(own.reduce((sum, t) => sum + of(t), 0) / own.length);
  };
  const means = METHODS.map((m) => [
    m,
    mean(m, (t) => t.iterations),
    mean(m, (t) => t.factors),
    mean(m, (t) => t.products),
  ]);
  console.log(`\n${table([["mean", "iterations", "factors", "products"], ...means])}\n`);
  writeRecord("calibrate", { versions: versions(), seed: SEED, runs, measured, tallies });
}

function tally({ name, size, A, b, w, ridge, link }: ProblemData, method: (typeof METHODS)[number]): Tally {
  const matrix = "indptr" in A ? csr({ ...A }) : dense({ ...A });
  const regression = { exp: expRegression, sinh: sinhRegression }[link];
  const { status, iterations, counts } = solve(regression({ A: matrix, b, w, ridge }), { method, maxIterations: 100 });
  const { factorization: factors, hvp: products } = counts;
  return { problem: `${name} ${size}`, method, status, iterations, factors, products };
}
