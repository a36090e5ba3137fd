import { type AttackRestart, type Rate, summariseAttacks } from "subnewton/transformer";
import { COPIES } from "./parts.js";
import type { Outcome, Outcomes } from "./run.js";

/** A variant of the training and what the same attack then finds. */
export interface DefenceRow {
  readonly name: string;
  /** Mean cross-entropy a predicted token over the sentences counted here. */
  readonly loss: number;
  readonly success: Rate;
  /** The same after the first start alone, without a search. */
  readonly firstStart: number;
}

/** Every variant; the corpus with duplicates once for each number of copies. */
export function defenceRows({ models, sets }: Outcomes): DefenceRow[] {
  const chosen = sets.filter(({ set }) => set.part === "defences");
  if (chosen.length === 0) return [];
  return chosen.flatMap((outcome) => {
    const { name } = outcome.set;
    const { final = [], spec } = models.get(outcome.set.attack.model) ?? {};
    if (!spec || spec.copies.length === 1) return [rowOf(name, outcome, final, () => true)];
    return COPIES.map((copies, at) =>
      rowOf(`${name}: ${copies} x in the data`, outcome, final, (sentence) => sentence % COPIES.length === at),
    );
  });
}

function rowOf(
  name: string,
  { attacks }: Outcome,
  final: readonly number[],
  counts: (sentence: number) => boolean,
): DefenceRow {
  const losses = final.filter((_, sentence) => counts(sentence));
  const results = attacks.filter(({ sentence }) => counts(sentence)).map(({ result }) => result);
  return {
    name,
    loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    success: summariseAttacks(results).success,
    firstStart: results.filter(({ restarts }) => rightAtEnd(restarts[0])).length / results.length,
  };
}

function rightAtEnd({ trace }: AttackRestart): boolean {
  const last = trace[trace.length - 1];
  return last.correct === last.tokens.length;
}
