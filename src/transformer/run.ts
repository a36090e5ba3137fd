import type { CheckedAttack, CheckedJob } from "./attackOptions.js";
import type { AttackRecord, AttackRestart, AttackStep } from "./attackResult.js";

/** One random start of one job while it is under way. */
export interface Run {
  readonly job: CheckedJob;
  readonly restart: number;
  /** Tokens to search among for each masked position, likeliest first. */
  candidates: number[][];
  /** Likeliest tokens so far, and the loss of the sentence with them once it is known. */
  tokens: readonly number[];
  loss: number;
  gradients: number;
  evaluations: number;
  /** Notes a step for the trace and for whoever watches. */
  record(step: number, loss: number, tokens: readonly number[], last: boolean): void;
  finish(): AttackRestart;
}

export function startRun(
  job: CheckedJob,
  index: number,
  restart: number,
  { traceEvery }: CheckedAttack,
  watch: (record: AttackRecord) => void,
): Run {
  const trace: AttackStep[] = [];
  const predicted = job.tokens.length - 1;
  let relaxedLoss = Number.POSITIVE_INFINITY;
  const right = (tokens: readonly number[]): number | undefined =>
    job.truth?.reduce((count, token, k) => count + (token === tokens[k] ? 1 : 0), 0);
  return {
    job,
    restart,
    candidates: [],
    tokens: [],
    loss: Number.POSITIVE_INFINITY,
    gradients: 0,
    evaluations: 0,
    record(step, loss, tokens, last) {
      const correct = right(tokens);
      const known = correct === undefined ? {} : { correct };
      const entry: AttackStep = { step, loss, meanLoss: loss / predicted, tokens, ...known };
      this.tokens = tokens;
      relaxedLoss = loss;
      if (last || step % traceEvery === 0) trace.push(entry);
      watch({ job: index, restart, ...entry });
    },
    finish() {
      const { tokens, loss, gradients, evaluations } = this;
      const success = job.truth && right(tokens) === job.mask.length;
      const judged = success === undefined ? {} : { success };
      return { tokens, loss, meanLoss: loss / predicted, relaxedLoss, ...judged, gradients, evaluations, trace };
    },
  };
}
