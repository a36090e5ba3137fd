import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rate } from "subnewton/transformer";
import { print } from "../../examples/flights/terminal.js";
import { makeCorpus } from "../../examples/text-recovery/corpus/corpus.js";
import { listed, versions } from "../versions.js";
import { type Bar, barsOf, onsetsOf } from "./bars.js";
import { BUDGETS, compareMethods, figureSteps, type MethodLine } from "./comparison.js";
import { type DefenceRow, defenceRows } from "./defences.js";
import { csv, markdownTable, plainTable } from "./markdown.js";
import { SEED } from "./parts.js";
import { comparisonPlot, defencesPlot, figureThree, onsetPlot } from "./plots.js";
import type { Outcome, Outcomes } from "./run.js";
import { tableOne } from "./tableOne.js";

interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly note: string;
  readonly plot?: string;
}

const REFERENCE = "mirror + refine";
const fixed = (value: number, digits = 2): string => (Number.isFinite(value) ? value.toFixed(digits) : "-");
const shown = ({ count, of, rate, low, high }: Rate): string =>
  `${rate.toFixed(3)} [${low.toFixed(2)}, ${high.toFixed(2)}] (${count}/${of})`;

/** Prints every table, writes CSV, SVG and one page of all into a folder; returns the bars. */
export async function report(outcomes: Outcomes, folder: string): Promise<Bar[]> {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const spec = outcomes.models.get("main")?.spec;
  if (!spec) throw new Error("no main model");
  const { vocabulary, names } = makeCorpus(spec.corpus);
  const size = vocabulary.words.length;
  const tables: Table[] = [];

  const main = outcomes.sets.filter(({ set }) => set.part === "main" && set.name !== "control");
  const paper = outcomes.sets.filter(({ set }) => set.part === "paper");
  for (const outcome of [...main, ...paper]) await writeFigure(outcome, write);
  write("attacks.csv", attacksCsv(outcomes.sets));
  const example = paper[0] ?? main.find(({ set }) => set.name === "mirror");
  if (example) {
    tables.push({
      title: `Table 1: one attack, ${example.set.name}`,
      head: ["step", "text", "sum of the loss", "mean"],
      rows: tableOne(example, vocabulary, names).map(({ step, found, rest, sum, mean }) => [
        step,
        `**${found}** ${rest}`,
        fixed(sum),
        fixed(mean),
      ]),
      note: "The paper's objective is a sum over the nine predicted positions; the losses in its Table 1 can only be means.",
      plot: `${fileName(example.set.name)}.svg`,
    });
  }
  if (main.length > 0) {
    const lines = compareMethods([...main, ...paper], REFERENCE);
    write("comparison.svg", await comparisonPlot(curvesOf([...main, ...paper])));
    tables.push({
      title: "Methods at equal gradients and at equal time",
      head: [
        "method",
        "success [Wilson 95 %]",
        "gradients an attack",
        "forward only",
        "seconds an attack",
        ...BUDGETS.map((budget) => `within ${budget}`),
        `in the time of ${REFERENCE}`,
        "failures worse than the truth",
      ],
      rows: lines.map((line) => [
        line.name,
        shown(line.success),
        fixed(line.gradients, 1),
        fixed(line.evaluations, 0),
        fixed(line.seconds, 3),
        ...line.within.map((rate) => fixed(rate)),
        fixed(line.inTime),
        `${line.worse} of ${line.failures}`,
      ]),
      note: `Restarts are taken one after another, the one of the lowest loss of its very tokens counts. A failure is worse than the truth where its words have the higher loss. Seconds are of one worker of two. ${thousand(lines)}`,
      plot: "comparison.svg",
    });
  }
  const onsets = onsetsOf(outcomes.sets, size);
  if (onsets.length > 0) {
    write("onset.svg", await onsetPlot(onsets, size));
    tables.push({
      title: `The onset: V = ${size}, ln V + 1/2 = ${fixed(Math.log(size) + 0.5)}`,
      head: ["Adam's lr", "attacks", "final success", "T_half", "T_half lr", "ratio to ln V + 1/2"],
      rows: onsets.map((one) => [
        one.learningRate,
        one.attacks,
        fixed(one.final),
        one.half,
        fixed(one.product),
        fixed(one.ratio),
      ]),
      note: "T_half is the first recorded step with half the final successes. Adam moves a logit by about lr a step, and the random start must be outweighed first.",
      plot: "onset.svg",
    });
  }
  const control = outcomes.sets.find(({ set }) => set.name === "control");
  if (control) tables.push(controlTable(control));
  const defences = defenceRows(outcomes);
  if (defences.length > 0) {
    write("defences.svg", await defencesPlot(defences.map(({ name, success }) => ({ name, ...success }))));
    tables.push(defencesTable(defences));
  }
  const bars = barsOf(outcomes, size);
  tables.push({
    title: "Bars",
    head: ["bar", "measured", ""],
    rows: bars.map(({ text, measured, met }) => [text, measured, met ? "PASS" : "BELOW"]),
    note: "A run is the same for a seed, whatever the number of workers; only the seconds differ.",
  });
  for (const { title, head, rows } of tables) print(`\n${title}\n${plainTable(head, rows)}`);
  write("RESULTS.md", page(tables, outcomes));
  return bars;
}

