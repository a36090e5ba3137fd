import { csr, dense, expRegression, solveAsync } from "subnewton";
import { writeRecord } from "./files.js";
import { flightsProblem } from "./solve/flights.js";
import { denseProblem, type ProblemData, sparseProblem } from "./solve/problems.js";
import { duration, table } from "./table.js";
import { judge, printVerdicts, type Verdict } from "./verdict.js";
import { listed, versions } from "./versions.js";

const SEED = 20240610;
const LONGEST = 0.05;

/** How long solveAsync keeps a thread from its event loop: a watcher asks for every turn it can get. */
export async function runResponsive(quick: boolean): Promise<void> {
  console.log(`\nsolveAsync, longest time between two turns of the event loop, seed ${SEED}\n${listed(versions())}\n`);
  const rows = [["problem", "status", "solve", "turns", "longest hold"]];
  const verdicts: Verdict[] = [];
  const records: object[] = [];
  for (const make of problems(quick)) {
    const problem = await make();
    const { longest, turns, seconds, status } = await watch(problem);
    const name = `${problem.name} ${problem.size}`;
    rows.push([name, status, duration(seconds), String(turns), duration(longest)]);
    records.push({ name, status, seconds, turns, longest });
    verdicts.push(judge(name, "no hold over 50 ms", longest, (s) => s <= LONGEST, duration, quick));
  }
  console.log(table(rows));
  printVerdicts(verdicts);
  writeRecord("responsive", { versions: versions(), seed: SEED, quick, records, verdicts });
}

function problems(quick: boolean): (() => ProblemData | Promise<ProblemData>)[] {
  const part = quick ? 0.05 : 1;
  return [
    () => sparseProblem(1_000_000 * part, 500, 10, SEED),
    () => denseProblem(400_000 * part, 50, SEED + 1),
    () => denseProblem(4000 * part + 800, quick ? 200 : 2000, SEED + 2),
    ...(quick ? [] : [flightsProblem]),
  ];
}

async function watch({ A, b, w, ridge, x0 }: ProblemData) {
  const problem = expRegression({ A: "indptr" in A ? csr({ ...A }) : dense({ ...A }), b, w, ridge });
  let last = performance.now();
  let longest = 0;
  let turns = 0;
  let watching = true;
  const tick = (): void => {
    const now = performance.now();
    longest = Math.max(longest, (now - last) / 1000);
    last = now;
    turns++;
    if (watching) setImmediate(tick);
  };
  setImmediate(tick);
  const { status, seconds } = await solveAsync(problem, { x0, maxIterations: 12 });
  watching = false;
  return { longest, turns, seconds, status };
}
