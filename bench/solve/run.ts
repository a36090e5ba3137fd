import { writeRecord } from "../files.js";
import { Python, pythonRefusal } from "../python.js";
import { printVerdicts, type Verdict } from "../verdict.js";
import { listed, versions } from "../versions.js";
import { runAlgorithm1 } from "./algorithm1.js";
import { type Comparison, compare } from "./compare.js";
import { EVENTS, type Event } from "./events.js";
import { runGrid } from "./grid.js";
import { choiceVerdicts } from "./ownVerdicts.js";
import { type ProblemData, writeProblem } from "./problems.js";
import { printComparison } from "./report.js";
import { type PythonAbout, rivals } from "./rivals.js";
import { sameAlgorithmLine } from "./rivalVerdicts.js";
import { compareSmall } from "./small.js";
import { ourMethod, ourMethods } from "./subnewton.js";

const SEED = 20240608;
const QUICK_LIMIT = 2;
const REPEATS = { grid: 5, small: 9 };

/** What `--only` takes. */
export const PARTS: readonly string[] = [...EVENTS.map(({ name }) => name), "grid", "small", "algorithm1"];

/** Time to equal accuracy on each problem, or on those of the parts asked for. */
export async function runSolve(quick: boolean, asked: readonly string[] = PARTS): Promise<void> {
  const only = PARTS.filter((part) => asked.includes(part));
  if (only.length === 0) return;
  const refusal = pythonRefusal();
  if (refusal) console.log(`skipped: NumPy and SciPy rivals (${refusal})`);
  console.log(`\nSolves, one thread, medians of interleaved repeats, seed ${SEED}\n${listed(versions())}`);
  const verdicts: Verdict[] = [];
  const comparisons: (Comparison & { python?: PythonAbout })[] = [];
  for (const [k, event] of EVENTS.entries()) {
    if (!only.includes(event.name) || (quick && !event.quick)) continue;
    const problem = await event.problem(quick, SEED + k);
    const { comparison, about } = await runEvent(problem, event, !refusal, quick);
    printComparison(comparison);
    if (sameAlgorithmLine(comparison)) console.log(sameAlgorithmLine(comparison));
    verdicts.push(...event.judge(comparison, quick));
    comparisons.push({ ...comparison, python: about });
  }
  const grid = only.includes("grid") ? await runGrid(quick, SEED + EVENTS.length, quick ? 1 : REPEATS.grid) : [];
  verdicts.push(...choiceVerdicts([...comparisons, ...grid], quick));
  const small = only.includes("small") ? await compareSmall(SEED, quick ? 3 : REPEATS.small, quick ? 0.002 : 0.02) : [];
  const algorithm1 = only.includes("algorithm1") ? runAlgorithm1(SEED) : [];
  if (verdicts.length) printVerdicts(verdicts);
  const record = { versions: versions(), seed: SEED, quick, comparisons, grid, small, algorithm1, verdicts };
  writeRecord(only.length === PARTS.length ? "solve" : `solve-${only.join("-")}`, record);
}

/** All contestants on one problem, with the Python side alive for as long as it is needed. */
async function runEvent(
  problem: ProblemData,
  event: Event,
  withPython: boolean,
  quick: boolean,
): Promise<{ comparison: Comparison; about?: PythonAbout }> {
  const repeats = quick ? 1 : event.repeats;
  const ours = ourMethods(problem);
  const auto = ourMethod(problem, "auto");
  if (!withPython) return { comparison: await compare(problem, ours, [auto], repeats) };
  const python = new Python("solve.py", writeProblem(problem), problem.link);
  try {
    const about = await python.ask<PythonAbout>({ method: "about" });
    console.log(`\n${listed(about.versions)}`);
    for (const { name, setupSeconds, callSeconds } of about.grams) {
      console.log(`Gram by ${name}: ${callSeconds.toPrecision(3)} s a call, ${setupSeconds.toPrecision(3)} s set-up`);
    }
    const others = rivals(python, about, event.rivals, quick ? QUICK_LIMIT : event.limit);
    return { comparison: await compare(problem, [...ours, ...others], [auto, others[0]], repeats), about };
  } finally {
    python.close();
  }
}
