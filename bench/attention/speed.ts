import { solve } from "subnewton";
import { instance, problemOf } from "../../examples/attention-audit/instance.js";
import { peakLimit } from "../kernels/peakLimit.js";
import { duration, short } from "../table.js";
import { median, secondsOf, warmUp } from "../timing.js";
import { judge, type Verdict } from "../verdict.js";

const SEED = 20263001;

/** Value and gradient at n = d = 64 beside the multiply-add peak, and 40 starts of 8 x 8. */
export async function measureSpeed(quick: boolean): Promise<{ record: object; verdicts: Verdict[] }> {
  const side = 64;
  const made = instance(SEED, { n: side, d: side });
  const problem = problemOf(made);
  const x = made.truth.map((v) => 0.9 * v);
  const g = (): void => {
    problem.gradient(x);
  };
  // Multiply-adds of value and gradient: 6 n^2 d + 4 n d^2 (the gradient makes the value on its way).
  const flops = 2 * 10 * side ** 3;
  const peak = peakLimit();
  const calls = await warmUp(g, 0.01);
  const ratios: number[] = [];
  const times: number[] = [];
  for (let k = 0; k < (quick ? 3 : 15); k++) {
    const limit = Math.max(...Object.values(peak.sample()));
    const seconds = secondsOf(g, calls);
    times.push(seconds);
    ratios.push((seconds * limit) / flops);
  }
  problem.dispose();
  const [ratio, seconds] = [median(ratios), median(times)];
  const small = problemOf(instance(SEED + 1, { n: 8, d: 8 }));
  const starts = Array.from({ length: quick ? 1 : 3 }, () => secondsOf(() => solve(small, { starts: 40 })));
  const eight = median(starts);
  console.log(`\nvalue + gradient, n = d = 64: ${duration(seconds)}, ${short(ratio)} times the flops over the peak`);
  console.log(`40 starts of 8 x 8: ${duration(eight)}\n`);
  const show = (v: number): string => short(v);
  return {
    record: { seconds, ratio, starts },
    verdicts: [
      judge("value + gradient, n = d = 64", "<= 2 x flops / peak", ratio, (v) => v <= 2, show, quick),
      judge("40 starts of 8 x 8", "<= 4 s", eight, (v) => v <= 4, duration, quick),
    ],
  };
}
