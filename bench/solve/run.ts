import { writeRecord } from "../files.js";
import { Python, pythonRefusal } from "../python.js";
import { printVerdicts, type Verdict } from "../verdict.js";
import { listed, versions } from "../versions.js";
import { type Comparison, compare } from "./compare.js";
import { flightsProblem } from "./flights.js";
import { denseProblem, type ProblemData, sparseProblem, writeProblem } from "./problems.js";
import { type NewtonBar, newtonVerdicts, printComparison, timesFaster, timesSlower } from "./report.js";
import { numpyNewtons, type PythonAbout, scipyMethods } from "./rivals.js";
import { compareSmall } from "./small.js";
import { subnewton } from "./subnewton.js";

const SEED = 20240608;

/** A problem, whether SciPy's optimisers take part, and its bar. */
interface Event {
  readonly problem: () => ProblemData | Promise<ProblemData>;
  readonly scipy: boolean;
  readonly bar: NewtonBar;
}

/** Time to equal accuracy on each problem. */
export async function runSolve(quick: boolean): Promise<void> {
  const repeats = quick ? 1 : 5;
  const refusal = pythonRefusal();
  if (refusal) console.log(`skipped: NumPy and SciPy rivals (${refusal})`);
  console.log(`\nSolves, one thread, medians of ${repeats} interleaved repeats, seed ${SEED}\n${listed(versions())}`);
  const verdicts: Verdict[] = [];
  const comparisons: object[] = [];
  for (const event of events(quick)) {
    const problem = await event.problem();
    const { comparison, about } = await runEvent(problem, event.scipy, !refusal, repeats, quick ? 10 : 120);
    printComparison(comparison);
    verdicts.push(...newtonVerdicts(comparison, event.bar, quick));
    comparisons.push({ ...comparison, python: about });
  }
  const small = await compareSmall(SEED, quick ? 3 : 9, quick ? 0.002 : 0.02);
  printVerdicts(verdicts);
  writeRecord("solve", { versions: versions(), seed: SEED, quick, comparisons, small, verdicts });
}

function events(quick: boolean): Event[] {
  const part = quick ? 0.02 : 1;
  return [
    {
      problem: () => denseProblem(100000 * part, 50, SEED),
      scipy: true,
      bar: timesSlower(1.1),
    },
    { problem: () => sparseProblem(200000 * part, 200, 10, SEED + 1), scipy: true, bar: timesFaster(3) },
    // The flights are what they are: a quick run leaves them out.
    ...(quick ? [] : [{ problem: flightsProblem, scipy: false, bar: timesFaster(3) }]),
  ];
}

/** All contestants on one problem, with the Python side alive for as long as it is needed. */
async function runEvent(
  problem: ProblemData,
  scipy: boolean,
  withPython: boolean,
  repeats: number,
  limit: number,
): Promise<{ comparison: Comparison; about?: PythonAbout }> {
  const ours = subnewton(problem);
  if (!withPython) return { comparison: await compare(problem, [ours], [ours], repeats) };
  const python = new Python("solve.py", writeProblem(problem));
  try {
    const about = await python.ask<PythonAbout>({ method: "about" });
    console.log(`\n${listed(about.versions)}`);
    for (const { name, setupSeconds, callSeconds } of about.grams) {
      console.log(`Gram by ${name}: ${callSeconds.toPrecision(3)} s a call, ${setupSeconds.toPrecision(3)} s set-up`);
    }
    const newtons = numpyNewtons(python, about, limit);
    const contestants = [ours, ...newtons, ...(scipy ? scipyMethods(python, about, limit) : [])];
    return { comparison: await compare(problem, contestants, [ours, newtons[0]], repeats), about };
  } finally {
    python.close();
  }
}
