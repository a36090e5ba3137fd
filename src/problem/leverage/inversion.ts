import { InputError } from "../../inputError.js";
import { checkNames, checkVector } from "../../matrix/check.js";
import { type Matrix, matrixOf } from "../../matrix/matrix.js";
import type { Numbers } from "../problem.js";
import { type LeverageProblem, leverageProblem } from "./problem.js";
import { layoutScoreModel, scoreModel } from "./scoreModel.js";
import { prepare } from "./scores.js";

/** What leverageInversion takes. */
export interface LeverageInput {
  /** n x d with n >= d, full column rank, from csr(...) or dense(...). */
  readonly A: Matrix;
  /** n offsets: s = A x - b. */
  readonly b: Numbers;
  /** n target scores; those of a point lie in [0, 1] and sum to d. */
  readonly tau: Numbers;
  /** n known signs of s, each 1 or -1, where they are known. */
  readonly signs?: Numbers;
}

/**
 * The parameters behind published leverage scores: min over x in R^d of
 *
 *     L_b(x) = 0.5 |sigma(x) - tau|^2,   sigma = diag(U (U'U)^-1 U'),   U = diag(1/s) A,   s = A x - b,
 *
 * a `Problem` with residual sigma - tau and Jacobian -2 N U, N = diag(sigma) - P.P; predict(x) is sigma(x). Smooth
 * across every hyperplane s_i = 0 (no pole), accurate to the last digits beside it; infinite only where rows with
 * s_i = 0 are linearly dependent. Rows of [A b] may have any scale. Cost of a value O(n d^2), of a Hessian O(n d^3), memory
 * O(n d + d^3): no n x n array. Paper "Inverting the Leverage Score Gradient", Definition 1.2 and Lemma B.10, with
 * offset b and target tau kept apart (errata 1-3).
 * @throws InputError naming argument, index, value and cure: wrong lengths, numbers that are not finite, fewer rows than
 * columns, dependent columns. Any other degeneracy of the data is evaluated, and named by a solve.
 */
export function leverageInversion(input: LeverageInput): LeverageProblem {
  if (typeof input !== "object" || input === null) {
    throw new InputError("type", "input", "leverageInversion takes one object { A, b, tau, signs? }");
  }
  checkNames("leverageInversion", input, ["A", "b", "tau", "signs"]);
  const A = matrixOf("A", input.A);
  const b = checkVector("b", input.b, A.rows);
  const tau = checkVector("tau", input.tau, A.rows);
  const signs = input.signs === undefined ? undefined : checkSigns(input.signs, A.rows);
  const scores = prepare(A, b);
  return leverageProblem({
    scores,
    predictions: A.rows,
    sampled: true,
    inCell: false,
    layout: (arena) => layoutScoreModel(A.rows, A.columns, arena),
    make: (parts, engine) => scoreModel(scores, { tau, signs }, parts, engine),
  });
}

function checkSigns(value: Numbers, length: number): Float64Array {
  const signs = checkVector("signs", value, length);
  const i = signs.findIndex((v) => v !== 1 && v !== -1);
  if (i >= 0) {
    throw new InputError(
      "range",
      "signs",
      `signs[${i}] = ${signs[i]}: a sign is 1 or -1, the sign of (A x - b)[${i}]`,
      i,
    );
  }
  return signs;
}
