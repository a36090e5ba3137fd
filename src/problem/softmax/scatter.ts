import type { Layout } from "../../wasm/memory.js";
import { drain, inSlices } from "../../wasm/pace.js";
import { addPairs, pullTowards } from "../lowRank.js";
import type { Scatter } from "../problem.js";
import type { SoftmaxModel } from "./layout.js";
import type { SoftmaxSession } from "./session.js";

type Open = <T>(layout: Layout<T>) => { session: SoftmaxSession; parts: T };

/** Squares and scores of the data part at x, in a session of their own: row i's score is c_i f_i (a_i - mu), c = f - b. */
export function scatter({ A, b }: SoftmaxModel, x: Float64Array, open: Open): Scatter {
  const at = <T>(layout: Layout<T>) => {
    const { session, parts } = open(layout);
    session.x.data.set(x);
    drain(session.linearize(session.x));
    return { session, parts };
  };
  const { session } = at(() => undefined);
  const squares = b.reduce((sum, bi, i) => sum + (session.f.data[i] - bi) * (session.f.data[i] - bi), 0);
  session.release();
  return {
    squares,
    rows: A.rows,
    meat() {
      const d = A.columns;
      const { session: own, parts } = at(
        (arena) => [arena.f64(A.rows), arena.f64(d * d), arena.f64(d), arena.f64(d)] as const,
      );
      const [scores, M, mu, pull] = parts;
      own.A.multiplyTransposeAdd(own.f, mu);
      let sum = 0;
      for (let i = 0; i < A.rows; i++) {
        const score = own.f.data[i] * (own.f.data[i] - b[i]);
        scores.data[i] = score * score;
        sum += scores.data[i];
      }
      const gram = (from: number, to: number): void => own.A.gram(scores, M, undefined, from, to);
      drain(inSlices(own.pace, A.rows, own.A.costs.gram, gram, own.A.gramRows));
      own.A.multiplyTransposeAdd(scores, pull);
      pullTowards(pull, sum, mu);
      addPairs([{ u: pull, v: mu }], M);
      const meat = M.data.slice();
      own.release();
      return meat;
    },
  };
}
