// The bars on `auto` beside our other methods: it must choose well, and its cost model must tell the truth.
import { short, table } from "../table.js";
import { judge, type Verdict } from "../verdict.js";
import type { Comparison } from "./compare.js";
import { autoOf } from "./report.js";
import { METHODS, ours } from "./subnewton.js";

const WORST = 1.3;
const MEAN = 1.1;
const PREDICTED_GAIN = 3;
const MEASURED_GAIN = 2.5;

const SINGLE = METHODS.filter((method) => method !== "auto").map(ours);

/** Prints auto's choice on every problem beside the best single method, and judges all of them together. */
export function choiceVerdicts(comparisons: readonly Comparison[], quick: boolean): Verdict[] {
  const judged = comparisons.flatMap((comparison) => {
    const excess = excessOf(comparison);
    return excess === undefined ? [] : [{ comparison, excess, subject: `${comparison.problem} ${comparison.size}` }];
  });
  if (judged.length === 0) return [];
  const rows = judged.map(({ comparison, excess, subject }) => [
    subject,
    autoOf(comparison)?.choice?.method ?? "",
    bestSingle(comparison)?.method ?? "",
    `${excess.toFixed(2)} x`,
    short(predictedGain(comparison)),
    short(measuredGain(comparison)),
  ]);
  const heading = [
    "problem",
    "auto chose",
    "best single method",
    "auto takes",
    "predicted gain over exact",
    "measured",
  ];
  console.log(`\nauto beside our single methods\n${table([heading, ...rows])}`);
  const worst = judged.reduce((most, entry) => (entry.excess > most.excess ? entry : most));
  const mean = Math.exp(judged.reduce((sum, { excess }) => sum + Math.log(excess), 0) / judged.length);
  const show = (ratio: number): string => `${ratio.toFixed(2)} x the time`;
  const text = "auto against our best single method";
  return [
    judge(`worst: ${worst.subject}`, `<= ${WORST} x the time: ${text}`, worst.excess, (r) => r <= WORST, show, quick),
    judge(
      `all ${judged.length} problems`,
      `<= ${MEAN} x the time: ${text}, geometric mean`,
      mean,
      (r) => r <= MEAN,
      show,
      quick,
    ),
    ...comparisons.flatMap((comparison) => gainVerdict(comparison, quick)),
  ];
}

/** auto's time over that of the best single method; undefined where only one method of ours took part. */
function excessOf(comparison: Comparison): number | undefined {
  const auto = autoOf(comparison);
  const best = bestSingle(comparison);
  if (!auto || !best) return undefined;
  return (auto.reachSeconds ?? Number.POSITIVE_INFINITY) / (best.reachSeconds ?? Number.NaN);
}

function bestSingle({ methods }: Comparison) {
  return methods
    .filter(({ method, reachSeconds }) => SINGLE.includes(method) && reachSeconds !== undefined)
    .sort((a, b) => a.reachSeconds! - b.reachSeconds!)[0];
}

/** What the cost model says the choice gains over exact. */
function predictedGain(comparison: Comparison): number | undefined {
  const choice = autoOf(comparison)?.choice;
  return choice && choice.predictedSeconds.exact / choice.predictedSeconds[choice.method];
}

function measuredGain(comparison: Comparison): number | undefined {
  const exact = comparison.methods.find(({ method }) => method === ours("exact"))?.reachSeconds;
  const auto = autoOf(comparison)?.reachSeconds;
  return exact !== undefined && auto !== undefined ? exact / auto : undefined;
}

/** Where much is promised, most of it must be there. */
function gainVerdict(comparison: Comparison, quick: boolean): Verdict[] {
  const predicted = predictedGain(comparison);
  if (predicted === undefined || predicted < PREDICTED_GAIN) return [];
  const text = `>= ${MEASURED_GAIN} x as fast as exact, ${predicted.toFixed(1)} x predicted: auto`;
  const subject = `${comparison.problem} ${comparison.size}`;
  const show = (ratio: number): string => `${ratio.toFixed(2)} x as fast`;
  return [judge(subject, text, measuredGain(comparison), (ratio) => ratio >= MEASURED_GAIN, show, quick)];
}
