import { type Accuracy, accuracy } from "./accuracy.js";
import type { GravityDesign } from "./design.js";
import { fitLogLinear, type LogLinearFit } from "./logLinear.js";

export type Method = "counts" | "log" | "log1p";

/** What each method is called in tables and legends. */
export const METHOD_NAMES: Record<Method, string> = {
  counts: "least squares on counts",
  log: "OLS of log(n), n > 0",
  log1p: "OLS of log(1 + n)",
};

export interface ComparedFit {
  method: Method;
  /** How a fitted logarithm became a count. */
  retransformation: string;
  coefficients: Float64Array;
  /** Classical standard error of the distance elasticity. */
  standardError: number;
  predicted: Float64Array;
  accuracy: Accuracy;
  /** Cells the fit has seen. */
  rowsUsed: number;
  /** Duan's factor, 1 when none is applied. */
  smearing: number;
}

/** The least-squares fit and the two log-linear ones, each with and without smearing, judged on the same cells. */
export function compareFits(
  design: GravityDesign,
  x: Float64Array,
  standardError: number,
  predicted: Float64Array,
): ComparedFit[] {
  const rowsUsed = design.b.length;
  return [
    {
      method: "counts",
      retransformation: "none needed",
      coefficients: x,
      standardError,
      predicted,
      accuracy: accuracy(predicted, design.b),
      rowsUsed,
      smearing: 1,
    },
    ...bothRetransformations("log", "exp", fitLogLinear(design, 0), design.b),
    ...bothRetransformations("log1p", "expm1", fitLogLinear(design, 1), design.b),
  ];
}

function bothRetransformations(method: Method, inverse: string, fit: LogLinearFit, observed: Float64Array) {
  const common = { method, coefficients: fit.coefficients, standardError: fit.standardError, rowsUsed: fit.rowsUsed };
  return [
    {
      ...common,
      retransformation: inverse,
      predicted: fit.plain,
      accuracy: accuracy(fit.plain, observed),
      smearing: 1,
    },
    {
      ...common,
      retransformation: `${inverse}, smearing`,
      predicted: fit.smeared,
      accuracy: accuracy(fit.smeared, observed),
      smearing: fit.smearing,
    },
  ];
}
