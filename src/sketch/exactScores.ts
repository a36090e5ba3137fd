import type { MatrixOperand } from "../matrix/matrix.js";
import type { Kernels } from "../wasm/kernels.js";
import type { Vector } from "../wasm/memory.js";
import { PANEL } from "../wasm/panel.js";
import type { Independent } from "./independentColumns.js";

/**
 * scores_i <- weights_i |F^-T a_i|^2 over the independent columns, F their triangular factor: the leverage scores of
 * diag(sqrt(weights)) A, each 1 at most. Columns of F^-1 are made and used 16 at a time. R and panel are workspace.
 */
export function exactScores(
  { symmetric }: Kernels,
  A: MatrixOperand,
  { columns, factor }: Independent,
  work: { readonly R: Vector; readonly panel: Vector; readonly inverse: Vector; readonly weights: Vector },
  scores: Vector,
): void {
  const { R, panel, inverse, weights } = work;
  const r = columns.length;
  const factorHere = { at: R.at, length: r * r, data: R.data.subarray(0, r * r) };
  factorHere.data.set(factor.subarray(0, r * r));
  scores.data.fill(0);
  for (let from = 0; from < r; from += PANEL) {
    const part = { at: inverse.at, length: r * PANEL, data: inverse.data.subarray(0, r * PANEL) };
    part.data.fill(0);
    for (let k = from; k < Math.min(from + PANEL, r); k++) part.data[k * PANEL + k - from] = 1;
    symmetric.solveUpperPanel(r, factorHere, part);
    panel.data.fill(0);
    columns.forEach((j, k) => {
      panel.data.set(part.data.subarray(k * PANEL, (k + 1) * PANEL), j * PANEL);
    });
    A.projectedNormsAdd(weights, panel, scores);
  }
  for (let i = 0; i < scores.length; i++) if (scores.data[i] > 1) scores.data[i] = 1;
}
