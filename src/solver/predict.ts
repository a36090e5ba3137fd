import type { Costs } from "../matrix/costs.js";
import type { RowShape } from "../problem/problem.js";
import { logarithm } from "./logarithm.js";

/** How often a method does what in a solve from x0 = 0: means over four families (`npm run bench -- calibrate`). */
interface Habit {
  readonly iterations: number;
  /** Gram matrices factored, or samples drawn and factored, the scores of the last test counted as one more. */
  readonly factors: number;
  /** Products with A in an iteration beside those of the direction: A'y, and A p where p comes by a factor. */
  readonly products: number;
  /** Products with the Hessian: in all, and per iteration. */
  readonly hessian: number;
  readonly linear: number;
}

const EXACT: Habit = { iterations: 10, factors: 9.3, products: 2.2, hessian: 0, linear: 0 };
const SAMPLED: Habit = { iterations: 12, factors: 13, products: 1.2, hessian: 4, linear: 1 };
const PCG: Habit = { iterations: 10.3, factors: 8.5, products: 1.2, hessian: 4, linear: 1 };
/** Passes over the rows in an iteration, and in a draw (coins, weights, how far they moved), in units of `row`. */
const PASSES = 6;
/** Products with A at the start and for the tests at the end. */
const ENDS = 10;

/** Predicted seconds of a solve: a function of sizes and row lengths only, never of a clock, so that results keep their bits. */
export function predict(
  shape: RowShape,
  costs: Costs,
  method: "exact" | "sampled" | "pcg",
  sampleRows: number,
): number {
  const { rows: n, columns: d, costsWith } = shape;
  const row = costsWith(costs);
  const cholesky = (costs.factor * d * d * d) / 6;
  const passes = n * PASSES * costs.row;
  const gram = n * row.gram + cholesky;
  const draw = n * (row.projected + row.product) + passes + sampleRows * row.gram + cholesky + 16 * d * d;
  const habit = { exact: EXACT, sampled: SAMPLED, pcg: PCG }[method];
  const linear = method === "pcg" ? linearIterations(d, sampleRows) : habit.linear;
  const products = habit.hessian + habit.iterations * linear;
  return (
    1e-9 *
    (n * row.load +
      habit.factors * (method === "exact" ? gram : draw) +
      (ENDS + habit.iterations * habit.products) * n * row.product +
      habit.iterations * passes +
      products * (n * row.curvatureProduct + costs.triangle * d * d))
  );
}

/** What the exact Hessian and its factor cost, in products with the Hessian. */
export function gramInProducts({ rows: n, columns: d, costsWith }: RowShape, costs: Costs): number {
  const row = costsWith(costs);
  return (n * row.gram + (costs.factor * d * d * d) / 6) / (n * row.curvatureProduct);
}

/** Iterations of conjugate gradients to a tenth of the residual, each leaving sqrt(d/s) of it (Marchenko and Pastur). */
function linearIterations(d: number, sampleRows: number): number {
  return logarithm(10) / (0.5 * logarithm(Math.max(sampleRows / d, 2)));
}
