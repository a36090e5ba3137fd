import type { Python } from "../python.js";
import type { Contestant, Outcome, Skipped } from "./contestant.js";
import { MAX_ITERATIONS, TOLERANCE } from "./subnewton.js";

/** A way to form the Gram matrix, as the Python side timed it at its start. */
interface Gram {
  readonly name: string;
  readonly setupSeconds: number;
  readonly callSeconds: number;
}

/** What the Python side tells of itself. */
export interface PythonAbout {
  readonly versions: Record<string, string>;
  readonly grams: readonly Gram[];
  /** The fastest Gram, and the fastest that stores no products of entries. */
  readonly contenders: readonly Gram[];
}

interface PythonRecord {
  readonly skipped?: string;
  readonly x: (number | null)[];
  readonly status: string;
  readonly iterations: number;
  readonly linearIterations: number | null;
  readonly sampledRows: number | null;
  readonly seconds: number;
  readonly setupSeconds: number;
  readonly trace: [number, number | null][];
}

/** Which rivals a problem is solved by, besides NumPy's exact Newton method. */
export interface RivalChoice {
  readonly scipy: readonly string[];
  /** The inexact Newton methods by hand: by Jacobi-CG, and by our own sampled algorithm. */
  readonly inexact: boolean;
}

/** How the names of NumPy's exact Newton methods begin; the Gram follows. */
export const EXACT_NEWTON = "NumPy Newton";
/** NumPy with our own algorithm: shown apart, because no bar is set against it. */
export const SAME_ALGORITHM = "NumPy sampled Newton-CG";
const JACOBI = "NumPy Jacobi-CG Newton";

/** Every rival that takes part; NumPy's exact Newton method comes first. */
export function rivals(python: Python, about: PythonAbout, choice: RivalChoice, limit: number): Contestant[] {
  const newtons = about.contenders.map(({ name }) =>
    byHand(python, `${EXACT_NEWTON}, ${name}`, { method: "newton", gram: name, limit }),
  );
  const inexact = [
    byHand(python, JACOBI, { method: "jacobi-cg", limit }),
    byHand(python, SAME_ALGORITHM, { method: "sampled", limit }),
  ];
  const scipy = choice.scipy.map((method) => ({
    name: `SciPy ${method}`,
    library: "SciPy",
    run: () => ask(python, { method, limit }),
  }));
  return [...newtons, ...(choice.inexact ? inexact : []), ...scipy];
}

function byHand(python: Python, name: string, request: object): Contestant {
  const run = (tolerance = TOLERANCE) => ask(python, { ...request, tolerance, maxIterations: MAX_ITERATIONS });
  return { name, library: "NumPy", run };
}

async function ask(python: Python, request: object): Promise<Outcome | Skipped> {
  let record: PythonRecord;
  try {
    record = await python.ask<PythonRecord>(request);
  } catch (failure) {
    return { skipped: (failure as Error).message };
  }
  if (record.skipped) return { skipped: record.skipped };
  return {
    x: Float64Array.from(record.x, (entry) => entry ?? Number.NaN),
    status: record.status,
    iterations: record.iterations,
    linearIterations: record.linearIterations ?? undefined,
    sampledRows: record.sampledRows ?? undefined,
    seconds: record.seconds,
    setupSeconds: record.setupSeconds,
    // null stands for a value that is not finite.
    trace: record.trace.flatMap(([seconds, cost]) => (cost === null ? [] : [[seconds, cost] as const])),
  };
}
