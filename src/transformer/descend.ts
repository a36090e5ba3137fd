import type { Reals, Space } from "../wasm/f32/memory.js";
import type { CheckedAttack } from "./attackOptions.js";
import { backward } from "./backward.js";
import { ATTACK_START, drawNormal } from "./draws.js";
import { type Extent, forward, rowLosses } from "./forward.js";
import { type Inside, planDice } from "./model.js";
import { planPass } from "./pass.js";
import { largest } from "./refine.js";
import type { Run } from "./run.js";
import { longest, lossOf, writeRows } from "./sequences.js";

/** What the relaxed methods keep beside their pass: logits X, and Adam's moments. */
export type Relaxed = ReturnType<typeof planRelaxed>;

export function planRelaxed(
  space: Space,
  { config }: Inside,
  size: { sequences: number; T: number; soft: number },
  method: string,
) {
  const moments = method === "adam" ? size.soft * config.vocabulary : 0;
  return {
    pass: planPass(space, config, { ...size, gradient: "input" }),
    X: space.reals(size.soft * config.vocabulary),
    m: space.reals(moments),
    v: space.reals(moments),
    dice: planDice(space),
  };
}

/**
 * All runs of a batch through the relaxed steps at once: S = softmax(X) from X ~ N(0, 1), then mirror or Adam. Yields after
 * each step; leaves each run its candidates, likeliest tokens first, and its relaxed loss.
 */
export function* descend(
  inside: Inside,
  work: Relaxed,
  runs: readonly Run[],
  options: CheckedAttack,
): Generator<undefined, void, void> {
  const { kernels: k, config } = inside;
  const V = config.vocabulary;
  const { pass, X } = work;
  const sequences = runs.map(({ job }) => ({ tokens: job.tokens, mask: job.mask }));
  const soft = runs.reduce((sum, { job }) => sum + job.mask.length, 0);
  const extent: Extent = { sequences: runs.length, T: longest(sequences), soft };
  const blocks = rowsOf(inside, runs, [X, pass.S, pass.dS]);
  runs.forEach(({ job, restart }, r) => {
    const draw = { seed: job.seed, draw: restart, iteration: 0, purpose: ATTACK_START };
    drawNormal(k, work.dice, draw, 1, blocks[r].arrays[0]);
  });
  writeRows(pass, sequences, extent.T);
  if (options.method === "adam") for (const moment of [work.m, work.v]) moment.data.fill(0);
  let [beta1, beta2] = [1, 1];
  for (let step = 0; ; step++) {
    k.step.softmax(soft, V, X, pass.S);
    forward(inside, pass, extent);
    rowLosses(inside, pass, extent);
    const last = step === options.steps || options.signal?.aborted === true;
    runs.forEach((run, r) => {
      const S = blocks[r].arrays[1].data;
      const tokens = run.job.mask.map((_, row) => largest(S, row * V, V, 1)[0]);
      run.record(step, lossOf(pass, r, extent.T), tokens, last);
    });
    yield;
    if (last) break;
    backward(inside, pass, extent, 1);
    if (options.method === "mirror") {
      for (const { rows, arrays } of blocks)
        k.step.mirror(rows, V, options.learningRate, arrays[1], arrays[2], arrays[0]);
    } else {
      beta1 *= 0.9;
      beta2 *= 0.999;
      k.step.softmaxBackward(soft, V, pass.S, pass.dS);
      k.step.adam(soft * V, options.learningRate, 1 - beta1, 1 - beta2, pass.dS, work.m, work.v, X);
    }
    for (const run of runs) run.gradients++;
  }
  runs.forEach((run, r) => {
    run.evaluations++;
    const S = blocks[r].arrays[1].data;
    run.candidates = run.job.mask.map((_, row) => largest(S, row * V, V, Math.max(1, options.refineTopK)));
  });
}

/** Each run's rows of arrays of one row a masked position. */
function rowsOf({ store, config }: Inside, runs: readonly Run[], all: readonly Reals[]) {
  let from = 0;
  return runs.map(({ job }) => {
    const rows = job.mask.length;
    const arrays = all.map((array) => store.slice(array, from * config.vocabulary, rows * config.vocabulary));
    from += rows;
    return { rows, arrays };
  });
}
