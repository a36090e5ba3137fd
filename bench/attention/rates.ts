import { nameOf, type Shape } from "../../examples/attention-audit/instance.js";
import { type Recovery, recovery } from "../../examples/attention-audit/recovery.js";
import { duration, short, table } from "../table.js";
import type { Verdict } from "../verdict.js";
import { judge } from "../verdict.js";

/** The seeds of every shape are these and the following; nothing was tuned on them. */
const FIRST_SEED = 20260001;

/** Sizes with the rates that a study of Levenberg's method in normal form had on ten other instances each. */
const SHAPES: readonly (Shape & { readonly rate?: number })[] = [
  { n: 2, d: 2, rate: 0.95 },
  { n: 2, d: 8, rate: 0.95 },
  { n: 4, d: 4, rate: 0.4 },
  { n: 8, d: 2, rate: 0.9 },
  { n: 8, d: 8, rate: 0.3 },
  { n: 16, d: 2, rate: 0.9 },
  { n: 16, d: 4, rate: 0.95 },
  { n: 8, d: 4 },
  { n: 8, d: 8, heads: 2 },
  { n: 8, d: 8, heads: 3, rate: 0.7 },
];

/** How often the tokens are among the solutions. */
export function measureRates(quick: boolean): { records: Recovery[]; verdicts: Verdict[] } {
  const [instances, starts] = quick ? [3, 5] : [30, 40];
  console.log(
    `\nRecovery: ${instances} instances a shape (seeds ${FIRST_SEED} and on), ${starts} random starts each\n`,
  );
  const records = SHAPES.map((shape) => recovery(shape, instances, starts, FIRST_SEED));
  const rows = records.map((r) => [
    nameOf(r.shape),
    `${r.found}/${r.instances}`,
    `${r.band.low.toFixed(2)} to ${r.band.high.toFixed(2)}`,
    `${r.unique}`,
    r.perfectStarts.toFixed(2),
    r.trueStarts.toFixed(2),
    r.solutions.toFixed(1),
    r.iterations.toFixed(0),
    duration(r.seconds / r.starts),
    short(r.condition, 2),
  ]);
  const heading = ["n x d", "found", "Wilson 95 %", "alone", "perfect/start", "true/start", "fits", "iter/start"];
  console.log(table([[...heading, "time/start", "cond J"], ...rows]));
  const verdicts = records.flatMap(({ shape, band }, k) => {
    const { rate } = SHAPES[k];
    if (rate === undefined) return [];
    const passes = (high: number): boolean => high >= rate;
    return [
      judge(`recovery ${nameOf(shape)}`, `upper bound >= ${rate}`, band.high, passes, (v) => v.toFixed(2), quick),
    ];
  });
  return { records, verdicts };
}
