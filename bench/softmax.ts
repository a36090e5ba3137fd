import type { CompositeProblem } from "../src/problem/compositeProblem.js";
import { OPEN, type Openable } from "../src/problem/problem.js";
import { expRegression } from "../src/problem/regression.js";
import { softmaxRegression } from "../src/problem/softmax/softmaxRegression.js";
import { sampleCapacity } from "../src/sketch/layout.js";
import { conjugateGradients } from "../src/solver/conjugateGradients.js";
import { layoutExact } from "../src/solver/factor.js";
import { layoutSampled } from "../src/solver/sampledMethod.js";
import { sampler } from "../src/solver/sampler.js";
import { drain } from "../src/wasm/pace.js";
import { normals, source, sparseRows } from "./data.js";
import { writeRecord } from "./files.js";
import { duration, table } from "./table.js";
import { median, secondsOf } from "./timing.js";
import { judge, printVerdicts } from "./verdict.js";
import { listed, versions } from "./versions.js";

const SEED = 20240811;
const REPEATS = 5;
/** Iterations of conjugate gradients in a Newton step, and rows of its sample in multiples of d. */
const LINEAR = 4;
const SAMPLED = 8;
const BAR = 1.5;

/** Softmax regression beside exp regression on the same A: what the sums over all rows and the term of low rank cost. */
export function runSoftmax(quick: boolean): void {
  const [rows, columns, perRow] = quick ? [20_000, 100, 20] : [1_000_000, 500, 20];
  const from = source(SEED);
  const A = sparseRows(rows, columns, perRow, from, 1 / Math.sqrt(perRow));
  const x = normals(columns, from);
  const noise = normals(rows, from, 0.3);
  console.log(`\nsoftmax beside exp, ${rows} rows of ${perRow}, d = ${columns}, seed ${SEED}\n${listed(versions())}\n`);
  const targets = (problem: CompositeProblem): Float64Array => problem.predict(x).map((v, i) => v * (1 + noise[i]));
  const zero = new Float64Array(rows);
  const problems = {
    exp: expRegression({ A, b: targets(expRegression({ A, b: zero })) }),
    softmax: softmaxRegression({ A, b: targets(softmaxRegression({ A, b: zero })) }),
  };
  const works = { exp: workOf(problems.exp, x), softmax: workOf(problems.softmax, x) };
  const seconds = { gradient: { exp: [], softmax: [] }, step: { exp: [], softmax: [] } } as Record<
    "gradient" | "step",
    Record<"exp" | "softmax", number[]>
  >;
  for (let repeat = -1; repeat < REPEATS; repeat++) {
    for (const name of ["exp", "softmax"] as const) {
      for (const what of ["gradient", "step"] as const) {
        const spent = secondsOf(() => works[name][what](repeat));
        // The first, cold run is not counted.
        if (repeat >= 0) seconds[what][name].push(spent);
      }
    }
  }
  const lines = (["gradient", "step"] as const).map((what) => {
    const [e, s] = [median(seconds[what].exp), median(seconds[what].softmax)];
    return { what, exp: e, softmax: s, ratio: s / e };
  });
  const rowsOf = lines.map((l) => [l.what, duration(l.exp), duration(l.softmax), l.ratio.toFixed(2)]);
  console.log(table([["", "exp", "softmax", "ratio"], ...rowsOf]));
  console.log(
    `gradient: A x, F, g at a new x. step: that, ${SAMPLED} d rows drawn and factored, ${LINEAR} CG iterations, F at its end.`,
  );
  const verdicts = lines.map((l) =>
    judge(
      `${l.what}, softmax over exp`,
      `<= ${BAR}`,
      l.ratio,
      (r) => r <= BAR,
      (r) => r.toFixed(2),
      quick,
    ),
  );
  printVerdicts(verdicts);
  writeRecord("softmax", { versions: versions(), seed: SEED, quick, seconds, lines, verdicts });
}

/** One evaluation of the gradient, and one Newton step by sampled conjugate gradients, each from a new point near x. */
function workOf(problem: CompositeProblem & Openable, x: Float64Array) {
  const { rows, columns } = problem[OPEN].shape!;
  const asked = SAMPLED * columns;
  const { session, parts: work } = problem[OPEN].open((arena) => ({
    ...layoutExact(columns, arena),
    ...layoutSampled(rows, columns, sampleCapacity(rows, asked), arena),
  }));
  const form = session.rowForm!;
  const draws = sampler(session, form, work, { by: "leverage", rows: asked, seed: 1, start: 1 });
  const images = { image: work.image, sum: form.step };
  const gradient = (repeat: number): void => {
    for (let j = 0; j < columns; j++) work.start.data[j] = x[j] * (0.8 + 0.01 * repeat);
    drain(session.linearize(work.start));
    drain(session.gradient(work.g));
  };
  return {
    gradient,
    step(repeat: number): void {
      gradient(repeat);
      if (!drain(draws.factor(false))) throw new Error("the sample has no factor");
      // On the majorant, which has the cost of the exact Hessian and no negative curvature to stop at.
      const product = (v: typeof work.g, hv: typeof work.g) => form.product(v, hv, work.image, work.weights);
      const { iterations, imageKept } = drain(conjugateGradients(session, product, { ...work, images }, 0, LINEAR));
      if (iterations !== LINEAR) throw new Error(`${iterations} iterations of conjugate gradients, not ${LINEAR}`);
      const line = drain(session.along(work.p, imageKept));
      drain(line.value(1));
    },
  };
}
