import { InputError } from "../inputError.js";
import { cosh } from "../loss/cosh.js";
import { exp } from "../loss/exp.js";
import { type Link, leastSquares } from "../loss/leastSquares.js";
import type { Loss } from "../loss/loss.js";
import { sinh } from "../loss/sinh.js";
import { checkNames, checkNumber, checkVector } from "../matrix/check.js";
import { type Matrix, matrixOf } from "../matrix/matrix.js";
import type { Composite } from "./compositeLayout.js";
import { type CompositeProblem, compositeProblem } from "./compositeProblem.js";
import type { Numbers } from "./problem.js";
import { squaresOf } from "./regulariser.js";

/** What exp, cosh and sinh regression take. */
export interface RegressionInput {
  /** n x d, from csr(...) or dense(...). */
  readonly A: Matrix;
  /** n targets. */
  readonly b: Numbers;
  /** Regulariser: 0.5 |w.(Ax)|^2, a number for all rows or n of them. Default 0. */
  readonly w?: number | Numbers;
  /** 0.5 ridge |x|^2, which keeps x bounded where rows do not. Default 0. */
  readonly ridge?: number;
  /** n observation weights >= 0 of the squared errors. Default 1. */
  readonly weights?: Numbers;
  /** n known terms added to A x before f is taken (the regulariser sees A x alone). Default 0. */
  readonly offset?: Numbers;
}

/**
 * Exponential regression by least squares, min over x in R^d of
 *
 *     F(x) = 0.5 sum_i weights_i (e^((Ax + offset)_i) - b_i)^2 + 0.5 |w.(Ax)|^2 + 0.5 ridge |x|^2.
 *
 * This is least squares on the scale of b: neither a log-linear fit (least squares of log b) nor a Poisson fit.
 * gradient A'[weights e^u (e^u - b) + w.w.Ax] + ridge x, Hessian A' diag(weights (2e^u - b) e^u + w.w) A + ridge I, which
 * is indefinite where w_i^2 < weights_i max(b_i, 0)^2 / 8. Paper 004, Theorem 1.1, Lemmas 3.1-3.7 (errata E1-E5, E9, E12).
 * @throws InputError naming argument, index, value and cure.
 */
export function expRegression(input: RegressionInput): CompositeProblem {
  return regression(exp, input);
}

/**
 * Hyperbolic cosine regression, F as in {@link expRegression} with cosh in place of e^: even in x where offset is 0, so
 * -x is as good as x, and x = 0 is always stationary, often a saddle.
 * Hessian A' diag(weights (cosh 2u - b cosh u) + w.w) A. Paper 004, Lemmas 4.1-4.7 (errata E6, E10).
 * @throws InputError naming argument, index, value and cure.
 */
export function coshRegression(input: RegressionInput): CompositeProblem {
  return regression(cosh, input);
}

/**
 * Hyperbolic sine regression, F as in {@link expRegression} with sinh in place of e^.
 * Hessian A' diag(weights (cosh 2u - b sinh u) + w.w) A. Paper 004, Lemmas 5.1-5.7 (errata E7, E8, E11).
 * @throws InputError naming argument, index, value and cure.
 */
export function sinhRegression(input: RegressionInput): CompositeProblem {
  return regression(sinh, input);
}

function regression(link: Link, input: RegressionInput): CompositeProblem {
  if (typeof input !== "object" || input === null) {
    throw new InputError("type", "input", "a regression takes one object { A, b, w?, ridge?, weights?, offset? }");
  }
  checkNames("a regression", input, ["A", "b", "w", "ridge", "weights", "offset"]);
  const A = matrixOf("A", input.A);
  const b = checkVector("b", input.b, A.rows);
  const weights = input.weights === undefined ? undefined : checkWeights(input.weights, A.rows);
  const offset = input.offset === undefined ? undefined : checkVector("offset", input.offset, A.rows);
  const ridge = input.ridge === undefined ? 0 : checkNumber("ridge", input.ridge, 0);
  const loss = leastSquares(link, b, weights);
  const w2 = squaresOf(input.w, A.rows);
  const composite: Composite = { A, loss, w2, offset, ridge, convex: isConvex(loss, w2) };
  return compositeProblem(composite);
}

function isConvex(loss: Loss, w2: Float64Array | undefined): boolean {
  for (let i = 0; i < loss.size; i++) if (loss.convexityThreshold(i) > (w2 ? w2[i] : 0)) return false;
  return true;
}

function checkWeights(value: Numbers, length: number): Float64Array {
  const weights = checkVector("weights", value, length);
  const i = weights.findIndex((v) => v < 0);
  if (i >= 0) throw new InputError("range", "weights", `weights[${i}] = ${weights[i]} is negative: use 0 or more`, i);
  return weights;
}
