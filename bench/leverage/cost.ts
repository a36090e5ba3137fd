import { leverageGradientInversion, leverageInversion, solve } from "subnewton";
import { fitLine } from "../theorem/statistics.js";
import { FAMILIES, instance } from "./instance.js";

/** log(seconds) against log(n) for one operation. */
export interface Growth {
  readonly operation: string;
  readonly d: number;
  readonly sizes: readonly number[];
  readonly seconds: readonly number[];
  readonly exponent: number;
  readonly error: number;
}

const D = 10;
/** Least of a few runs: what other processes take is left out as far as it can be. */
const RUNS = 3;

/** Processor seconds of one call, the least of several. */
export function processorSeconds(work: () => void, runs = RUNS): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

/** Cost in n at d = 10: at n = 10^6 each of the n x d arrays is 80 MB. */
export function growth(quick: boolean): Growth[] {
  const sizes = quick ? [2000, 4000, 8000] : [62500, 125000, 250000, 500000, 1000000];
  const names = ["sigma and gradient of L_b", "Hessian of L_b", "gradient of L_c"];
  const seconds: number[][] = names.map(() => []);
  for (const n of sizes) {
    const { A, b, tau, x } = instance("pos", n, D, 1);
    const scores = leverageInversion({ A, b, tau });
    scores.value(x);
    seconds[0].push(processorSeconds(() => scores.gradient(x)));
    seconds[1].push(processorSeconds(() => scores.hessian(x)));
    scores.dispose();
    const inverse = leverageGradientInversion({ A, b, tau, c: new Float64Array(D) });
    inverse.value(x);
    seconds[2].push(processorSeconds(() => inverse.gradient(x)));
    inverse.dispose();
  }
  return names.map((operation, k) => {
    const line = fitLine(sizes.map(Math.log), seconds[k].map(Math.log));
    return { operation, d: D, sizes, seconds: seconds[k], exponent: line.slope, error: line.slopeError };
  });
}

/** Processor seconds of each solve from scores with known signs. */
export function* solveSeconds(n: number, d: number, count: number): Generator<{ family: string; seconds: number }> {
  for (const family of FAMILIES) {
    for (let k = 0; k < count; k++) {
      const { A, b, x, signs } = instance(family, n, d, k);
      const tau = leverageInversion({ A, b, tau: b }).predict(x);
      const problem = leverageInversion({ A, b, tau, signs });
      yield { family, seconds: processorSeconds(() => solve(problem), 1) };
    }
  }
}
