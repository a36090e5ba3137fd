import type { Vector } from "../wasm/memory.js";
import { inSlices, type Paced, passed } from "../wasm/pace.js";
import { PANEL } from "../wasm/panel.js";
import type { Counter } from "../wasm/randomKernels.js";
import type { Sketched, SketchWork } from "./layout.js";

/** Entries of A in a block: 200 kB, which a second-level cache holds for the second pass. */
const CACHED_ENTRIES = 16384;

/**
 * scores_i <- weights_i |G'R^-T a_i|^2 / 16 with G a d x 16 array of standard normals: an estimate of the leverage
 * score weights_i |R^-T a_i|^2 of row i in A'diag(weights)A = R'R, each with a relative standard deviation of
 * sqrt(2/16) = 35 % (Johnson-Lindenstrauss). 16 columns cost 15 % more condition number in a sample of 8 d rows than
 * exact scores; fewer than 8 are unsafe (SOLVER 1.2). R may be any factor near the right one: the scores are then off
 * by what R is off by. work.diagonal <- diag(A'diag(weights)A) on the way: its pass over A is free while a block of rows is
 * in cache. Returns their sum, each counted as 1 at most: the effective dimension.
 */
export function* sketchedScores(
  { A, kernels, pace }: Sketched,
  R: Vector,
  { weights, scores, panel, words, diagonal }: SketchWork,
  counter: Counter,
): Paced<number> {
  const d = A.columns;
  kernels.random.normal(counter, 0, words, panel);
  yield* passed(pace, 40 * panel.length);
  kernels.symmetric.solveUpperPanel(d, R, panel);
  yield* passed(pace, d * d * 2);
  let sum = 0;
  diagonal.data.fill(0);
  const block = Math.max(16, 4 * Math.ceil((CACHED_ENTRIES * A.rows) / (4 * A.nnz + 1)));
  const pass = (from: number, to: number): void => {
    scores.data.fill(0, from, to);
    A.projectedNormsAdd(weights, panel, scores, from, to);
    A.diagonal(weights, diagonal, from, to);
    for (let i = from; i < to; i++) {
      const t = scores.data[i] / PANEL;
      scores.data[i] = t;
      sum += t < 1 ? t : 1;
    }
  };
  yield* inSlices(pace, A.rows, A.costs.projected + A.costs.product + 3, pass, block);
  return sum;
}
