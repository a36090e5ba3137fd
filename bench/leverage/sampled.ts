import { leverageInversion, type SolveOptions, solve } from "subnewton";
import { median } from "../timing.js";
import { FAMILIES, type Family, instance, relativeError } from "./instance.js";
import { RECOVERED } from "./trials.js";

/** The sampled method beside Gauss-Newton and exact Newton, from the same starts. */
export interface Comparison {
  readonly family: Family;
  readonly n: number;
  readonly d: number;
  readonly method: string;
  readonly recovered: number;
  readonly trials: number;
  readonly iterations: number;
  /** Processor seconds, so that other processes count less. */
  readonly seconds: number;
}

const SIZES: readonly (readonly [number, number, number])[] = [
  [100, 5, 40],
  [300, 10, 40],
  [2000, 12, 20],
  [2000, 40, 4],
  [20000, 12, 4],
];
const METHODS: readonly NonNullable<SolveOptions["method"]>[] = ["gaussNewton", "exact", "sampled"];

export function* comparisons(quick: boolean): Generator<Comparison> {
  for (const [n, d, all] of quick ? SIZES.slice(0, 2) : SIZES) {
    const trials = quick ? 4 : all;
    for (const family of FAMILIES) for (const method of METHODS) yield compare(family, n, d, method, trials);
  }
}

function compare(family: Family, n: number, d: number, method: (typeof METHODS)[number], trials: number): Comparison {
  const runs = Array.from({ length: trials }, (_, k) => {
    const made = instance(family, n, d, k);
    const { A, b, x } = made;
    const tau = leverageInversion({ A, b, tau: b }).predict(x);
    const problem = leverageInversion({ A, b, tau });
    const start = process.cpuUsage();
    const result = solve(problem, { x0: made.near(0.5), method, maxIterations: 300 });
    const { user, system } = process.cpuUsage(start);
    const recovered = relativeError(x, result.x) <= RECOVERED;
    return { recovered, iterations: result.iterations, seconds: (user + system) / 1e6 };
  });
  return {
    family,
    n,
    d,
    method,
    trials,
    recovered: runs.filter((run) => run.recovered).length,
    iterations: median(runs.map((run) => run.iterations)),
    seconds: median(runs.map((run) => run.seconds)),
  };
}
