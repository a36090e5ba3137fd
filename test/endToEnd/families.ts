import { csrFromTriplets, dense, expRegression, type Matrix, type Problem, sinhRegression } from "subnewton";
import { draws } from "./support.js";

type Draws = ReturnType<typeof draws>;

/** N(0, Sigma) with Sigma_ij = 2 * 0.5^|i-j|: a first-order autoregression along the columns (SOLVER 4.2). */
function gaussianRow({ normal }: Draws, d: number): number[] {
  const row: number[] = [];
  for (let j = 0; j < d; j++) {
    const fresh = Math.SQRT2 * normal();
    row.push(j === 0 ? fresh : 0.5 * row[j - 1] + Math.sqrt(0.75) * fresh);
  }
  return row;
}
