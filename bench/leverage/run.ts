import { writeRecord } from "../files.js";
import { duration, short, table } from "../table.js";
import { quantile } from "../theorem/statistics.js";
import { growth, solveSeconds } from "./cost.js";
import { FAMILIES, instance, SIZES } from "./instance.js";
import { type Rate, rates } from "./rates.js";
import { comparisons } from "./sampled.js";
import { fromRandomStarts } from "./trials.js";

/** What `--only` may name for this part. */
export const LEVERAGE_PARTS = ["rates", "starts", "cost", "surrogate"];

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Recovery of x from leverage scores and from their loss's gradient: rates, honesty, cost, and the sampled method. */
export function runLeverage(quick: boolean, only: readonly string[] = LEVERAGE_PARTS): void {
  const record: Record<string, unknown> = {};
  if (only.includes("rates")) record.rates = reportRates(quick);
  if (only.includes("starts")) record.starts = reportStarts(quick);
  if (only.includes("cost")) record.cost = reportCost(quick);
  if (only.includes("surrogate")) record.surrogate = reportSampled(quick);
  writeRecord("leverage", record);
}

function reportRates(quick: boolean): Rate[] {
  const trials = quick ? 4 : 200;
  say(`\nLeverage scores: x recovered to a relative error of 1e-6, ${trials} instances each, Wilson's 95 % interval`);
  const all: Rate[] = [];
  for (const found of rates(trials, quick ? SIZES.slice(0, 3) : SIZES)) {
    all.push(found);
    const { question, family, n, d, recovered, low, high, wrong, bar, met } = found;
    const verdict = quick ? "not judged (quick)" : met ? "PASS" : "BELOW";
    const band = `[${percent(low)}, ${percent(high)}]`;
    say(
      `${question}, ${family}, ${n} x ${d}: ${recovered}/${trials} ${band}, ${wrong} wrong, bar ${percent(bar)}: ${verdict}`,
    );
  }
  return all;
}

function reportStarts(quick: boolean) {
  const trials = quick ? 2 : 20;
  const starts = quick ? 8 : 40;
  say(
    `\nGradient from ${starts} starts: every point is a root (residual 1e-10) or says that it is not; ${trials} instances`,
  );
  const rows = SIZES.slice(0, quick ? 1 : 4).flatMap(([n, d]) =>
    FAMILIES.map((family) => {
      const found = Array.from({ length: trials }, (_, k) => fromRandomStarts(instance(family, n, d, k), starts));
      const sum = (pick: (one: (typeof found)[number]) => number): number => found.reduce((a, one) => a + pick(one), 0);
      return { family, n, d, points: sum((o) => o.points), roots: sum((o) => o.roots), wrong: sum((o) => o.wrong) };
    }),
  );
  say(
    table([
      ["family", "n", "d", "distinct points", "true roots", "misreported"],
      ...rows.map((r) => [r.family, `${r.n}`, `${r.d}`, `${r.points}`, `${r.roots}`, `${r.wrong}`]),
    ]),
  );
  return rows;
}

function reportCost(quick: boolean) {
  const grown = growth(quick);
  say("\nCost in n at d = 10, processor time");
  say(
    table([
      ["operation", "n", "seconds", "exponent", "standard error"],
      ...grown.map(({ operation, sizes, seconds, exponent, error }) => [
        operation,
        sizes.join(" "),
        seconds.map((s) => short(s)).join(" "),
        short(exponent, 4),
        short(error),
      ]),
    ]),
  );
  const [n, d, count] = quick ? [300, 5, 3] : [2000, 12, 20];
  const solves = [...solveSeconds(n, d, count)];
  const seconds = solves.map((one) => one.seconds);
  const worst = duration(Math.max(...seconds));
  say(`\nScores with known signs, ${n} x ${d}: median ${duration(quantile(seconds, 0.5))}, longest ${worst}`);
  return { grown, solves };
}

function reportSampled(quick: boolean) {
  const rows = [...comparisons(quick)];
  say("\nL_b from Dikin distance 0.5: the sampled diagonal surrogate beside J'J and the exact Hessian, medians");
  say(
    table([
      ["family", "n", "d", "method", "recovered", "iterations", "processor time"],
      ...rows.map((r) => [
        r.family,
        `${r.n}`,
        `${r.d}`,
        r.method,
        `${r.recovered}/${r.trials}`,
        short(r.iterations),
        duration(r.seconds),
      ]),
    ]),
  );
  return rows;
}
