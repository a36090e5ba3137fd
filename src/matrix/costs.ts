import { InputError } from "../inputError.js";
import { checkNames, checkNumber, describe } from "./check.js";

/** Nanoseconds of each operation for one unit of its work: what the predictions behind `auto` are made of. */
export interface Costs {
  /** A x and A'y, an entry of a sparse or dense matrix. */
  readonly sparseProduct: number;
  readonly denseProduct: number;
  /** A'(D.(A v)), an entry. */
  readonly sparseCurvature: number;
  readonly denseCurvature: number;
  /** A'DA, a product of two entries of a row (sparse), or a multiply-add (dense). */
  readonly sparseGram: number;
  readonly denseGram: number;
  /** |X'a|^2 with 16 columns in X, an entry. */
  readonly sparseProjected: number;
  readonly denseProjected: number;
  /** Cholesky factorisation, a multiply-add. */
  readonly factor: number;
  /** A pair of triangular solves, an entry of the factor. */
  readonly triangle: number;
  /** A loss with its exponential at two points, its slope and its curvature, a row. */
  readonly row: number;
  /** A byte read from memory, where a matrix does not fit the last-level cache. */
  readonly memory: number;
}

/** Made by `npm run bench -- calibrate` on a virtual Xeon of about 3 GHz under Node 20. */
export const COSTS: Costs = {
  sparseProduct: 0.63,
  denseProduct: 0.34,
  sparseCurvature: 1.08,
  denseCurvature: 0.52,
  sparseGram: 1.15,
  denseGram: 0.13,
  sparseProjected: 2.7,
  denseProjected: 2.1,
  factor: 0.17,
  triangle: 0.31,
  row: 9,
  memory: 0.095,
};

/** Costs of a caller: all of them, each a number above 0. */
export function checkCosts(costs: unknown): Costs {
  if (typeof costs !== "object" || costs === null) {
    throw new InputError("type", "costs", `costs is ${describe(costs)}: give what calibrate() returned`);
  }
  const names = Object.keys(COSTS) as (keyof Costs)[];
  checkNames("costs", costs, names);
  for (const name of names) {
    const value = checkNumber(`costs.${name}`, (costs as Partial<Costs>)[name]);
    if (!(value > 0)) throw new InputError("range", "costs", `costs.${name} = ${value} must be above 0`);
  }
  return costs as Costs;
}
