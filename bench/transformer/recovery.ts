import {
  type AttackOptions,
  type AttackResult,
  attackMany,
  createModel,
  type Model,
  train,
} from "subnewton/transformer";
import { duration, table } from "../table.js";
import { secondsOf } from "../timing.js";
import { judge, type Verdict } from "../verdict.js";
import { corpus } from "./corpus.js";

const MASK = [0, 1];
const { vocabulary, sentences } = corpus(100);

/** The model: N = 100, D = 256, one layer, 29 epochs. */
export function trained(): Model {
  const model = createModel({ vocabulary, context: 16, width: 256, layers: 1, heads: 4 }, { seed: 1 });
  train(model, sentences, { steps: 90, learningRate: 1e-3, seed: 1 });
  return model;
}

const rateOf = (results: readonly AttackResult[]): number =>
  results.filter(({ success }) => success).length / results.length;

/** Recovery rates of `count` attacks by each method, and of the control: names of one sentence asked before another's suffix. */
export function runRecovery(quick: boolean): { records: object[]; verdicts: Verdict[] } {
  const count = quick ? 16 : 64;
  let model!: Model;
  const seconds = secondsOf(() => {
    model = trained();
  });
  console.log(
    `\nV ${vocabulary}, trained in ${duration(seconds)}; ${count} attacks on both names of as many sentences`,
  );
  const jobs = sentences.slice(0, count).map((tokens) => ({ tokens, mask: MASK }));
  const paired = jobs.map(({ tokens, mask }, j) => ({
    tokens: [...sentences[(j + 37) % 100].slice(0, 2), ...tokens.slice(2)],
    mask,
  }));
  const refined: AttackOptions = { restarts: 4, refineTopK: 8 };
  const sets: [string, typeof jobs, AttackOptions][] = [
    ["Adam, lr .05, 300 steps", jobs, { method: "adam", traceEvery: 300 }],
    ["mirror, 25 steps", jobs, {}],
    ["mirror, 4 restarts, top 8", jobs, refined],
    ["greedy coordinates", jobs, { method: "gcg" }],
    ["control: names re-paired", paired, refined],
  ];
  const records = sets.map(([name, list, options]) => {
    let results: AttackResult[] = [];
    const time = secondsOf(() => {
      results = attackMany(model, list, options);
    });
    const mean = (of: (r: AttackResult) => number): number => results.reduce((s, r) => s + of(r), 0) / results.length;
    const memorised = results.filter((r, j) => r.sentence.join() === sentences[j].join()).length / results.length;
    return {
      name,
      rate: rateOf(results),
      memorised,
      gradients: mean((r) => r.gradients),
      evaluations: mean((r) => r.evaluations),
      seconds: time,
    };
  });
  const rows = records.map((r) => [
    r.name,
    r.rate.toFixed(3),
    r.memorised.toFixed(3),
    r.gradients.toFixed(0),
    r.evaluations.toFixed(0),
    duration(r.seconds),
  ]);
  console.log(table([["attack", "success", "the memorised", "gradients", "evaluations", "seconds"], ...rows]));
  const [adam, , mirror, , control] = records.map(({ rate }) => rate);
  const show = (rate: number): string => rate.toFixed(3);
  return {
    records,
    verdicts: [
      judge("Adam lr .05, 300 steps", "at least .75", adam, (r) => r >= 0.75, show, quick),
      judge("mirror + refine, 4 restarts of 25 gradients", "at least .95", mirror, (r) => r >= 0.95, show, quick),
      judge("control, names re-paired", "at most .05", control, (r) => r <= 0.05, show, quick),
    ],
  };
}

/** Seconds of 1000 mirror attacks of one start and 25 gradients on this thread; two workers share them between two cores. */
export function runThousand(quick: boolean): { records: object[]; verdicts: Verdict[] } {
  const model = trained();
  const count = quick ? 64 : 1000;
  const jobs = Array.from({ length: count }, (_, j) => ({ tokens: sentences[j % 100], mask: MASK }));
  let results: AttackResult[] = [];
  const seconds = secondsOf(() => {
    results = attackMany(model, jobs, { traceEvery: 25 });
  });
  console.log(`\n${count} mirror attacks on one thread: ${duration(seconds)}, success ${rateOf(results).toFixed(3)}`);
  return {
    records: [{ name: "thousand", count, seconds, rate: rateOf(results) }],
    verdicts: [judge("1000 mirror attacks on one thread", "3 minutes", seconds, (s) => s <= 180, duration, quick)],
  };
}

/** One forward and backward pass in the input at GPT-2-small's sizes, ten tokens, random weights. */
export function runGpt2(quick: boolean): { records: object[]; verdicts: Verdict[] } {
  const layers = quick ? 2 : 12;
  const config = { vocabulary: 50257, context: 1024, width: 768, layers, heads: 12 };
  let model!: Model;
  const made = secondsOf(() => {
    model = createModel(config);
  });
  const tokens = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const seconds = secondsOf(() => attackMany(model, [{ tokens, mask: MASK }], { steps: 1 })) / 3;
  const resident = process.resourceUsage().maxRSS * 1024;
  const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
  console.log(
    `\nGPT-2-small, ${layers} layers: drawn in ${duration(made)}; a gradient and two evaluations ${duration(3 * seconds)}; peak resident ${gibibytes(resident)}`,
  );
  return {
    records: [{ name: "gpt2", made, seconds: 3 * seconds, resident }],
    verdicts: [
      judge("GPT-2-small, a pass at T = 10", "seconds", seconds, (s) => s < 5, duration, quick),
      judge("GPT-2-small, peak resident memory", "1.2 GB", resident, (b) => b < 1.2e9, gibibytes, quick),
    ],
  };
}
