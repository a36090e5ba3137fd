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
   * What the direction was solved with: the exact Hessian, a shifted one, a majorant, a sample of its rows, the exact
   * Hessian by conjugate gradients that a sample preconditions ("pcg"), the factor of the iteration before ("previous": a
   * last step without a new Hessian), or "escape" from a saddle; in a trust region the damped Gauss-Newton matrix or the
   * "damped" exact Hessian; "none" for first-order steps, "steepest" where a kink stops Newton's.
   */
  readonly hessian:
    | "exact"
    | "shifted"
    | "majorant"
    | "sampled"
    | "pcg"
    | "previous"
    | "escape"
    | "steepest"
    | "gaussNewton"
    | "damped"
    | "none";
  /** Rows sampled for the Hessian; 0 where all were used, or an earlier factor served again. */
  readonly sampledRows: number;
  /** Products with the Hessian spent on the direction; 0 where a factorisation solved it. */
  readonly linearIterations: number;
  /** |g + H p| / |g| in the norm of the sampled Hessian's inverse: the step's own contraction factor; 0 for exact steps. */
  readonly quality: number;
  /** Newton decrement over the one before (not squared): how much nearer the last step came. 0 at the first. */
  readonly decrementRatio: number;
  /** Since the solve began. For reading only: no decision rests on it. */
  readonly seconds: number;
}

const HEADER =
  "start iter          cost    cost change   max|g|    decrement   step      |step|  hessian   rows  cg quality   seconds";

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
    String(record.sampledRows).padStart(6),
    String(record.linearIterations).padStart(3),
    record.quality.toFixed(3).padStart(7),
    record.seconds.toFixed(3).padStart(9),
  ].join(" ");
  return record.start === 1 && record.iteration === 0 ? `${HEADER}\n${line}` : line;
}
