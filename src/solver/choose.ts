import type { RowShape } from "../problem/problem.js";
import type { CheckedOptions } from "./options.js";
import { gramInProducts, predict } from "./predict.js";
import type { Choice } from "./result.js";

/** A choice with the expected rows of a sample, where the method takes one. */
export interface Chosen extends Choice {
  readonly rows: number;
  /** True where the Hessian's diagonal is tried as preconditioner first. */
  readonly diagonalFirst: boolean;
}

/** Rows of a sample in multiples of d: 4 d lost columns in 1 draw of 3, 16 d cost more than the iterations they save. */
const SAMPLED_ROWS = 16;
const PCG_ROWS = [4, 6, 8, 12, 16];
const PCG_DEFAULT = 8;
/** Sampling pays only where it leaves most rows out. */
const LEAST_RATIO = 4;
/** Products with the Hessian that its Gram matrix must cost for a few of them to be worth trying first. */
const DIAGONAL_PAYS = 4;
/** Seconds below which nothing is gained by thinking. */
const SHORT = 0.03;
/** Below this predicted gain the exact method, which leaves less to chance, is as good. */
const LEAST_GAIN = 1.2;

/**
 * The method a solve will use: the one asked for, or for "auto" the one whose predicted time is least, after the diagonal
 * has been tried as preconditioner.
 */
export function choose(shape: RowShape | undefined, options: CheckedOptions): Chosen {
  const { method, sampling, costs } = options;
  const none = { rows: 0, predictedSeconds: {}, diagonalFirst: false };
  if (method === "gaussNewton" || method === "gradient" || method === "adam") {
    return { ...none, method, why: "asked for, or the first that the problem offers" };
  }
  if (!shape) {
    if (method !== "auto") return { ...none, method, why: "asked for" };
    return { ...none, method: "exact", why: "this problem has no rows to sample" };
  }
  const { rows: n, columns: d } = shape;
  const at = (factor: number): number => Math.min(n, sampling.rows ?? factor * d);
  const exact = predict(shape, costs, "exact", n);
  const pcg = PCG_ROWS.map((factor) => ({ rows: at(factor), seconds: predict(shape, costs, "pcg", at(factor)) }));
  const best = pcg.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const sampled = predict(shape, costs, "sampled", at(SAMPLED_ROWS));
  const predictedSeconds = { exact, sampled, pcg: best.seconds };
  const given = { predictedSeconds: shape.surrogate ? {} : predictedSeconds, why: "asked for", diagonalFirst: false };
  if (method === "exact") return { ...given, method, rows: 0 };
  if (method === "sampled") return { ...given, method, rows: at(SAMPLED_ROWS) };
  if (method === "pcg") return { ...given, method, rows: at(PCG_DEFAULT) };
  if (exact < SHORT)
    return { ...given, method: "exact", rows: 0, why: "the exact Hessian is a matter of milliseconds" };
  const found = { predictedSeconds, diagonalFirst: gramInProducts(shape, costs) > DIAGONAL_PAYS };
  const size = `${best.rows} of ${n} rows`;
  const gain = exact / best.seconds;
  if (n < LEAST_RATIO * best.rows)
    return { ...found, method: "exact", rows: 0, why: `a sample of ${size} leaves little out` };
  if (gain < LEAST_GAIN) {
    const said = gain < 1 ? `${times(1 / gain)} the time` : `hardly less time (${times(gain)} as fast)`;
    const why = `sampling ${size} is predicted to take ${said} of the exact Hessian`;
    return { ...found, method: "exact", rows: 0, why };
  }
  const why = `sampling ${size} is predicted to be ${times(gain)} as fast as the exact Hessian`;
  return { ...found, method: "pcg", rows: best.rows, why };
}

/** What is said of a choice after the solve. */
export function settled({ method, why, predictedSeconds, diagonalFirst }: Chosen, diagonalEnough: boolean): Choice {
  if (!diagonalFirst) return { method, why, predictedSeconds };
  if (!diagonalEnough) {
    return { method, why: `the diagonal fell short as preconditioner, and ${why}`, predictedSeconds };
  }
  const said = "conjugate gradients with the Hessian's diagonal as preconditioner never needed more than 8 iterations";
  return { method: "pcg", why: said, predictedSeconds };
}

const times = (ratio: number): string => `${ratio.toPrecision(2)} times`;
