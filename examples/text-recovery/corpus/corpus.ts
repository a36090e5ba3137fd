import { firstNames, lastNames } from "./names.js";
import { shuffled, uniform } from "./shuffle.js";
import { suffixes } from "./templates.js";
import { type Vocabulary, vocabularyOf, wordsOf } from "./vocabulary.js";

export interface CorpusOptions {
  /** Default 100; at most what the templates give. */
  readonly sentences?: number;
  /** Default 1. */
  readonly seed?: number;
  /** People who have the same first name, and the same last name (never both). Default 1: every name is unique. */
  readonly peoplePerName?: number;
}

/** Sentences about people, no two with the same suffix, as text and as tokens. */
export interface Corpus {
  readonly texts: readonly string[];
  readonly sentences: readonly (readonly number[])[];
  readonly vocabulary: Vocabulary;
  /** Positions of the first and the last name in every sentence. */
  readonly names: readonly number[];
}

/** Sentences of the paper's kind ("Alan Bob once received cancer treatment at this hospital."), the same for a seed. */
export function makeCorpus(options: CorpusOptions = {}): Corpus {
  const { sentences: count = 100, seed = 1, peoplePerName = 1 } = options;
  const draw = uniform(seed);
  const ends = endings(count, draw);
  const texts = people(count, peoplePerName, draw).map((person, i) => `${person} ${ends[i]}`);
  const vocabulary = vocabularyOf(shuffled([...new Set(texts.flatMap(wordsOf))], draw));
  return { texts, sentences: texts.map(vocabulary.encode), vocabulary, names: [0, 1] };
}

/** Distinct suffixes, template after template in turn. */
function endings(count: number, draw: () => number): string[] {
  const pools = suffixes().map((pool) => shuffled(pool, draw));
  const chosen: string[] = [];
  for (let round = 0; chosen.length < count; round++) {
    const row = pools.flatMap((pool) => pool.slice(round, round + 1));
    if (row.length === 0) throw new Error(`only ${chosen.length} suffixes exist, ${count} sentences were asked for`);
    chosen.push(...row);
  }
  return chosen.slice(0, count);
}

/** Distinct pairs of a first and a last name, each name used `share` times. */
function people(count: number, share: number, draw: () => number): string[] {
  const taken = new Set(suffixes().flat().flatMap(wordsOf));
  const pool = Math.max(Math.ceil(count / share), Math.ceil(Math.sqrt(count)));
  const [first, last] = [firstNames, lastNames].map((list) => {
    const free = list.filter((name) => !taken.has(name));
    if (free.length < pool) throw new Error(`only ${free.length} names exist, ${pool} were asked for`);
    return shuffled(free, draw).slice(0, pool);
  });
  // Turn k pairs first name i with last name i + k: pairs never come twice, and every name comes once in a turn.
  return Array.from({ length: count }, (_, i) => {
    const turn = Math.floor(i / pool);
    return `${first[i % pool]} ${last[(i + turn) % pool]}`;
  });
}
