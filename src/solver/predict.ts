import type { Costs } from "../matrix/costs.js";
import type { RowShape } from "../problem/problem.js";
import { logarithm } from "./logarithm.js";

/** Iterations from a start at 0, medians over the bench's grid (`npm run bench -- calibrate`). */
const ITERATIONS = { exact: 8, sampled: 16, pcg: 9 };
/** Share of those in which pcg makes a new factor: the rest keep the one they have. */
const FACTORED = 0.7;
/** Factors made before the first step: row norms, then scores. */
const FIRST_FACTORS = 2;
/** Products with A in an iteration beside those of the direction: A x of the line, A'y of the gradient. */
const PRODUCTS = 2.2;

/** Predicted seconds of a solve: a function of sizes and row lengths only, never of a clock, so that results keep their bits. */
export function predict(
  { rows: n, columns: d, costsWith }: RowShape,
  costs: Costs,
  method: "exact" | "sampled" | "pcg",
  sampleRows: number,
): number {
  const row = costsWith(costs);
  const factor = (costs.factor * d * d * d) / 6;
  const iteration = n * (PRODUCTS * row.product + costs.row);
  if (method === "exact") return 1e-9 * ITERATIONS.exact * (n * row.gram + factor + iteration);
  const draw = n * (row.projected + row.product + costs.row) + sampleRows * row.gram + factor + 16 * d * d;
  const product = n * row.curvatureProduct + costs.triangle * d * d;
  if (method === "sampled") return 1e-9 * (FIRST_FACTORS * draw + ITERATIONS.sampled * (draw + product + iteration));
  const factors = FIRST_FACTORS + FACTORED * ITERATIONS.pcg;
  return 1e-9 * (factors * draw + ITERATIONS.pcg * (linearIterations(d, sampleRows) * product + iteration));
}

/** Iterations of conjugate gradients to a tenth of the residual, each leaving sqrt(d/s) of it (Marchenko and Pastur). */
function linearIterations(d: number, sampleRows: number): number {
  return logarithm(10) / (0.5 * logarithm(Math.max(sampleRows / d, 2)));
}
