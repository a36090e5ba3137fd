import type { CheckedJob } from "./attackOptions.js";
import { type Evaluator, filled } from "./evaluate.js";

/** Sweeps over the pairs of more than two masked positions; the first that changes nothing is the last. */
const SWEEPS = 3;

export interface Refined {
  readonly tokens: number[];
  readonly loss: number;
  readonly evaluations: number;
}

/**
 * The lowest loss among the candidates of each masked position: of all combinations for one or two positions, else pair of
 * neighbours by pair of neighbours from `tokens` on. `candidates` a position, best first; `loss` is that of `tokens`.
 */
export function* refine(
  evaluator: Evaluator,
  job: CheckedJob,
  candidates: readonly (readonly number[])[],
  start: { readonly tokens: readonly number[]; readonly loss: number },
): Generator<undefined, Refined, void> {
  let best = { tokens: [...start.tokens], loss: start.loss };
  let evaluations = 0;
  const count = candidates.length;
  for (let sweep = 0; sweep < (count > 2 ? SWEEPS : 1); sweep++) {
    const before = best.loss;
    for (let k = 0; k < Math.max(1, count - 1); k++) {
      const trials = combinations(best.tokens, candidates, k);
      const losses = yield* evaluator.losses(trials.map((tokens) => filled(job, tokens)));
      evaluations += trials.length;
      losses.forEach((loss, t) => {
        if (loss < best.loss) best = { tokens: trials[t], loss };
      });
    }
    if (!(best.loss < before)) break;
  }
  return { ...best, evaluations };
}

/** `tokens` with every pair of candidates in positions k and k + 1, or every candidate where k is the only one. */
function combinations(tokens: readonly number[], candidates: readonly (readonly number[])[], k: number): number[][] {
  const put = (position: number, token: number, list: readonly number[]): number[] =>
    list.map((t, i) => (i === position ? token : t));
  const first = candidates[k].map((a) => put(k, a, tokens));
  const second = candidates[k + 1];
  return second ? first.flatMap((list) => second.map((b) => put(k + 1, b, list))) : first;
}

/** Indices of the k largest of values[from .. from + n - 1], largest first; equals in their order. */
export function largest(values: ArrayLike<number>, from: number, n: number, k: number): number[] {
  const top: number[] = [];
  for (let i = 0; i < n; i++) {
    const value = values[from + i];
    if (top.length === k && !(value > values[from + top[k - 1]])) continue;
    if (top.length === k) top.pop();
    let at = top.length;
    while (at > 0 && value > values[from + top[at - 1]]) at--;
    top.splice(at, 0, i);
  }
  return top;
}
