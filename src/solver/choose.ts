import { InputError } from "../inputError.js";
import type { RowShape } from "../problem/problem.js";
import type { CheckedOptions } from "./options.js";
import { predict } from "./predict.js";
import type { Choice } from "./result.js";

/** A choice with the expected rows of a sample, where the method takes one. */
export interface Chosen extends Choice {
  readonly rows: number;
}

/** Rows of a sample in multiples of d: 4 d lost columns in 1 draw of 3, 16 d cost more than the iterations they save. */
const SAMPLED_ROWS = 16;
const PCG_ROWS = [4, 6, 8, 12, 16];
const PCG_DEFAULT = 8;
/** Sampling pays only where it leaves most rows out. */
const LEAST_RATIO = 4;
/** Below this predicted gain the exact method, which leaves less to chance, is as good. */
const LEAST_GAIN = 1.2;

/** The method a solve will use: the one asked for, or for "auto" the one whose predicted time is least. */
export function choose(shape: RowShape | undefined, options: CheckedOptions): Chosen {
  const { method, sampling, costs } = options;
  if (!shape) {
    const why = method === "exact" ? "asked for" : "this problem has no rows to sample";
    if (method === "auto" || method === "exact") return { method: "exact", rows: 0, why, predictedSeconds: {} };
    throw new InputError(
      "unsupported",
      "method",
      `method "${method}" samples rows, and this problem gives none: use "exact" or "auto"`,
    );
  }
  const { rows: n, columns: d } = shape;
  const at = (factor: number): number => Math.min(n, sampling.rows ?? factor * d);
  const exact = predict(shape, costs, "exact", n);
  const pcg = PCG_ROWS.map((factor) => ({ rows: at(factor), seconds: predict(shape, costs, "pcg", at(factor)) }));
  const best = pcg.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const sampled = predict(shape, costs, "sampled", at(SAMPLED_ROWS));
  const predictedSeconds = { exact, sampled, pcg: best.seconds };
  const choice = (name: Choice["method"], rows: number, why: string): Chosen => ({
    method: name,
    rows,
    why,
    predictedSeconds,
  });
  if (method === "exact") return choice("exact", 0, "asked for");
  if (method === "sampled") return choice("sampled", at(SAMPLED_ROWS), "asked for");
  if (method === "pcg") return choice("pcg", at(PCG_DEFAULT), "asked for");
  const size = `${best.rows} of ${n} rows`;
  if (n < LEAST_RATIO * best.rows) return choice("exact", 0, `a sample of ${size} leaves little out`);
  const gain = exact / best.seconds;
  if (gain < LEAST_GAIN) {
    const said = gain < 1 ? `${times(1 / gain)} the time` : `hardly less time (${times(gain)} as fast)`;
    return choice("exact", 0, `sampling ${size} is predicted to take ${said} of the exact Hessian`);
  }
  return choice("pcg", best.rows, `sampling ${size} is predicted to be ${times(gain)} as fast as the exact Hessian`);
}

const times = (ratio: number): string => `${ratio.toPrecision(2)} times`;
