import { type SolveOptions, solve } from "subnewton";
import { instance, nameOf, problemOf, relativeError, type Shape } from "../../examples/attention-audit/instance.js";
import { FOUND } from "../../examples/attention-audit/recovery.js";
import { normals, source } from "../data.js";
import { duration, short, table } from "../table.js";
import { median } from "../timing.js";

const FIRST_SEED = 20261001;

/** Shapes with the distance of x0 from the tokens; from random starts where there is none. */
const SHAPES: readonly (Shape & { readonly near?: number })[] = [
  { n: 4, d: 4, near: 0.1 },
  { n: 8, d: 8, near: 0.1 },
  { n: 8, d: 8, heads: 3 },
  { n: 8, d: 8, heads: 12 },
  { n: 8, d: 8, heads: 24 },
];

const METHODS: readonly SolveOptions[] = [
  { method: "gaussNewton" },
  { method: "sampled" },
  { method: "sampled", sampling: { by: "uniform" } },
  { method: "pcg" },
  { method: "exact" },
];

/** The same starts by each method: how often the tokens come out, iterations, and time. */
export function compareMethods(quick: boolean): object[] {
  const instances = quick ? 2 : 10;
  console.log(`\nMethods, one start each, ${instances} instances a shape (seeds ${FIRST_SEED} and on)\n`);
  const records = SHAPES.flatMap((shape) => METHODS.map((options) => run(shape, options, instances)));
  const rows = records.map((r) => [
    r.shape,
    r.method,
    `${r.found}/${r.instances}`,
    short(r.iterations),
    duration(r.seconds),
    r.rows,
  ]);
  console.log(table([["start", "method", "found", "iterations", "time", "rows of J"], ...rows]));
  return records;
}

function run(shape: Shape & { near?: number }, options: SolveOptions, instances: number) {
  let found = 0;
  const seconds: number[] = [];
  const iterations: number[] = [];
  let rows = "";
  for (let k = 0; k < instances; k++) {
    const made = instance(FIRST_SEED + k, shape);
    const problem = problemOf(made);
    const noise = normals(made.truth.length, source(FIRST_SEED + 500 + k), shape.near ?? 0);
    const x0 = shape.near ? made.truth.map((v, j) => v + noise[j]) : undefined;
    const result = solve(problem, { ...options, x0, seed: k });
    problem.dispose();
    if (relativeError(result.x, made.truth) < FOUND) found++;
    seconds.push(result.seconds);
    iterations.push(result.iterations);
    const { sampling } = result.certificate;
    if (sampling) rows = `${Math.min(sampling.rowsAsked, shape.n * shape.d * (shape.heads ?? 1))}`;
  }
  const where = shape.near ? `X + ${shape.near} N` : "random";
  return {
    shape: `${nameOf(shape)}, ${where}`,
    method: options.sampling ? `${options.method}, uniform` : `${options.method}`,
    instances,
    found,
    iterations: median(iterations),
    seconds: median(seconds),
    rows: rows && `${rows} of ${shape.n * shape.d * (shape.heads ?? 1)}`,
  };
}
