import { InputError } from "../inputError.js";
import { turn } from "../wasm/pace.js";
import { type AttackJob, type AttackOptions, checkAttackOptions, checkJob } from "./attackOptions.js";
import type { AttackRecord, AttackResult } from "./attackResult.js";
import { attackRuns } from "./attackRuns.js";
import { insideOf, type Model } from "./model.js";

/**
 * Recovers masked tokens of a sentence from the model's weights and its other tokens (attention inversion paper, section 5):
 * minimises L = sum_i -S_(i+1) . log F_i(S) over relaxed one-hots S = softmax(X) of the masked positions, X ~ N(0, 1) at
 * first; both parts of the gradient are taken, S as input and S as target. What it finds is what the model has memorised.
 * @throws InputError for a wrong token, position or option.
 */
export function attack(
  model: Model,
  tokens: ArrayLike<number>,
  mask: readonly number[],
  options: AttackOptions = {},
): AttackResult {
  return drain(begin(model, [{ tokens, mask }], options, true))[0];
}

/** Many attacks in batches: one product of matrices serves all. Each result has the bits that attack alone gives. */
export function attackMany(model: Model, jobs: readonly AttackJob[], options: AttackOptions = {}): AttackResult[] {
  return drain(begin(model, jobs, options));
}

/** attack, a step at a time. Leaving the loop early ends it. */
export function iterateAttack(
  model: Model,
  tokens: ArrayLike<number>,
  mask: readonly number[],
  options: AttackOptions = {},
): Generator<AttackRecord, AttackResult, void> {
  const steps = begin(model, [{ tokens, mask }], options, true);
  return (function* records() {
    try {
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value[0];
        yield* step.value;
      }
    } finally {
      steps.return([]);
    }
  })();
}

/** attack with a turn of the event loop after each step. */
export async function attackAsync(
  model: Model,
  tokens: ArrayLike<number>,
  mask: readonly number[],
  options: AttackOptions = {},
): Promise<AttackResult> {
  return (await drainInTurns(begin(model, [{ tokens, mask }], options, true)))[0];
}

/** attackMany with a turn of the event loop after each step. */
export async function attackManyAsync(
  model: Model,
  jobs: readonly AttackJob[],
  options: AttackOptions = {},
): Promise<AttackResult[]> {
  return drainInTurns(begin(model, jobs, options));
}

type Steps = Generator<readonly AttackRecord[], AttackResult[], void>;

function begin(model: Model, jobs: readonly AttackJob[], options: AttackOptions, single = false): Steps {
  const inside = insideOf(model);
  const checked = checkAttackOptions(options, inside.config);
  if (!Array.isArray(jobs) || jobs.length === 0) {
    throw new InputError("empty", "jobs", "jobs must be an array of at least one { tokens, mask }");
  }
  const list = jobs.map((job, j) => {
    if (typeof job === "object" && job !== null) {
      return checkJob(single ? "" : `jobs[${j}]`, job, j, checked.seed, inside.config);
    }
    throw new InputError("type", "jobs", `jobs[${j}] must be an object { tokens, mask }`, j);
  });
  return attackRuns(inside, list, checked);
}

function drain(steps: Steps): AttackResult[] {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

async function drainInTurns(steps: Steps): Promise<AttackResult[]> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await turn();
  }
}
