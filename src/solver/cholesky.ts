import type { Session } from "../problem/session.js";
import { packLength } from "../wasm/denseKernels.js";
import type { Vector } from "../wasm/memory.js";
import { inSlices, type Paced } from "../wasm/pace.js";
import { CHOLESKY_BLOCK } from "../wasm/symmetricKernels.js";

/** Doubles of workspace for the factorisation of a d x d matrix. */
export const choleskyPack = (d: number): number => packLength(d, CHOLESKY_BLOCK);

/** Flops a planned nanosecond of the blocked updates. */
const RATE = 12;

/**
 * R <- the Cholesky factor of the symmetric matrix in R's upper triangle, R'R. Returns -1, or the index of the first
 * pivot that is not positive; the rows before it are then the factor of the leading part.
 */
export function* cholesky(
  session: Pick<Session, "dimension" | "kernels" | "pace" | "counts">,
  R: Vector,
  pack: Vector,
): Paced<number> {
  const d = session.dimension;
  const { symmetric } = session.kernels;
  session.counts.factorization++;
  for (let from = 0; from < d; from += CHOLESKY_BLOCK) {
    const failed = symmetric.choleskyPanel(d, R, from);
    if (failed >= 0) return failed;
    const rest = d - from - CHOLESKY_BLOCK;
    if (rest <= 0) break;
    session.pace.spent += (CHOLESKY_BLOCK * CHOLESKY_BLOCK * rest) / RATE;
    const panels = Math.ceil(rest / 4);
    const cost = (CHOLESKY_BLOCK * rest * rest) / RATE / panels;
    yield* inSlices(session.pace, panels, cost, (a, b) => symmetric.choleskyUpdate(d, R, from, pack, a, b));
  }
  return -1;
}