/** What the paper's 1000 repeats take on two workers, by the measured seconds. */
function thousand(lines: readonly MethodLine[]): string {
  const times = lines
    .filter(({ name }) => name.startsWith("mirror"))
    .map(({ name, seconds }) => `${name} ${fixed(500 * seconds, 0)} s`);
  return `1000 attacks on two workers: ${times.join(", ")}.`;
}

const fileName = (name: string): string => `figure3-${name.replaceAll(/[^a-z0-9]+/g, "-")}`;

async function writeFigure(outcome: Outcome, write: (name: string, text: string) => void): Promise<void> {
  const steps = figureSteps(outcome);
  const positions = outcome.attacks[0].result.sentence.length - 1;
  const name = fileName(outcome.set.name);
  write(`${name}.svg`, await figureThree(steps, `${outcome.set.name}: ${outcome.attacks.length} attacks`));
  const rows = steps.map(({ step, loss, success }) => [
    step,
    ...[loss.min, loss.mean, loss.max, loss.mean / positions].map((value) => fixed(value, 4)),
    success.count,
    success.of,
    ...[success.rate, success.low, success.high].map((value) => fixed(value, 4)),
  ]);
  const head = ["step", "loss_min", "loss_mean", "loss_max", "loss_mean_per_position", "successes", "attacks"];
  write(`${name}.csv`, csv([...head, "success", "wilson_low", "wilson_high"], rows));
}

function attacksCsv(sets: readonly Outcome[]): string {
  const head = [
    "set",
    "attack",
    "sentence",
    "seed",
    "success",
    "loss",
    "true_loss",
    "gradients",
    "evaluations",
    "best_restart",
  ];
  const rows = sets.flatMap(({ set, attacks }) =>
    attacks.map(({ sentence, trueLoss, result }, k) => [
      set.name,
      k,
      sentence,
      set.attack.seed + k,
      result.success ? 1 : 0,
      fixed(result.loss, 4),
      fixed(trueLoss, 4),
      result.gradients,
      result.evaluations,
      result.best,
    ]),
  );
  return csv(head, rows);
}

/** Success against gradients of single starts: a refined run's trace ends before its search. */
function curvesOf(outcomes: readonly Outcome[]): { name: string; steps: ReturnType<typeof figureSteps> }[] {
  const single = outcomes.filter(({ attacks }) => attacks[0].result.restarts.length === 1);
  return single.map((outcome) => ({ name: outcome.set.name, steps: figureSteps(outcome) }));
}

function controlTable({ attacks }: Outcome): Table {
  const share = (count: number): string => `${fixed(count / attacks.length, 3)} (${count}/${attacks.length})`;
  const mean = attacks.reduce((sum, { trueLoss }) => sum + trueLoss, 0) / attacks.length;
  return {
    title: "Control: the names of another sentence before each suffix",
    head: ["found", "share of attacks"],
    rows: [
      ["the pair asked for, never seen with this suffix", share(attacks.filter(({ result }) => result.success).length)],
      ["the pair trained with this suffix", share(attacks.filter(({ memorised }) => memorised).length)],
    ],
    note: `The re-paired sentence has a loss of ${fixed(mean, 1)} nats (mean of the sums). The attack returns what was trained; it does not see its input.`,
  };
}

function defencesTable(rows: readonly DefenceRow[]): Table {
  return {
    title: "What the training gives away: one change at a time",
    head: ["training", "cross-entropy a token", "success [Wilson 95 %]", "first start, no search"],
    rows: rows.map(({ name, loss, success, firstStart }) => [name, fixed(loss, 3), shown(success), fixed(firstStart)]),
    note: "Two mirror starts of 25 gradients, each with a search among the 8 likeliest words of both places; a model of its own for each line but those of the duplicates, which share one. As many steps: the de-duplicated corpus for as many training steps as the one with duplicates.",
    plot: "defences.svg",
  };
}

function page(tables: readonly Table[], { models, sets }: Outcomes): string {
  const spec = models.get("main")?.spec;
  const sections = tables.map(({ title, head, rows, note, plot }) =>
    [`## ${title}`, markdownTable(head, rows), note, ...(plot ? [`![${title}](${plot})`] : [])].join("\n\n"),
  );
  const intro = [
    "# Text recovery: the record",
    "Written by `npm run experiment`; nothing here is typed by hand. What it means is said in the README beside it.",
    `Seed ${SEED}. Model: ${JSON.stringify(spec?.size)}, ${spec?.corpus.sentences} sentences, ${spec?.training.steps} training steps of ${spec?.training.batch}. ${listed(versions())}`,
    `Attacks: ${sets.map(({ set, attacks }) => `${set.name} ${attacks.length}`).join("; ")}.`,
  ];
  return `${[...intro, ...sections].join("\n\n")}\n`;
}
