import type { Vocabulary } from "../corpus/vocabulary.js";
import { wordsOf } from "../corpus/vocabulary.js";

/** The sentence that is attacked: its words, which of them are masked, and what was found in their places. */
export interface Target {
  readonly words: readonly string[];
  readonly masked: ReadonlySet<number>;
}

/** A sentence with its first two words masked, as the paper masks the name. */
export function targetOf(text: string): Target {
  const words = wordsOf(text);
  return { words, masked: new Set([0, 1].filter((at) => at < words.length)) };
}

export function toggled({ words, masked }: Target, at: number): Target {
  const next = new Set(masked);
  if (!next.delete(at)) next.add(at);
  return { words, masked: next };
}

/** Tokens with -1 for masked words that are unknown, or what keeps the sentence from being attacked. */
export function tokensOf(
  { words, masked }: Target,
  vocabulary: Vocabulary,
): { tokens: number[]; mask: number[] } | string {
  if (words.length < 2) return "Pick or type a sentence of at least two words.";
  if (masked.size === 0) return "Mask at least one word: click it.";
  if (masked.size === words.length) return "Leave at least one word in sight.";
  const tokens: number[] = [];
  for (const [at, word] of words.entries()) {
    const token = vocabulary.words.indexOf(word);
    if (token < 0 && !masked.has(at))
      return `The model has never seen "${word}": mask it, or add the sentence and train.`;
    tokens.push(token);
  }
  return { tokens, mask: [...masked].sort((a, b) => a - b) };
}
