import type { SolveOptions } from "subnewton";
import type { Instance } from "./problems.js";
import type { Reference } from "./reference.js";
import { pastLast } from "./statistics.js";
import { watch } from "./watch.js";

/** The error at which a run counts as converged and is left, relative to its start. */
export const CONVERGED = 1e-10;
/** A run that is so many times farther than its start is lost. */
const LOST = 1e6;
/** No run of these tables may stop for being good enough: errors are followed down to their target. */
const NEVER = 1e-28;
/** Line searches that end strictly between these have accepted the full step. */
const FULL = [0.5, 2];

/** One run, as |x_t - x*|_H at the fixed H of x*. */
export interface Trial {
  /** |x0 - x*|_H */
  readonly start: number;
  /** "converged" to the target, "lost", or the solver's own status where it ended first. */
  readonly end: string;
  /** The last error over the first. */
  readonly finalError: number;
  /** e_t / e_(t-1), t = 1, 2, ..., while e_(t-1) is above the target. */
  readonly contractions: readonly number[];
  /** For each of them, whether the full step was accepted. */
  readonly full: readonly boolean[];
  readonly rowsKept: readonly number[];
  /** The record's own rate, |g + H p| / |g| in the metric of the sample. */
  readonly quality: readonly number[];
}

/** Runs a method from x0 until its error is `target`, by default CONVERGED times its start, or it is lost. */
export function trial(
  { problem }: Instance,
  { distance }: Reference,
  x0: Float64Array,
  options: SolveOptions,
  target = CONVERGED * distance(x0),
): Trial {
  const start = distance(x0);
  const contractions: number[] = [];
  const full: boolean[] = [];
  const rowsKept: number[] = [];
  const quality: number[] = [];
  let error = start;
  const steps = watch(problem, { ...options, x0, tolerance: NEVER });
  const ended = (end: string): Trial => {
    steps.return(undefined as never);
    return { start, end, finalError: error / start, contractions, full, rowsKept, quality };
  };
  for (;;) {
    const step = steps.next();
    if (step.done) return ended(step.value.status);
    const { record, x } = step.value;
    if (record.iteration > 0) {
      const before = error;
      error = distance(x);
      contractions.push(error / before);
      full.push(record.stepLength > FULL[0] && record.stepLength < FULL[1]);
      if (record.sampledRows > 0) rowsKept.push(record.sampledRows);
      if (record.quality > 0) quality.push(record.quality);
    }
    if (error <= target) return ended("converged");
    if (!(error < LOST * start)) return ended("lost");
  }
}

/** Contractions from where the full step is accepted for good. */
export function onceFull({ contractions, full }: Trial): readonly number[] {
  return contractions.slice(pastLast(full, (one) => !one));
}
