import type { CheckedAttack, CheckedJob } from "./attackOptions.js";
import { type AttackRecord, type AttackRestart, type AttackResult, concludeJob } from "./attackResult.js";
import { descend, planRelaxed, type Relaxed } from "./descend.js";
import { type Evaluator, evaluatorIn, filled, openEvaluator } from "./evaluate.js";
import { greedy } from "./greedy.js";
import type { Inside } from "./model.js";
import { refine } from "./refine.js";
import { type Run, startRun } from "./run.js";
import { longest } from "./sequences.js";

/**
 * Every restart of every job, `batch` runs at a time, each through its steps, the loss of its tokens and its refinement.
 * Yields the records of each step together; an empty list is a pause inside a step.
 */
export function* attackRuns(
  inside: Inside,
  jobs: readonly CheckedJob[],
  options: CheckedAttack,
): Generator<readonly AttackRecord[], AttackResult[], void> {
  const finished: AttackRestart[][] = jobs.map(() => []);
  const waiting = jobs.flatMap((_, job) =>
    Array.from({ length: options.restarts }, (_, restart) => ({ job, restart })),
  );
  const T = longest(jobs);
  const batch = Math.min(options.batch, waiting.length);
  const soft = batch * jobs.reduce((most, { mask }) => Math.max(most, mask.length), 0);
  const { parts: work, close } = inside.store.open("the attack", (space) =>
    planRelaxed(space, inside, { sequences: batch, T, soft }, options.method),
  );
  const trials = openEvaluator(inside, options.batch, T);
  const evaluator = evaluatorIn(inside, trials.parts);
  let records: AttackRecord[] = [];
  const watch = (record: AttackRecord): void => {
    records.push(record);
    options.onStep?.(record);
  };
  try {
    for (let from = 0; from < waiting.length && !options.signal?.aborted; from += batch) {
      const some = waiting.slice(from, from + batch);
      const runs = some.map(({ job, restart }) => startRun(jobs[job], job, restart, options, watch));
      const steps = attackBatch(inside, work, evaluator, runs, options);
      while (!steps.next().done) {
        const seen = records;
        records = [];
        yield seen;
      }
      runs.forEach((run, r) => {
        finished[some[r].job].push(run.finish());
      });
    }
  } finally {
    trials.close();
    close();
  }
  const aborted = options.signal?.aborted === true;
  return jobs.map((job, j) => concludeJob(job, finished[j], aborted));
}

function* attackBatch(
  inside: Inside,
  work: Relaxed,
  evaluator: Evaluator,
  runs: readonly Run[],
  options: CheckedAttack,
): Generator<undefined, void, void> {
  if (options.method === "gcg") {
    yield* greedy(inside, work, evaluator, runs, options);
    return;
  }
  yield* descend(inside, work, runs, options);
  const losses = yield* evaluator.losses(runs.map((run) => filled(run.job, run.tokens)));
  for (const [r, run] of runs.entries()) {
    run.loss = losses[r];
    run.evaluations++;
    if (options.refineTopK === 0 || options.signal?.aborted) continue;
    const refined = yield* refine(evaluator, run.job, run.candidates, run);
    run.tokens = refined.tokens;
    run.loss = refined.loss;
    run.evaluations += refined.evaluations;
  }
}
