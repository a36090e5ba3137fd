import { InputError } from "../../inputError.js";
import { softmax } from "../../loss/softmax.js";
import { checkNames, checkNumber, checkVector } from "../../matrix/check.js";
import { type Matrix, matrixOf } from "../../matrix/matrix.js";
import { columnShifts } from "../../matrix/shift.js";
import type { CompositeProblem } from "../compositeProblem.js";
import type { Numbers } from "../problem.js";
import { squaresOf } from "../regulariser.js";
import { softmaxProblem } from "./problem.js";

/** What softmaxRegression takes. */
export interface SoftmaxInput {
  /** n x d, from csr(...) or dense(...). */
  readonly A: Matrix;
  /** n targets: shares of a whole as a rule, but any numbers will do. */
  readonly b: Numbers;
  /** Regulariser: 0.5 |w.(Ax)|^2, a number for all rows or n of them. Default 0. */
  readonly w?: number | Numbers;
  /** 0.5 ridge |x|^2, which keeps x bounded where the shares do not. Default 0. */
  readonly ridge?: number;
}

/**
 * Softmax regression by least squares, min over x in R^d of
 *
 *     F(x) = 0.5 |f - b|^2 + 0.5 |w.(Ax)|^2 + 0.5 ridge |x|^2,    f = softmax(Ax) = e^(Ax) / sum_i e^((Ax)_i).
 *
 * One softmax over all n rows: f is a distribution, b need not be one. With c = f - b, t = <f, c>, p = f (f + c - t),
 * mu = A'f: gradient A'[f c - t f + w.w.Ax] + ridge x, Hessian (A - 1 mu')' diag(p) (A - 1 mu') + A' diag(w.w) A + ridge I,
 * which is indefinite as a rule where w is small; positive definite for full rank A where all w_i^2 exceed (max b - min b + 1)/2.
 * Without w and ridge the value is the same for A x + t 1: a column of ones changes nothing, and F may approach its
 * infimum only at infinity (status "unbounded"). Methods as in expRegression; "sampled" and "pcg" sample rows of the
 * centred form, whose majorant has |p|. Paper 001 (errata S1-S4, S9, S18).
 * @throws InputError naming argument, index, value and cure.
 */
export function softmaxRegression(input: SoftmaxInput): CompositeProblem {
  if (typeof input !== "object" || input === null) {
    throw new InputError("type", "input", "softmaxRegression takes one object { A, b, w?, ridge? }");
  }
  checkNames("softmaxRegression", input, ["A", "b", "w", "ridge"]);
  const A = matrixOf("A", input.A);
  const b = checkVector("b", input.b, A.rows);
  const ridge = input.ridge === undefined ? 0 : checkNumber("ridge", input.ridge, 0);
  const w2 = squaresOf(input.w, A.rows);
  const threshold = softmax.convexityThreshold(b);
  const convex = w2?.every((v) => v >= threshold) ?? false;
  return softmaxProblem({ A, b, w2, ridge, shifts: columnShifts(A), convex });
}
