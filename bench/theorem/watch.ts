import { type IterationRecord, iterate, type Problem, type Result, type SolveOptions } from "subnewton";

/** An iteration with the point it reached. */
export interface Step {
  readonly record: IterationRecord;
  readonly x: Float64Array;
}

/** A problem's door for solvers, as far as it is looked at here. */
interface Door {
  open(...given: unknown[]): { session: { x: { data: Float64Array } } };
}

/**
 * Solves step by step with the point of each step, which a record does not carry: the session that the solve opens is
 * looked into. maxIterations = 1, 2, ... would give the same points from as many solves.
 */
export function* watch(problem: Problem, options: SolveOptions): Generator<Step, Result, void> {
  const key = Object.getOwnPropertySymbols(problem).find(({ description }) => description === "subnewton.open");
  if (!key) throw new Error("this problem has no door for solvers");
  const door = (problem as unknown as Record<symbol, Door>)[key];
  let x: Float64Array | undefined;
  const open = (...given: unknown[]): ReturnType<Door["open"]> => {
    const opened = door.open(...given);
    x = opened.session.x.data;
    return opened;
  };
  const steps = iterate({ ...problem, [key]: { ...door, open } } as Problem, options);
  try {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (!x) throw new Error("the solve opened no session");
      yield { record: step.value, x: x.slice() };
    }
  } finally {
    // Whoever leaves early ends the solve.
    steps.return(undefined as never);
  }
}
