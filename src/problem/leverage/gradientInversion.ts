import { InputError } from "../../inputError.js";
import { checkNames, checkNumber, checkVector } from "../../matrix/check.js";
import { type Matrix, matrixOf } from "../../matrix/matrix.js";
import type { Numbers } from "../problem.js";
import { gradientModel, layoutGradientModel } from "./gradientModel.js";
import { type LeverageProblem, leverageProblem } from "./problem.js";
import { prepare } from "./scores.js";

/** What leverageGradientInversion takes. */
export interface LeverageGradientInput {
  /** n x d with n >= d, full column rank, from csr(...) or dense(...). */
  readonly A: Matrix;
  /** n offsets: s = A x - b. */
  readonly b: Numbers;
  /** n target scores of the loss whose gradient was published. */
  readonly tau: Numbers;
  /** d entries: the published gradient. */
  readonly c: Numbers;
  /** Regulariser: 0.5 |w.(Ax)|^2, a number for all rows or n of them. Default 0; any that makes F convex hides x. */
  readonly w?: number | Numbers;
  /** True: a solve stays in the cell of its start, the signs of s = A x - b there. Default false. */
  readonly inCell?: boolean;
}

/**
 * The parameters behind a published gradient of the leverage-score loss: min over x in R^d of
 *
 *     F(x) = 0.5 |g(x) - c|^2 + 0.5 |w.(A x)|^2,   g = L_b' = -2 U'N (sigma - tau)
 *
 * with sigma, U, N, s as in {@link leverageInversion}: a `Problem` with residual [g - c; w.(A x)] and Jacobian
 * [H_b; diag(w) A], H_b = L_b''; predict(x) is g(x). With w = 0 a solution is a root of d equations in d unknowns, of
 * which there are many: x is determined only near a point known beforehand. Cost of a value O(n d^2), of a Gauss-Newton
 * matrix and of the exact Hessian O(n d^3); memory O(n d + d^3).
 * Paper "Inverting the Leverage Score Gradient", Definition 4.1, with g and its derivatives corrected (errata 3, 10-16).
 * @throws InputError naming argument, index, value and cure: wrong lengths, numbers that are not finite, fewer rows than
 * columns, dependent columns. Any other degeneracy of the data is evaluated, and named by a solve.
 */
export function leverageGradientInversion(input: LeverageGradientInput): LeverageProblem {
  if (typeof input !== "object" || input === null) {
    throw new InputError("type", "input", "leverageGradientInversion takes one object { A, b, tau, c, w?, inCell? }");
  }
  checkNames("leverageGradientInversion", input, ["A", "b", "tau", "c", "w", "inCell"]);
  const A = matrixOf("A", input.A);
  const b = checkVector("b", input.b, A.rows);
  const tau = checkVector("tau", input.tau, A.rows);
  const c = checkVector("c", input.c, A.columns);
  const w = regulariser(input.w, A.rows);
  const { inCell = false } = input;
  if (typeof inCell !== "boolean") {
    throw new InputError("type", "inCell", `inCell = ${String(inCell)} must be true or false`);
  }
  const scores = prepare(A, b);
  return leverageProblem({
    scores,
    predictions: A.columns,
    sampled: false,
    inCell,
    layout: (arena) => layoutGradientModel(A.rows, A.columns, arena),
    make: (parts, engine) => gradientModel(scores, { tau, c, w }, parts, engine),
  });
}

/** w_i for a scalar or vector w; undefined when all are 0. */
function regulariser(w: number | Numbers | undefined, length: number): Float64Array | undefined {
  if (w === undefined) return undefined;
  const values =
    typeof w === "number" ? new Float64Array(length).fill(checkNumber("w", w)) : checkVector("w", w, length);
  return values.some((v) => v !== 0) ? values : undefined;
}
