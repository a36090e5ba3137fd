import { solve } from "subnewton";
import { instance, problemOf, type Shape } from "./instance.js";

/** What rounding left of tokens from a table. */
export interface WordCount {
  readonly decimals: number;
  readonly shape: Shape;
  readonly instances: number;
  /** Instances with a perfect fit; with all its tokens snapped to their own words; and confirmed by F there. */
  readonly fitted: number;
  readonly read: number;
  readonly confirmed: number;
}

/** Tokens are rows of a known table and B is rounded: is every word of the best-confirmed solution right? */
export function readWords(shape: Shape, decimals: number, instances: number, starts: number, first: number): WordCount {
  let [fitted, read, confirmed] = [0, 0, 0];
  const noise = 10 ** -decimals / Math.sqrt(12);
  for (let seed = first; seed < first + instances; seed++) {
    const made = instance(seed, shape);
    const heads = made.heads.map((head) => ({
      ...head,
      B: (head.B as number[][]).map((row) => row.map((b) => Number(b.toFixed(decimals)))),
    }));
    const problem = problemOf({ heads }, { noise, embedding: made.table });
    const { solutions } = solve(problem, { starts, seed });
    problem.dispose();
    const perfect = solutions.filter(({ certificate }) => certificate.zeroLoss);
    if (perfect.length > 0) fitted++;
    const best = [...perfect].sort((a, b) => snappedValue(a) - snappedValue(b))[0];
    if (!best) continue;
    const right = best.certificate.tokens?.every(({ nearest }, i) => nearest === made.words?.[i]) ?? false;
    if (right) read++;
    // |r|^2 at the words: rounding alone explains it, or the words are wrong.
    const entries = heads.length * shape.n * shape.d;
    if (snappedValue(best) <= 2 * entries * noise * noise) confirmed++;
  }
  return { decimals, shape, instances, fitted, read, confirmed };
}

const snappedValue = ({ certificate }: { certificate: { snappedValue?: number } }): number =>
  certificate.snappedValue ?? Number.POSITIVE_INFINITY;
