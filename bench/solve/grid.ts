import { type Comparison, compare } from "./compare.js";
import { denseProblem, type ProblemData, sparseProblem } from "./problems.js";
import { printComparison } from "./report.js";
import { ourMethods } from "./subnewton.js";

const DENSE = [
  [2000, 20],
  [50000, 20],
  [20000, 100],
  [30000, 300],
];
const SPARSE = [
  [5000, 100, 5],
  [200000, 100, 5],
  [100000, 400, 20],
  [60000, 600, 50],
];
const QUICK_PART = 0.1;

/** Our methods alone from small to large, so that what `auto` is worth does not rest on a few large problems. */
export async function runGrid(quick: boolean, seed: number, repeats: number): Promise<Comparison[]> {
  const part = quick ? QUICK_PART : 1;
  const problems: (() => ProblemData)[] = [
    ...DENSE.map(
      ([rows, columns], k) =>
        () =>
          denseProblem(part * rows, columns, seed + k),
    ),
    ...SPARSE.map(
      ([rows, columns, perRow], k) =>
        () =>
          sparseProblem(part * rows, columns, perRow, seed + DENSE.length + k),
    ),
  ];
  const comparisons: Comparison[] = [];
  for (const problem of problems) {
    const data = problem();
    const methods = ourMethods(data);
    const comparison = await compare(data, methods, methods.slice(0, 1), repeats);
    printComparison(comparison);
    comparisons.push(comparison);
  }
  return comparisons;
}
