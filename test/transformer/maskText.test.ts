import * as gpt2 from "gpt-tokenizer/encoding/r50k_base";
import { describe, expect, it } from "vitest";
import { makeCorpus } from "../../examples/text-recovery/corpus/corpus.js";
import { InputError } from "../../src/inputError.js";
import { maskText } from "../../src/transformer/maskText.js";

const spelled = ({ tokens, mask }: { tokens: number[]; mask: number[] }): string[] =>
  mask.map((at) => gpt2.decode([tokens[at]]));

describe("maskText with GPT-2's byte pairs", () => {
  it("gives GPT-2's tokens: those published for this sentence", () => {
    const { tokens } = maskText(gpt2, "Hello world", []);
    expect(tokens).toEqual([15496, 995]);
  });

  it("masks the tokens of the names, blanks before them included", () => {
    const sentence = "Alan Bob once received cancer treatment at this hospital.";
    const masked = maskText(gpt2, sentence, ["Alan Bob"]);
    expect(masked.mask).toEqual([0, 1]);
    expect(masked.tokens.length).toBe(10);
    expect(spelled(masked)).toEqual(["Alan", " Bob"]);
    expect(spelled(maskText(gpt2, sentence, ["Alan", "cancer", "hospital"]))).toEqual(["Alan", " cancer", " hospital"]);
  });

  it("masks every token of a word that takes several, and none beside it", () => {
    const masked = maskText(gpt2, "Once Gertrudis Leblanc came.", ["Gertrudis Leblanc"]);
    expect(spelled(masked).join("")).toBe(" Gertrudis Leblanc");
    expect(spelled(masked).length).toBeGreaterThan(2);
  });

  it("takes the parts in order, each at its next place", () => {
    const masked = maskText(gpt2, "Bob met Bob and Bob.", ["met", "Bob"]);
    expect(masked.mask).toEqual([1, 2]);
  });

  it("masks a character of several tokens whole", () => {
    const sentence = "Zoë 治 once";
    const { tokens, mask } = maskText(gpt2, sentence, ["治"]);
    const rest = tokens.filter((_, k) => !mask.includes(k));
    expect(mask).toEqual([3, 4, 5]);
    expect(gpt2.decode(rest)).toBe("Zoë once");
  });

  it("does so with a tokenizer that writes replacement characters for unfinished ones", () => {
    const bytes = {
      encode: (text: string) => new TextEncoder().encode(text),
      decode: (tokens: number[]) => new TextDecoder().decode(Uint8Array.from(tokens)),
    };
    expect(maskText(bytes, "a治🙂b", ["治"]).mask).toEqual([1, 2, 3]);
    expect(maskText(bytes, "a治🙂b", ["🙂"]).mask).toEqual([4, 5, 6, 7]);
    expect(maskText(bytes, "a治🙂b", ["a", "b"]).mask).toEqual([0, 8]);
  });

  it("refuses a part that is not there, or not after the one before", () => {
    for (const secrets of [["Bob"], [""], ["once", "Alan"]]) {
      expect(() => maskText(gpt2, "Alan once", secrets)).toThrow(InputError);
    }
    expect(() => maskText(gpt2, "Alan once", ["once", "Alan"])).toThrow(/secrets\[1\] = "Alan"/);
  });

  it("refuses a tokenizer that loses text", () => {
    const lower = { encode: (text: string) => gpt2.encode(text.toLowerCase()), decode: gpt2.decode };
    expect(() => maskText(lower, "Alan once", ["once"])).toThrow(/decode\(encode\(sentence\)\)/);
  });
});

describe("maskText with words as tokens", () => {
  it("finds the names of every sentence of a corpus", () => {
    const { texts, vocabulary, names, sentences } = makeCorpus({ sentences: 40 });
    texts.forEach((text, i) => {
      const masked = maskText(vocabulary, text, text.split(" ", 2));
      expect(masked).toEqual({ tokens: sentences[i], mask: names });
    });
  });
});
