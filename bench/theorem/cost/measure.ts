import { lastLevelCache } from "../../kernels/copyLimit.js";
import { median, secondsOf, warmUp } from "../../timing.js";
import { type Effort, sizesOf } from "./sizes.js";
import { OPERATIONS, type Operation, operations, prepare } from "./work.js";

/** Medians at one size. */
export interface Cost {
  readonly nnz: number;
  readonly rows: number;
  /** Bytes of A. */
  readonly bytes: number;
  /** True where A exceeds the last-level cache: the sizes that are fitted. */
  readonly large: boolean;
  readonly seconds: Readonly<Record<Operation, number>>;
}

const SAMPLE_SECONDS = 0.005;

/** Times every operation on growing prefixes of one matrix in one memory. */
export async function costs(effort: Effort, progress: (name: string) => void) {
  const cache = lastLevelCache();
  const sizes = sizesOf(effort, cache);
  const most = Math.max(...sizes);
  progress(`making ${most} entries`);
  const work = prepare(effort, most / effort.perRow);
  const list: Cost[] = [];
  for (const nnz of sizes) {
    progress(`${nnz} entries`);
    const rows = nnz / effort.perRow;
    const bytes = 12 * nnz + 4 * rows;
    const runs = operations(work, effort, rows);
    const large = bytes > cache;
    list.push({ nnz, rows, bytes, large, seconds: await interleaved(runs, effort.repeats, large) });
  }
  return { cache, list };
}

/** Median seconds a call, the operations taking turns; large sizes come after small ones and are warm after one call. */
async function interleaved(
  runs: Record<Operation, () => void>,
  repeats: number,
  large: boolean,
): Promise<Record<Operation, number>> {
  const calls = new Map<Operation, number>();
  for (const name of OPERATIONS) {
    if (large && name !== "sampled Gram") runs[name]();
    else calls.set(name, await warmUp(runs[name], SAMPLE_SECONDS, 0.05));
  }
  const times = new Map<Operation, number[]>(OPERATIONS.map((name) => [name, []]));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const name of OPERATIONS) times.get(name)?.push(secondsOf(runs[name], calls.get(name)));
  }
  return Object.fromEntries(OPERATIONS.map((name) => [name, median(times.get(name) ?? [])])) as Record<
    Operation,
    number
  >;
}
