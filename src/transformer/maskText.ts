import { InputError } from "../inputError.js";

/** What is used of a tokenizer: gpt-tokenizer's `encode` and `decode`, or those of @huggingface/tokenizers. */
export interface Tokenizer {
  encode(text: string): ArrayLike<number>;
  decode(tokens: number[]): string;
}

/** A sentence as tokens, and the positions of those to be masked, ascending. */
export interface MaskedTokens {
  readonly tokens: number[];
  readonly mask: number[];
}

/**
 * Tokens of a sentence and the positions of those that spell the private parts. `tokenizer` must be the one the model was
 * trained with: the module gpt-tokenizer/encoding/r50k_base is GPT-2's. A token that spells a masked character in part is masked whole.
 *
 * `secrets`: texts that occur in the sentence, each at its first place after the one before.
 */
export function maskText(tokenizer: Tokenizer, sentence: string, secrets: readonly string[]): MaskedTokens {
  const tokens = Array.from(tokenizer.encode(sentence));
  const spans = spansOf(sentence, secrets);
  if (tokenizer.decode(tokens) !== sentence) {
    throw new InputError(
      "unsupported",
      "tokenizer",
      "tokenizer does not give the sentence back: decode(encode(sentence))",
    );
  }
  const ends = tokens.map((_, k) => written(tokenizer, tokens, k + 1, sentence));
  const touches = (k: number): boolean => {
    const start = k === 0 ? 0 : ends[k - 1].whole;
    return spans.some(([from, to]) => start < to && ends[k].reached > from);
  };
  return { tokens, mask: tokens.map((_, k) => k).filter(touches) };
}

function spansOf(sentence: string, secrets: readonly string[]): [number, number][] {
  let after = 0;
  return secrets.map((secret, index) => {
    const from = secret === "" ? -1 : sentence.indexOf(secret, after);
    if (from < 0) {
      throw new InputError(
        "range",
        "secrets",
        `secrets[${index}] = "${secret}" is not in the rest of the sentence`,
        index,
      );
    }
    after = from + secret.length;
    return [from, after];
  });
}

/** Characters of the sentence that the first `count` tokens spell whole, and those they spell at least in part. */
function written(
  tokenizer: Tokenizer,
  tokens: number[],
  count: number,
  sentence: string,
): { whole: number; reached: number } {
  const text = tokenizer.decode(tokens.slice(0, count));
  // A token may end inside a character's bytes. gpt-tokenizer carries these over to its next call, which begins with
  // them and, being the whole sentence, ends with none; other tokenizers write a replacement character at once.
  const next = tokenizer.decode(tokens);
  let whole = 0;
  while (whole < text.length && text[whole] === sentence[whole]) whole++;
  return { whole, reached: whole < text.length || next !== sentence ? whole + 1 : whole };
}
