import type { CheckedJob } from "./attackOptions.js";

/** A run, one random start of one job, at one step. */
export interface AttackStep {
  /** Gradient steps done; 0 is the random start. */
  readonly step: number;
  /** The objective at the relaxed one-hots (gcg: at the tokens), summed over the predicted positions, in nats. */
  readonly loss: number;
  /** `loss` a predicted position. */
  readonly meanLoss: number;
  /** Likeliest token of each masked position. */
  readonly tokens: readonly number[];
  /** How many of them are right, where the truth is known. */
  readonly correct?: number;
}

/** A step with the run it belongs to. */
export interface AttackRecord extends AttackStep {
  readonly job: number;
  readonly restart: number;
}

export interface AttackRestart {
  /** Found tokens of the masked positions, in their order. */
  readonly tokens: readonly number[];
  /** Loss of the sentence with these very tokens, summed over the predicted positions: what ranks restarts. */
  readonly loss: number;
  /** `loss` a predicted position. */
  readonly meanLoss: number;
  /** The objective at the last relaxed one-hots: below `loss` by the relaxation's gap. */
  readonly relaxedLoss: number;
  /** Every masked token right; left out where the truth is not known. */
  readonly success?: boolean;
  /** Forward and backward passes. */
  readonly gradients: number;
  /** Forward passes without a gradient. */
  readonly evaluations: number;
  readonly trace: readonly AttackStep[];
}

/** The best restart's findings, with the totals of all. Plain data. */
export interface AttackResult extends AttackRestart {
  /** The whole sentence with the found tokens in place. */
  readonly sentence: readonly number[];
  /** Which restart it was, -1 where the attack was aborted before any. */
  readonly best: number;
  readonly restarts: readonly AttackRestart[];
  readonly status: "done" | "aborted";
}

/** A job's restarts ranked by the loss of their tokens; the first of equals wins. */
export function concludeJob(job: CheckedJob, restarts: readonly AttackRestart[], aborted: boolean): AttackResult {
  let best = restarts.length > 0 ? 0 : -1;
  restarts.forEach(({ loss }, r) => {
    if (loss < restarts[best].loss) best = r;
  });
  const found = restarts[best] ?? NOTHING;
  const sentence = job.tokens.slice();
  job.mask.forEach((position, k) => {
    sentence[position] = found.tokens[k] ?? -1;
  });
  const total = (count: (restart: AttackRestart) => number): number => restarts.reduce((sum, r) => sum + count(r), 0);
  return {
    ...found,
    gradients: total((r) => r.gradients),
    evaluations: total((r) => r.evaluations),
    sentence,
    best,
    restarts,
    status: aborted ? "aborted" : "done",
  };
}

const NOTHING: AttackRestart = {
  tokens: [],
  loss: Number.POSITIVE_INFINITY,
  meanLoss: Number.POSITIVE_INFINITY,
  relaxedLoss: Number.POSITIVE_INFINITY,
  gradients: 0,
  evaluations: 0,
  trace: [],
};
