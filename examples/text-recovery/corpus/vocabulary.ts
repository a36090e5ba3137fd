/** Words and full stops as tokens: what stands in for byte pairs where a model is small. */
export interface Vocabulary {
  readonly words: readonly string[];
  /** Throws where a word is unknown, naming it. */
  encode(text: string): number[];
  decode(tokens: ArrayLike<number>): string;
}

/** The tokens of a text as it is written. */
export function wordsOf(text: string): string[] {
  return text.match(/[^\s.]+|\./g) ?? [];
}

/** The vocabulary with these words, in this order. */
export function vocabularyOf(words: readonly string[]): Vocabulary {
  const tokens = new Map(words.map((word, token) => [word, token]));
  return {
    words,
    encode: (text) =>
      wordsOf(text).map((word) => {
        const token = tokens.get(word);
        if (token === undefined) throw new Error(`"${word}" is not in the vocabulary`);
        return token;
      }),
    decode: (list) =>
      Array.from(list, (token) => words[token])
        .join(" ")
        .replaceAll(" .", "."),
  };
}
