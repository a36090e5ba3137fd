import type { LeastSquaresProblem, Problem } from "../../../src/index.js";
import type { Spec } from "../oracle.js";
import * as oracle from "../oracle.js";

/** A user's own problem on plain arrays, of the five functions that a solver needs. */
export function ownProblem(spec: Spec): Problem {
  const d = spec.A[0].length;
  return {
    dimension: d,
    value: (x) => oracle.value(spec, x).value[0],
    gradient: (x) => oracle.gradient(spec, x).value,
    hvp: (x, v) => oracle.product(oracle.hessian(spec, x), v).value,
    hessian: (x) => ({ rows: d, columns: d, data: oracle.hessian(spec, x).value }),
  };
}

/** The same with its residual. */
export function ownLeastSquares(spec: Spec): LeastSquaresProblem {
  const d = spec.A[0].length;
  return {
    ...ownProblem(spec),
    residual: (x) => oracle.residual(spec, x).value,
    jacobian(x) {
      const data = oracle.jacobian(spec, x).value;
      return { rows: data.length / d, columns: d, data };
    },
    jvp: (x, v) => oracle.product(oracle.jacobian(spec, x), v).value,
    vjp: (x, u) => oracle.transposed(oracle.jacobian(spec, x), u).value,
  };
}
