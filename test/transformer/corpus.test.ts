import { describe, expect, it } from "vitest";
import { makeCorpus } from "../../examples/text-recovery/corpus/corpus.js";
import { firstNames, lastNames } from "../../examples/text-recovery/corpus/names.js";
import { shuffled, uniform } from "../../examples/text-recovery/corpus/shuffle.js";
import { wordsOf } from "../../examples/text-recovery/corpus/vocabulary.js";

const suffix = (text: string): string => text.split(" ").slice(2).join(" ");

describe("the corpus", () => {
  it.each([100, 200, 300])("of %d sentences has distinct names and suffixes, ten tokens each", (count) => {
    const { texts, sentences, vocabulary, names } = makeCorpus({ sentences: count });
    expect(new Set(texts.map(suffix)).size).toBe(count);
    for (const at of names) expect(new Set(sentences.map((tokens) => tokens[at])).size).toBe(count);
    for (const tokens of sentences) expect(tokens.length).toBe(10);
    expect(sentences.map(vocabulary.decode)).toEqual(texts);
    expect(new Set(vocabulary.words).size).toBe(vocabulary.words.length);
    const used = new Set(sentences.flat());
    expect(used.size).toBe(vocabulary.words.length);
  });

  it("has about 350 words where there are 100 sentences", () => {
    const size = makeCorpus().vocabulary.words.length;
    expect(size).toBeGreaterThan(320);
    expect(size).toBeLessThan(380);
  });

  it("keeps names out of the suffixes, and first names out of the last", () => {
    const { sentences, names } = makeCorpus({ sentences: 300 });
    const places = new Map<number, Set<number>>();
    for (const tokens of sentences) {
      tokens.forEach((token, at) => {
        const place = names.includes(at) ? at : 2;
        places.set(token, (places.get(token) ?? new Set()).add(place));
      });
    }
    for (const found of places.values()) expect(found.size).toBe(1);
  });

  it("shares names on request, and no pair twice", () => {
    const { sentences } = makeCorpus({ sentences: 300, peoplePerName: 5 });
    for (const at of [0, 1]) {
      const counts = new Map<number, number>();
      for (const tokens of sentences) counts.set(tokens[at], (counts.get(tokens[at]) ?? 0) + 1);
      expect([...new Set(counts.values())]).toEqual([5]);
    }
    expect(new Set(sentences.map((tokens) => `${tokens[0]} ${tokens[1]}`)).size).toBe(300);
  });

  it("is the same for a seed, and another for another", () => {
    expect(makeCorpus({ seed: 7 })).toMatchObject({ texts: makeCorpus({ seed: 7 }).texts });
    expect(makeCorpus({ seed: 7 }).texts).not.toEqual(makeCorpus({ seed: 8 }).texts);
  });

  it("has thousands of real names to choose from", () => {
    expect(firstNames.length).toBeGreaterThan(2000);
    expect(lastNames.slice(0, 4)).toEqual(["Smith", "Johnson", "Williams", "Jones"]);
    expect(new Set([...firstNames, ...lastNames]).size).toBe(firstNames.length + lastNames.length);
  });

  it("says how many sentences there can be", () => {
    expect(() => makeCorpus({ sentences: 100_000 })).toThrow(/only \d+ suffixes/);
    expect(() => makeCorpus({ sentences: 4000 })).toThrow(/only \d+ (suffixes|names)/);
  });

  it("knows no word it was not made with", () => {
    expect(() => makeCorpus().vocabulary.encode("Nobody here.")).toThrow(/"Nobody" is not in the vocabulary/);
    expect(wordsOf("Alan  Bob came.")).toEqual(["Alan", "Bob", "came", "."]);
  });
});

describe("shuffled", () => {
  it("keeps every item, and puts each everywhere", () => {
    const draw = uniform(3);
    const seen = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
    for (let k = 0; k < 5000; k++) {
      shuffled([0, 1, 2, 3, 4], draw).forEach((item, at) => {
        seen[at][item]++;
      });
    }
    // 1000 expected, standard deviation 28.
    for (const count of seen.flat()) expect(Math.abs(count - 1000)).toBeLessThan(140);
  });
});
