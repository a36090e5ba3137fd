// The text-recovery experiment: `npm run experiment`, with
//   -- --repeats 1000     mirror attacks (default 64); refined ones up to 256, the others up to 64
//   -- --only main,paper  some of: main (Figure 3, Table 1, comparison, control), paper (Adam at its published rate),
//                         onset (the law over learning rates), defences (variants of the training)
//   -- --workers 1        default: as many as there are cores, at most 2
//   -- --output DIR       for tables and plots; default build/experiment
//   -- --store DIR        for what is done, so that a run goes on where it was; default build/experiment
//   -- --timing DIR       take the seconds from the store DIR, made by a run on a quiet machine
//   -- --quick            a smoke test of seconds, without bars
// Exits with 1 if a bar is missed.
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { print } from "../../examples/flights/terminal.js";
import { PARTS, type Part, planOf } from "./parts.js";
import { report } from "./report.js";
import { runPlan } from "./run.js";
import { openStore } from "./store.js";

const FOLDER = join("build", "experiment");

const { values } = parseArgs({
  options: {
    repeats: { type: "string", default: "64" },
    only: { type: "string", default: PARTS.join() },
    workers: { type: "string", default: String(Math.min(2, availableParallelism())) },
    output: { type: "string", default: FOLDER },
    store: { type: "string", default: FOLDER },
    timing: { type: "string" },
    quick: { type: "boolean", default: false },
  },
});
const [repeats, workers] = [Number(values.repeats), Number(values.workers)];
for (const [name, value] of Object.entries({ repeats, workers })) {
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} ${value}: use a whole number from 1 on`);
}
const parts = values.only.split(",");
const unknown = parts.filter((part) => !PARTS.includes(part as Part));
if (unknown.length > 0) throw new Error(`--only ${unknown.join()}: use some of ${PARTS.join()}`);

const script = new URL("./worker.js", import.meta.url);
const store = openStore(values.store, fileURLToPath(script));
const timing = values.timing ? openStore(values.timing, fileURLToPath(script)) : store;
print(
  `Text recovery: ${workers} ${workers === 1 ? "worker" : "workers"}; interrupt at any time, it goes on from there`,
);
const outcomes = await runPlan(planOf(repeats, parts as Part[], values.quick), store, timing, script, workers);
const bars = await report(outcomes, values.output);
print(`\ntables, CSV and SVG: ${join(values.output, "RESULTS.md")}`);
if (!values.quick && bars.some(({ met }) => !met)) process.exitCode = 1;
