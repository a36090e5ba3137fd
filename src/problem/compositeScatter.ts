import type { Layout } from "../wasm/memory.js";
import { drain, inSlices } from "../wasm/pace.js";
import type { CompositeSession } from "./composite.js";
import type { Composite } from "./compositeLayout.js";
import type { Scatter } from "./problem.js";

type Open = <T>(layout: Layout<T>) => { session: CompositeSession; parts: T };

/** Squares and scores of the data part of a composite problem at x, in a session of their own. */
export function scatter({ A, loss }: Composite, x: Float64Array, open: Open): Scatter {
  const at = <T>(layout: Layout<T>) => {
    const { session, parts } = open(layout);
    session.x.data.set(x);
    drain(session.linearize(session.x));
    return { session, parts };
  };
  const { session } = at(() => undefined);
  const squares = 2 * loss.value(session.math, session.rows);
  session.release();
  return {
    squares,
    rows: loss.observations,
    meat() {
      const { session: own, parts } = at((arena) => [arena.f64(A.rows), arena.f64(A.columns * A.columns)] as const);
      const [scores, M] = parts;
      loss.slope(own.math, own.rows, scores);
      for (let i = 0; i < A.rows; i++) scores.data[i] *= scores.data[i];
      const gram = (from: number, to: number): void => own.A.gram(scores, M, undefined, from, to);
      drain(inSlices(own.pace, A.rows, own.A.costs.gram, gram, own.A.gramRows));
      const meat = M.data.slice();
      own.release();
      return meat;
    },
  };
}
