import { type ExperimentStep, type Rate, summariseAttacks } from "subnewton/transformer";
import type { Outcome } from "./run.js";

/** One method's line in the comparison at equal gradients and at equal time. */
export interface MethodLine {
  readonly name: string;
  readonly attacks: number;
  readonly success: Rate;
  /** Means of an attack, over all restarts. */
  readonly gradients: number;
  readonly evaluations: number;
  readonly seconds: number;
  /** Failures, and those among them whose words have a higher loss than the true ones. */
  readonly failures: number;
  readonly worse: number;
  /** Success with at most so many gradients, in the order of BUDGETS. */
  readonly within: readonly number[];
  /** Success in the seconds that the reference method's whole attack takes. */
  readonly inTime: number;
}

/** Gradients an attack may use. */
export const BUDGETS = [25, 50, 100, 300, 10_000] as const;

/** How often an attack had succeeded after so many gradients in all: restarts one after another, ranked by hard loss. */
export function successWithin({ attacks }: Outcome, gradients: number): number {
  const right = attacks.filter(({ result }) => {
    let left = gradients;
    let best: { loss: number; success: boolean } | undefined;
    for (const restart of result.restarts) {
      if (left < restart.gradients) break;
      left -= restart.gradients;
      if (!best || restart.loss < best.loss) best = { loss: restart.loss, success: restart.success === true };
    }
    // Not even one start fits: where it stands by then.
    return best ? best.success : stoodRight(result.restarts[0].trace, gradients);
  });
  return right.length / attacks.length;
}

function stoodRight(
  trace: readonly { step: number; tokens: readonly number[]; correct?: number }[],
  step: number,
): boolean {
  const now = trace.filter((one) => one.step <= step).at(-1);
  return now !== undefined && now.correct === now.tokens.length;
}

/** All methods side by side; `reference` names the one whose time is the measure. */
export function compareMethods(outcomes: readonly Outcome[], reference: string): MethodLine[] {
  const mean = ({ seconds, attacks }: Outcome): number => seconds / attacks.length;
  const time = mean(outcomes.find(({ set }) => set.name === reference) ?? outcomes[0]);
  return outcomes.map((outcome) => {
    const { success, gradients, evaluations } = summariseAttacks(outcome.attacks.map(({ result }) => result));
    const seconds = mean(outcome);
    const each = gradients / outcome.attacks.length;
    const failed = outcome.attacks.filter(({ result }) => !result.success);
    return {
      name: outcome.set.name,
      attacks: outcome.attacks.length,
      success,
      gradients: each,
      evaluations: evaluations / outcome.attacks.length,
      seconds,
      failures: failed.length,
      worse: failed.filter(({ result, trueLoss }) => result.loss > trueLoss).length,
      within: BUDGETS.map((budget) => successWithin(outcome, budget)),
      inTime: seconds > 0 ? successWithin(outcome, Math.floor((each * time) / seconds + 1e-9)) : Number.NaN,
    };
  });
}

/** When Adam begins to succeed, and how that depends on its rate. */
export interface Onset {
  readonly learningRate: number;
  readonly attacks: number;
  readonly final: number;
  /** First step told at which half of the final successes are there. */
  readonly half: number;
  readonly product: number;
  /** product / (ln V + 1/2), which the law says is about 1. */
  readonly ratio: number;
}

export function onsetOf(outcome: Outcome, vocabulary: number): Onset {
  const { learningRate = Number.NaN } = outcome.set.attack.options;
  const steps = figureSteps(outcome);
  const final = steps.at(-1)?.success.rate ?? 0;
  const half = final > 0 ? (steps.find(({ success }) => success.rate >= final / 2)?.step ?? Number.NaN) : Number.NaN;
  const product = half * learningRate;
  return {
    learningRate,
    attacks: outcome.attacks.length,
    final,
    half,
    product,
    ratio: product / (Math.log(vocabulary) + 0.5),
  };
}

/** Figure 3 of a set of attacks. */
export function figureSteps({ attacks }: Outcome): readonly ExperimentStep[] {
  return summariseAttacks(attacks.map(({ result }) => result)).steps;
}
