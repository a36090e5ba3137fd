import { checkNumber, checkVector } from "../matrix/check.js";
import type { Numbers } from "./problem.js";

/** w_i^2 for a scalar or vector w; undefined when all are 0. */
export function squaresOf(w: number | Numbers | undefined, length: number): Float64Array | undefined {
  if (w === undefined) return undefined;
  const values =
    typeof w === "number" ? new Float64Array(length).fill(checkNumber("w", w)) : checkVector("w", w, length);
  return values.some((v) => v !== 0) ? values.map((v) => v * v) : undefined;
}
