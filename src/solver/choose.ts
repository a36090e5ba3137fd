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
const PCG_ROWS = [4, 8, 16];
const PCG_DEFAULT = 8;
/** Sampling pays only where it leaves most rows out. */
const LEAST_RATIO = 4;

/** The method a solve will use: the one asked for, or for "auto" the one whose predicted time is least. */
export function choose(shape: RowShape | undefined, options: CheckedOptions): Chosen {
  const { method, sampling, costs } = options;
  if (!shape) {
    if (method === "auto" || method === "exact") return plain(method, "this problem has no rows to sample", {});
    throw new InputError(
      "unsupported",
      "method",
      `method "${method}" samples rows, and this problem gives none: use "exact" or "auto"`,
    );
  }
  const { rows: n, columns: d } = shape;
  const at = (factor: number): number => Math.min(n, sampling.rows ?? factor * d);
  const exact = predict(shape, costs, "exact", n);
  const sampled = { exact, sampled: predict(shape, costs, "sampled", at(SAMPLED_ROWS)) };
  const pcg = PCG_ROWS.map((factor) => ({ rows: at(factor), seconds: predict(shape, costs, "pcg", at(factor)) }));
  const best = pcg.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const predictedSeconds = { ...sampled, pcg: best.seconds };
  if (method === "exact") return plain("exact", "asked for", predictedSeconds);
  if (method === "sampled") return { method, rows: at(SAMPLED_ROWS), why: "asked for", predictedSeconds };
  if (method === "pcg") return { method, rows: at(PCG_DEFAULT), why: "asked for", predictedSeconds };
  const gain = exact / best.seconds;
  if (n < LEAST_RATIO * best.rows) {
    return plain(
      "exact",
      `${n} rows are fewer than 4 samples of ${best.rows}: there is little to leave out`,
      predictedSeconds,
    );
  }
  if (gain <= 1)
    return plain(
      "exact",
      `sampling ${best.rows} of ${n} rows is predicted to take ${times(1 / gain)} the time`,
      predictedSeconds,
    );
  const why = `sampling ${best.rows} of ${n} rows is predicted to be ${times(gain)} as fast as all of them`;
  return { method: "pcg", rows: best.rows, why, predictedSeconds };
}

function plain(method: "auto" | "exact", why: string, predictedSeconds: Choice["predictedSeconds"]): Chosen {
  const said = method === "exact" ? why : `the exact Hessian: ${why}`;
  return { method: "exact", rows: 0, why: said, predictedSeconds };
}

const times = (ratio: number): string => `${ratio.toPrecision(2)} times`;
