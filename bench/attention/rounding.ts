import { solve } from "subnewton";
import { bfloat16, float16 } from "../../examples/attention-audit/formats.js";
import {
  type Instance,
  instance,
  nameOf,
  problemOf,
  relativeError,
  type Shape,
} from "../../examples/attention-audit/instance.js";
import { short, table } from "../table.js";
import { wilson } from "../theorem/statistics.js";
import { median } from "../timing.js";

const FIRST_SEED = 20262001;
/** Two-sided 95 % of a normal error. */
const Z = 1.96;

const SHAPES: readonly Shape[] = [
  { n: 4, d: 4 },
  { n: 8, d: 2 },
  { n: 8, d: 8, heads: 3 },
];

/** How B was rounded, and what the problem is told of it. */
const RELEASES: readonly {
  name: string;
  round: (b: number) => number;
  noise: number | "float32" | "bfloat16" | "float16";
}[] = [
  { name: "float32", round: Math.fround, noise: "float32" },
  { name: "float16", round: float16, noise: "float16" },
  { name: "bfloat16", round: bfloat16, noise: "bfloat16" },
  ...[6, 5, 4, 3].map((k) => ({
    name: `${k} decimals`,
    round: (b: number) => Number(b.toFixed(k)),
    noise: 10 ** -k / Math.sqrt(12),
  })),
];

/**
 * Coverage of the standard errors: the share of entries of X within 1.96 of their own standard errors of the fit that
 * continues X, the fit from x0 = X. The prediction is of first order: it holds while the errors are small.
 */
export function measureRounding(quick: boolean): object[] {
  const instances = quick ? 2 : 20;
  console.log(
    `\nRounded releases, ${instances} instances a shape (seeds ${FIRST_SEED} and on); 1.96 standard errors\n`,
  );
  const records = SHAPES.flatMap((shape) => RELEASES.map((release) => run(shape, release, instances)));
  const rows = records.map((r) => [
    r.shape,
    r.release,
    `${r.perfect}/${r.instances}`,
    `${r.folds}`,
    short(r.predicted, 2),
    short(r.error, 2),
    r.coverage.toFixed(3),
    `${r.low.toFixed(3)} to ${r.high.toFixed(3)}`,
  ]);
  console.log(
    table([
      ["n x d", "B to", "perfect", "singular", "predicted", "error", "coverage", "of instances with error < 0.05"],
      ...rows,
    ]),
  );
  return records;
}

function run(shape: Shape, { name, round, noise }: (typeof RELEASES)[number], instances: number) {
  let [inside, entries, near, nearEntries, perfect, folds] = [0, 0, 0, 0, 0, 0];
  const errors: number[] = [];
  const predicted: number[] = [];
  for (let k = 0; k < instances; k++) {
    const made = instance(FIRST_SEED + k, shape);
    const problem = problemOf(rounded(made, round), { noise });
    const result = solve(problem, { x0: made.truth });
    problem.dispose();
    const { standardErrors, lostDirections } = result.certificate;
    if (!standardErrors) continue;
    perfect++;
    // At a fold of the solutions J is singular, and no finite error is claimed.
    if (lostDirections) {
      folds++;
      continue;
    }
    const held = standardErrors.filter((s, j) => Math.abs(result.x[j] - made.truth[j]) <= Z * s).length;
    inside += held;
    entries += standardErrors.length;
    const size = Math.sqrt(made.truth.reduce((sum, v) => sum + v * v, 0));
    const said = Math.sqrt(standardErrors.reduce((sum, s) => sum + s * s, 0)) / size;
    predicted.push(said);
    errors.push(relativeError(result.x, made.truth));
    if (said < 0.05) {
      near += held;
      nearEntries += standardErrors.length;
    }
  }
  const { low, high } = wilson(near, Math.max(nearEntries, 1));
  const coverage = inside / entries;
  return {
    shape: nameOf(shape),
    release: name,
    instances,
    perfect,
    folds,
    predicted: median(predicted),
    error: median(errors),
    coverage,
    low,
    high,
  };
}

function rounded(made: Instance, round: (b: number) => number): Pick<Instance, "heads"> {
  return { heads: made.heads.map((head) => ({ ...head, B: (head.B as number[][]).map((row) => row.map(round)) })) };
}
