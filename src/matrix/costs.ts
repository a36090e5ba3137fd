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
  /** The loss with its exponential and the vectors of an iteration, a row. */
  readonly row: number;
}

/** Made by `npm run bench -- calibrate`; the machine is named there. */
export const COSTS: Costs = {
  sparseProduct: 0.8,
  denseProduct: 0.4,
  sparseCurvature: 1.4,
  denseCurvature: 0.6,
  sparseGram: 2,
  denseGram: 0.17,
  sparseProjected: 7,
  denseProjected: 3,
  factor: 0.2,
  triangle: 2,
  row: 40,
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
