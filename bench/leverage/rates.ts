import { wilson } from "../theorem/statistics.js";
import { FAMILIES, type Family, type Instance, instance, SIZES } from "./instance.js";
import { fromGradient, fromScores, type Outcome } from "./trials.js";

/** One question that is put to many instances, and the share of them that must be answered for each family. */
export interface Question {
  readonly name: string;
  readonly bar: (family: Family) => number;
  readonly ask: (instance: Instance) => Outcome;
}

/** Bars of issue 5: for the upper end of Wilson's interval, but 1, which allows no failure. */
export const QUESTIONS: readonly Question[] = [
  { name: "scores, known signs", bar: () => 1, ask: (instance) => fromScores(instance, true) },
  {
    name: "scores, unknown signs",
    bar: (family) => (family === "gen" ? 0.75 : 0.9),
    ask: (instance) => fromScores(instance, false),
  },
  {
    name: "gradient, Dikin distance 0.1",
    bar: (family) => (family === "gen" ? 0.88 : 0.98),
    ask: (instance) => fromGradient(instance, 0.1),
  },
];

export interface Rate {
  readonly question: string;
  readonly family: Family;
  readonly n: number;
  readonly d: number;
  readonly trials: number;
  readonly recovered: number;
  readonly low: number;
  readonly high: number;
  /** Wrong successes. */
  readonly wrong: number;
  readonly bar: number;
  readonly met: boolean;
}

/** The rate of one question for one family and size. */
export function rate({ name, bar, ask }: Question, family: Family, n: number, d: number, trials: number): Rate {
  const outcomes = Array.from({ length: trials }, (_, k) => ask(instance(family, n, d, k)));
  const recovered = outcomes.filter((outcome) => outcome.recovered).length;
  const wrong = outcomes.filter((outcome) => !outcome.honest).length;
  const { low, high } = wilson(recovered, trials);
  const least = bar(family);
  const met = wrong === 0 && (least === 1 ? recovered === trials : high >= least);
  return { question: name, family, n, d, trials, recovered, low, high, wrong, bar: least, met };
}

/** Every question, family and size. */
export function* rates(trials: number, sizes = SIZES): Generator<Rate> {
  for (const [n, d] of sizes) {
    for (const family of FAMILIES) for (const question of QUESTIONS) yield rate(question, family, n, d, trials);
  }
}
