import type { Vector } from "./memory.js";
import { need } from "./need.js";
import type { RawKernels } from "./raw.js";

/** Softmax of each row of a row-major rows x columns array, with its derivatives. */
export interface SoftmaxKernels {
  /** S_i <- softmax S_i, stable at any size of score */
  rows(rows: number, columns: number, S: Vector): void;
  /** out_i <- P_i o (D_i - P_i'D_i); out may be D */
  slope(rows: number, columns: number, P: Vector, D: Vector, out: Vector): void;
  /** out_i <- E_i o (M_i - P_i'M_i) + P_i o (N_i - E_i'M_i - P_i'N_i); out may be N */
  curvature(rows: number, columns: number, P: Vector, E: Vector, M: Vector, N: Vector, out: Vector): void;
}

export function softmaxKernels(raw: RawKernels): SoftmaxKernels {
  return {
    rows(rows, columns, S) {
      need("S", S.length, rows * columns);
      raw.softmaxRows(rows, columns, S.at);
    },
    slope(rows, columns, P, D, out) {
      need("P", P.length, rows * columns);
      need("D", D.length, rows * columns);
      need("out", out.length, rows * columns);
      raw.softmaxSlope(rows, columns, P.at, D.at, out.at);
    },
    curvature(rows, columns, P, E, M, N, out) {
      need("P", P.length, rows * columns);
      need("E", E.length, rows * columns);
      need("M", M.length, rows * columns);
      need("N", N.length, rows * columns);
      need("out", out.length, rows * columns);
      raw.softmaxCurvature(rows, columns, P.at, E.at, M.at, N.at, out.at);
    },
  };
}
