import type { CheckedAttack } from "./attackOptions.js";
import { backward } from "./backward.js";
import type { Relaxed } from "./descend.js";
import { ATTACK_TOKENS, drawUniform } from "./draws.js";
import { type Evaluator, filled } from "./evaluate.js";
import { forward, rowLosses } from "./forward.js";
import type { Inside } from "./model.js";
import { largest } from "./refine.js";
import type { Run } from "./run.js";
import { longest, lossOf, writeRows } from "./sequences.js";

/**
 * Greedy coordinate gradient (Zou et al. 2023) of a batch of runs from random tokens: the gradient at the one-hots ranks the k
 * most promising tokens of each masked position; every swap of one is evaluated, the best taken where it is better. A run
 * whose best swap is no better has ended. Yields after each step.
 */
export function* greedy(
  inside: Inside,
  work: Relaxed,
  evaluator: Evaluator,
  runs: readonly Run[],
  options: CheckedAttack,
): Generator<undefined, void, void> {
  const V = inside.config.vocabulary;
  const { pass } = work;
  for (const run of runs) {
    const { job, restart } = run;
    const draw = { seed: job.seed, draw: restart, iteration: 0, purpose: ATTACK_TOKENS };
    const draws = drawUniform(inside.kernels, work.dice, draw, job.mask.length);
    run.tokens = Array.from(draws, (u) => Math.floor(u * V));
  }
  let live = [...runs];
  for (let step = 0; live.length > 0; step++) {
    const swaps = gradientsAt(inside, work, live, options, step);
    yield;
    const last = step === options.steps || options.signal?.aborted === true;
    const losses = live.map((_, r) => lossOf(pass, r, longestOf(live)));
    const next: Run[] = [];
    for (const [r, run] of live.entries()) {
      run.loss = losses[r];
      const found = last ? undefined : yield* bestSwap(evaluator, run, swaps[r]);
      run.record(step, losses[r], run.tokens, !found);
      if (last) run.evaluations++;
      else run.gradients++;
      if (!found) continue;
      run.tokens = found;
      next.push(run);
    }
    live = next;
  }
}

const longestOf = (runs: readonly Run[]): number => longest(runs.map(({ job }) => job));

/** Losses at the runs' tokens in the pass; for each masked position the k tokens whose gradient is lowest. */
function gradientsAt(
  inside: Inside,
  { pass }: Relaxed,
  runs: readonly Run[],
  options: CheckedAttack,
  step: number,
): number[][][] {
  const V = inside.config.vocabulary;
  const sequences = runs.map(({ job }) => ({ tokens: job.tokens, mask: job.mask }));
  const rows = runs.flatMap(({ tokens }) => tokens);
  const extent = { sequences: runs.length, T: longest(sequences), soft: rows.length };
  const S = pass.S.data;
  S.fill(0, 0, rows.length * V);
  rows.forEach((token, row) => {
    S[row * V + token] = 1;
  });
  writeRows(pass, sequences, extent.T);
  forward(inside, pass, extent);
  rowLosses(inside, pass, extent);
  if (step === options.steps) return runs.map(() => []);
  backward(inside, pass, extent, 1);
  const fall = pass.dS.data.subarray(0, rows.length * V).map((slope) => -slope);
  let row = 0;
  return runs.map(({ job }) => job.mask.map(() => largest(fall, V * row++, V, options.refineTopK)));
}

/** The tokens after the best swap of one, or nothing where none has a lower loss. */
function* bestSwap(
  evaluator: Evaluator,
  run: Run,
  swaps: readonly (readonly number[])[],
): Generator<undefined, number[] | undefined, void> {
  const trials = swaps.flatMap((list, k) =>
    list.filter((token) => token !== run.tokens[k]).map((token) => run.tokens.map((t, i) => (i === k ? token : t))),
  );
  const losses = yield* evaluator.losses(trials.map((tokens) => filled(run.job, tokens)));
  run.evaluations += trials.length;
  let [best, at] = [run.loss, -1];
  losses.forEach((loss, t) => {
    if (loss < best) [best, at] = [loss, t];
  });
  return at < 0 ? undefined : trials[at];
}
