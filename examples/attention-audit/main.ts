// The audit: how often the tokens behind an attention output are recovered, `npm run example:attention` (a few minutes;
// `-- --quick` a smoke test). Prints its tables and writes build/examples/attention-audit.html.
import { mkdirSync, writeFileSync } from "node:fs";
import { duration, short, table } from "../../bench/table.js";
import { dim, print, show } from "../flights/terminal.js";
import { METHODS, type Race, race, TITLES } from "./equalTime.js";
import { nameOf, type Shape } from "./instance.js";
import { auditPage } from "./page.js";
import { type Recovery, recovery } from "./recovery.js";
import { readWords, type WordCount } from "./vocabulary.js";

const PAGE = "build/examples/attention-audit.html";
const quick = process.argv.includes("--quick");
const [INSTANCES, STARTS, RACES, SECONDS, WORDS] = quick ? [2, 4, 1, 0.2, 1] : [20, 20, 10, 1, 10];
const SEED = 1;

/** Random shapes; then structured ones: scores of other sizes, W of low rank, several heads. */
const SHAPES: readonly Shape[] = [
  { n: 2, d: 2 },
  { n: 2, d: 8 },
  { n: 4, d: 4 },
  { n: 8, d: 2 },
  { n: 8, d: 4 },
  { n: 16, d: 2 },
  { n: 8, d: 8 },
  { n: 4, d: 4, tau: 4 },
  { n: 8, d: 4, tau: 4 },
  { n: 8, d: 4, keyWidth: 1 },
  { n: 8, d: 4, keyWidth: 2 },
  { n: 4, d: 4, heads: 2 },
  { n: 8, d: 8, heads: 2 },
  { n: 8, d: 8, heads: 3 },
];
const RACED: readonly Shape[] = [
  { n: 4, d: 4 },
  { n: 8, d: 4 },
  { n: 8, d: 8, heads: 3 },
];
const READ: Shape = { n: 8, d: 4, vocabulary: 50 };

print(`Attention audit: ${INSTANCES} instances a shape from seed ${SEED}, ${STARTS} random starts each\n`);
const recoveries = SHAPES.map((shape) => {
  show(dim(nameOf(shape)));
  return recovery(shape, INSTANCES, STARTS, SEED);
});
const rates = rateTable(recoveries);
print(table(rates));

const races = RACED.flatMap((shape) =>
  METHODS.map((method) => {
    show(dim(`${nameOf(shape)}, ${TITLES[method]}`));
    return race(shape, method, RACES, SECONDS, SEED);
  }),
);
const raced = raceTable(races);
print(`\nMethods in equal time: ${SECONDS} s an instance, ${RACES} instances\n\n${table(raced)}`);

const words = wordTable(
  [6, 4, 3].map((decimals) => {
    show(dim(`${decimals} decimals`));
    return readWords(READ, decimals, WORDS, STARTS, SEED);
  }),
);
print(`\nWords behind rounded outputs: ${nameOf(READ)}\n\n${table(words)}`);

mkdirSync("build/examples", { recursive: true });
writeFileSync(PAGE, await auditPage({ recoveries, races, seconds: SECONDS, tables: { rates, races: raced, words } }));
print(`\nplots: ${PAGE}`);

function rateTable(records: readonly Recovery[]): string[][] {
  const heading = ["n x d", "found", "Wilson 95 %", "alone", "perfect/start", "true/start", "fits", "time", "cond J"];
  const rows = records.map((r) => [
    nameOf(r.shape),
    `${r.found}/${r.instances}`,
    `${r.band.low.toFixed(2)} to ${r.band.high.toFixed(2)}`,
    String(r.unique),
    r.perfectStarts.toFixed(2),
    r.trueStarts.toFixed(2),
    r.solutions.toFixed(1),
    duration(r.seconds),
    short(r.condition, 2),
  ]);
  return [heading, ...rows];
}

function raceTable(records: readonly Race[]): string[][] {
  const rows = records.map((r) => [
    nameOf(r.shape),
    TITLES[r.method],
    `${r.found}/${r.instances}`,
    `${r.band.low.toFixed(2)} to ${r.band.high.toFixed(2)}`,
    String(r.starts),
    short(r.loss, 2),
  ]);
  return [["n x d", "method", "found", "Wilson 95 %", "starts", "least relative loss"], ...rows];
}

function wordTable(counts: readonly WordCount[]): string[][] {
  const rows = counts.map((c) => [
    `${c.decimals} decimals`,
    `${c.fitted}/${c.instances}`,
    `${c.read}/${c.instances}`,
    `${c.confirmed}/${c.instances}`,
  ]);
  return [["B to", "perfect fit", "all words right", "confirmed by F"], ...rows];
}
