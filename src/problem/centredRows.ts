import type { MatrixOperand, RowOperand } from "../matrix/matrix.js";
import { type Arena, slice, type Vector } from "../wasm/memory.js";
import { PANEL } from "../wasm/panel.js";
import { addPairDiagonal, addPairs, type Pair, pullTowards } from "./lowRank.js";

/** A part of the weights D whose rows are meant less a centre: sum_i q_i (a_i - m)(a_i - m)'. */
export interface CentredPart {
  /** m; undefined for 0. */
  readonly centre?: Vector;
  /** q_i / D_i */
  share(i: number): number;
  /** q over the rows from..to-1 of the vector returned. */
  weights(D: Vector, from: number, to: number): Vector;
}

/** How the current weights are made up. */
export interface Makeup {
  readonly parts: readonly CentredPart[];
  /** What the parts add to A'DA in all, rows taken one by one as below included. */
  readonly pairs: readonly Pair[];
  /** Terms that belong to no row of D: never sampled, added to every sample. */
  readonly fixed: readonly Pair[];
}

/** Parts that weights may have. */
const MOST_PARTS = 2;

/** Storage: a d-vector, an n-vector of zeros and 16 doubles for each of two parts. */
export function layoutCentredRows(rows: number, columns: number, arena: Arena) {
  return { sum: arena.f64(columns), single: arena.f64(rows), origins: arena.f64(MOST_PARTS * PANEL) };
}

/**
 * The rows of A as sampling sees them where the Hessian is sum over parts of sum_i q_i (a_i - m)(a_i - m)' + fixed, each
 * row with its own share of every part: centring is a rank-two change of each sum, never a second copy of A. A sample of
 * such rows is positive semidefinite however few they are, which a sampled A'DA less an exact rank two is not.
 */
export function centredRows(
  A: MatrixOperand,
  makeup: () => Makeup,
  { sum, single, origins }: ReturnType<typeof layoutCentredRows>,
): RowOperand {
  const { rows, columns, nnz, costs, gramRows, rowNorms } = A;
  return {
    rows,
    columns,
    nnz,
    costs,
    gramRows,
    // Only a first guess is made of them: centres do not matter.
    rowNorms,
    diagonal(D, out, from = 0, to = rows) {
      A.diagonal(D, out, from, to);
      if (from === 0) addPairDiagonal(makeup().pairs, out);
    },
    gramSample(list, weights, H, from, to) {
      const { parts, fixed } = makeup();
      A.gramSample(list, weights, H, from, to);
      for (const { centre, share } of parts) {
        if (!centre) continue;
        let total = 0;
        sum.data.fill(0);
        for (let k = from; k < to; k++) {
          const i = list.data[k];
          const q = weights.data[k] * share(i);
          total += q;
          single.data[i] = q;
          A.multiplyTransposeAdd(single, sum, i, i + 1);
          single.data[i] = 0;
        }
        pullTowards(sum, total, centre);
        addPairs([{ u: sum, v: centre }], H);
      }
      if (from === 0) addPairs(fixed, H);
    },
    projectedNormsAdd(D, X, out, from = 0, to = rows) {
      makeup().parts.forEach(({ centre, weights }, part) => {
        const origin = slice(origins, part * PANEL, (part + 1) * PANEL);
        // A sweep over the rows begins at the first; its later blocks have the same X.
        if (centre && from === 0) project(X, centre, origin);
        A.projectedNormsAdd(weights(D, from, to), X, out, from, to, centre ? origin : undefined);
      });
    },
  };
}

/** out <- -X'm for a row-major d x 16 panel. */
function project(X: Vector, m: Vector, out: Vector): void {
  out.data.fill(0);
  for (let j = 0; j < m.length; j++) {
    for (let k = 0; k < PANEL; k++) out.data[k] -= X.data[j * PANEL + k] * m.data[j];
  }
}
