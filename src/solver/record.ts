/** One iteration of a solve; iteration 0 of each start is the point it began at. */
export interface IterationRecord {
  /** 1, 2, ...: which start. */
  readonly start: number;
  readonly iteration: number;
  /** F after the step; while a random start is in easier coordinates (attention's normal form), the function there. */
  readonly cost: number;
  /** F before less F after. */
  readonly costChange: number;
  /** max |g_j| after the step. */
  readonly gradientNorm: number;
  /** |t p|_2 */
  readonly stepNorm: number;
  /** t; 0 where no step was taken. */
  readonly stepLength: number;
  /** Half the squared Newton decrement g'H^-1 g before the step: the fall of F that the model promises. */
  readonly newtonDecrement: number;
  /**
   * What the direction was solved with: the exact Hessian, a shifted one, a majorant, the factor of the iteration before
   * ("previous": a last step without a new Hessian), "escape" from a saddle; in a trust region the damped Gauss-Newton
   * matrix or the "damped" exact Hessian; "none" for first-order steps.
   */
  readonly hessian: "gaussNewton" | "damped" | "exact" | "shifted" | "majorant" | "previous" | "escape" | "none";
  /** Rows sampled for the Hessian; 0 where all were used. */
  readonly sampledRows: number;
  /** Inner iterations of a linear solver; 0 where a factorisation solved it. */
  readonly linearIterations: number;
  /** Since the solve began. For reading only: no decision rests on it. */
  readonly seconds: number;
}

const HEADER = "start iter          cost    cost change   max|g|    decrement   step      |step|  hessian   seconds";

/** The line that `verbose` prints for a record, under a heading for the first. */
export function formatRecord(record: IterationRecord): string {
  const line = [
    String(record.start).padStart(5),
    String(record.iteration).padStart(4),
    record.cost.toPrecision(8).padStart(14),
    record.costChange.toExponential(2).padStart(12),
    record.gradientNorm.toExponential(2).padStart(10),
    record.newtonDecrement.toExponential(2).padStart(10),
    record.stepLength.toPrecision(3).padStart(9),
    record.stepNorm.toExponential(2).padStart(10),
    record.hessian.padStart(8),
    record.seconds.toFixed(3).padStart(9),
  ].join(" ");
  return record.start === 1 && record.iteration === 0 ? `${HEADER}\n${line}` : line;
}
