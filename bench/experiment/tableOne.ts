import type { Vocabulary } from "../../examples/text-recovery/corpus/vocabulary.js";
import type { Outcome } from "./run.js";

/** A row of the paper's Table 1. */
export interface TextRow {
  readonly step: number;
  /** What stands at the masked positions. */
  readonly found: string;
  readonly rest: string;
  /** Sum over the predicted positions, and their mean: the paper's figure says one, its table the other. */
  readonly sum: number;
  readonly mean: number;
}

const ROWS = 6;

/** The first successful attack of a set, at the steps at which its text changed (the last ones, if there are many). */
export function tableOne({ attacks }: Outcome, vocabulary: Vocabulary, mask: readonly number[]): TextRow[] {
  const { result } = attacks.find((one) => one.result.restarts[0].success) ?? attacks[0];
  const { trace } = result.restarts[0];
  const predicted = result.sentence.length - 1;
  const rest = vocabulary.decode(result.sentence.filter((_, at) => !mask.includes(at)));
  const changes = trace.filter(({ tokens }, k) => k === 0 || tokens.join() !== trace[k - 1].tokens.join());
  const shown = [changes[0], ...changes.slice(1).slice(-(ROWS - 2))];
  const last = trace[trace.length - 1];
  if (shown.at(-1) !== last) shown.push(last);
  return shown.map(({ step, tokens, loss }) => ({
    step,
    found: vocabulary.decode(tokens),
    rest,
    sum: loss,
    mean: loss / predicted,
  }));
}
