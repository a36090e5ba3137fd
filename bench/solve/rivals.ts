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
  readonly transposeSeconds: number;
  readonly grams: readonly Gram[];
  /** The fastest Gram, and the fastest that stores no products of entries. */
  readonly contenders: readonly Gram[];
}

interface PythonRecord {
  readonly skipped?: string;
  readonly x: (number | null)[];
  readonly status: string;
  readonly iterations: number;
  readonly seconds: number;
  readonly trace: [number, number | null][];
}

const SCIPY_METHODS = ["L-BFGS-B", "Newton-CG", "trust-exact", "least_squares"];

/** Newton's method by hand in NumPy, once for each Gram worth it. */
export function numpyNewtons(python: Python, about: PythonAbout, limit: number): Contestant[] {
  return about.contenders.map((gram) => {
    const setup = about.transposeSeconds + gram.setupSeconds;
    return {
      name: `NumPy Newton, ${gram.name}`,
      library: "NumPy",
      run: (tolerance = TOLERANCE) => {
        const request = { method: "newton", gram: gram.name, tolerance, maxIterations: MAX_ITERATIONS, limit };
        return ask(python, request, setup);
      },
    };
  });
}

/** SciPy's optimisers. trust-exact forms its Hessian by the fastest Gram. */
export function scipyMethods(python: Python, about: PythonAbout, limit: number): Contestant[] {
  return SCIPY_METHODS.map((method) => {
    const gram = method === "trust-exact" ? about.contenders[0].setupSeconds : 0;
    const run = () => ask(python, { method, limit }, about.transposeSeconds + gram);
    return { name: `SciPy ${method}`, library: "SciPy", run };
  });
}

async function ask(python: Python, request: object, setupSeconds: number): Promise<Outcome | Skipped> {
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
    seconds: record.seconds,
    setupSeconds,
    // null stands for a value that is not finite.
    trace: record.trace.flatMap(([seconds, cost]) => (cost === null ? [] : [[seconds, cost] as const])),
  };
}
