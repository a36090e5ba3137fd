// The bars against rivals.
import { judge, type Verdict } from "../verdict.js";
import type { Comparison, MethodRecord } from "./compare.js";
import { autoOf } from "./report.js";
import { EXACT_NEWTON, SAME_ALGORITHM } from "./rivals.js";
import { ours } from "./subnewton.js";

/** What a comparison is held to against a rival. */
export interface Bar {
  readonly text: string;
  readonly passes: (timesFaster: number) => boolean;
  readonly show: (timesFaster: number) => string;
}

/** At least so many times as fast. */
export function timesFaster(least: number): Bar {
  const show = (ratio: number): string =>
    ratio === Number.POSITIVE_INFINITY ? "never reached by any" : `${ratio.toFixed(2)} x as fast`;
  return { text: `>= ${least} x as fast`, passes: (ratio) => ratio >= least, show };
}

/** At most so many times the seconds. */
export function timesSlower(most: number): Bar {
  const show = (ratio: number): string => `${(1 / ratio).toFixed(2)} x the time`;
  return { text: `<= ${most} x the time`, passes: (ratio) => 1 / ratio <= most, show };
}

/** Our exact mode against each exact Newton of NumPy: from x0 on, and once more with the set-up of both sides counted. */
export function newtonVerdicts({ problem, size, methods }: Comparison, bar: Bar, quick: boolean): Verdict[] {
  const exact = methods.find(({ method }) => method === ours("exact"));
  const rivals = methods.filter(({ method, skipped }) => method.startsWith(EXACT_NEWTON) && !skipped);
  if (!exact || rivals.length === 0) {
    return [judge(`${problem} ${size}`, `${bar.text}: NumPy Newton`, undefined, bar.passes, bar.show, quick)];
  }
  return rivals.flatMap((rival) =>
    [reached, reachedWithSetup].map((seconds, withSetup) => {
      const text = `${bar.text}: ${rival.method}${withSetup ? ", set-up counted" : ""}`;
      return judge(`${problem} ${size}`, text, seconds(rival) / seconds(exact), bar.passes, bar.show, quick);
    }),
  );
}

/** `auto` against the best rival that does not run our algorithm, without and with the set-up of both sides. */
export function goalVerdicts(comparison: Comparison, bar: Bar, quick: boolean): Verdict[] {
  const { problem, size, methods } = comparison;
  const auto = autoOf(comparison);
  const rivals = methods.filter(
    ({ library, method, skipped }) => library !== auto?.library && method !== SAME_ALGORITHM && !skipped,
  );
  return [reached, reachedWithSetup].map((seconds, withSetup) => {
    const text = `${bar.text}: auto against the best rival`;
    const ending = withSetup ? ", set-up counted" : "";
    if (!auto || rivals.length === 0) {
      return judge(`${problem} ${size}`, `${text}${ending}`, undefined, bar.passes, bar.show, quick);
    }
    const best = rivals.reduce((least, rival) => (seconds(rival) < seconds(least) ? rival : least));
    const ratio = seconds(best) / seconds(auto);
    return judge(`${problem} ${size}`, `${text}${ending}: ${best.method}`, ratio, bar.passes, bar.show, quick);
  });
}

/** How NumPy does with our own algorithm, which no bar is set against. */
export function sameAlgorithmLine(comparison: Comparison): string {
  const auto = autoOf(comparison);
  const same = comparison.methods.find(({ method }) => method === SAME_ALGORITHM);
  if (!auto?.reachSeconds || !same?.reachSeconds) return "";
  const [plain, counted] = [reached, reachedWithSetup].map((seconds) => (seconds(same) / seconds(auto)).toFixed(2));
  return `our own algorithm in NumPy takes ${plain} x the time of auto, ${counted} x with set-up counted (no bar)`;
}

/** Never counts as endless. */
function reached({ reachSeconds }: MethodRecord): number {
  return reachSeconds ?? Number.POSITIVE_INFINITY;
}

function reachedWithSetup(record: MethodRecord): number {
  return reached(record) + (record.setupSeconds ?? 0);
}
