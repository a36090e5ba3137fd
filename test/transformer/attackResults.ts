import type { AttackRestart, AttackResult, AttackStep } from "../../src/transformer/attackResult.js";

/** A trace with these losses and numbers of right tokens, of two masked ones; `every` steps between its entries. */
export function traceOf(losses: readonly number[], correct: readonly number[], every = 1): AttackStep[] {
  return losses.map((loss, k) => ({
    step: k * every,
    loss,
    meanLoss: loss / 9,
    tokens: [correct[k] > 0 ? 1 : 90 + k, correct[k] > 1 ? 2 : 95 + k],
    correct: correct[k],
  }));
}

/** An attack on ten tokens that ended as told; one restart unless more are given. */
export function resultOf(trace: AttackStep[], told: Partial<AttackRestart>, restarts?: AttackRestart[]): AttackResult {
  const last = trace[trace.length - 1];
  const restart: AttackRestart = {
    tokens: last.tokens,
    loss: last.loss,
    meanLoss: last.meanLoss,
    relaxedLoss: last.loss,
    success: last.correct === 2,
    gradients: last.step,
    evaluations: 2,
    trace,
    ...told,
  };
  const sentence = [...restart.tokens, 3, 4, 5, 6, 7, 8, 9, 0];
  return { ...restart, sentence, best: 0, restarts: restarts ?? [restart], status: "done" };
}
