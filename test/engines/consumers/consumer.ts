import {
  csr,
  dense,
  expRegression,
  InputError,
  type IterationRecord,
  init,
  initSync,
  iterate,
  leverageInversion,
  type Problem,
  plan,
  type Result,
  ready,
  type SolveOptions,
  solve,
  solveAsync,
} from "subnewton";
import * as slim from "subnewton/slim";
import { type AttackResult, attack, createModel, loadModel, type Model } from "subnewton/transformer";

const A = csr({ rows: 2, columns: 1, indptr: [0, 1, 2], indices: [0, 0], data: new Float64Array([1, 2]) });
const options: SolveOptions = { tolerance: 1e-10, method: "exact", signal: new AbortController().signal };
const problem: Problem = expRegression({ A, b: [1, 2] });
const result: Result = solve(problem, options);
const status: "converged" | string = result.status;
const x: Float64Array = result.x;

export async function all(): Promise<number> {
  await ready();
  await init();
  initSync();
  await slim.init(new URL("https://example.org/kernels.wasm"));
  const records: IterationRecord[] = [];
  for (const record of iterate(problem)) records.push(record);
  const later: Result = await solveAsync(leverageInversion({ A: dense([[1]]), b: [1], tau: [1] }));
  try {
    plan(problem);
  } catch (error) {
    if (error instanceof InputError && error.index !== undefined) return error.index;
  }
  return x[0] + later.value + status.length + records.length;
}

export async function recovered(file: Blob): Promise<number[]> {
  const model: Model = await loadModel(file);
  const found: AttackResult = attack(model, [1, 2, 3], [1]);
  createModel({ vocabulary: 5, context: 4, width: 8, layers: 1, heads: 1 }).dispose();
  return [...found.sentence];
}

// @ts-expect-error A is required
expRegression({ b: [1] });
// @ts-expect-error not a method
solve(problem, { method: "newton" });
