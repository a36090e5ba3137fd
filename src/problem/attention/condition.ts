import { svd } from "../../matrix/svd.js";
import { drain } from "../../wasm/pace.js";
import { eachTokenRows } from "./jacobian.js";
import type { Placed } from "./layout.js";
import { residualLength } from "./model.js";

/** Singular values below this share of the largest are rounding. */
const RANK = 1e-10;

/**
 * Condition of J = r' at the point of the last `forward`, by its singular values: an error of the output's B reaches X up to
 * this many times larger, relative to both. Directions of X that J does not see are lost: rank V < d loses n (d - rank V)
 * of them, a token that no other attends to is seen through its own query alone.
 */
export function conditionOf(at: Placed): { jacobianCondition: number; lostDirections: number } {
  const N = at.parts.x.length;
  const rows = residualLength(at.model);
  const J = new Float64Array(rows * N);
  let from = 0;
  drain(
    eachTokenRows(at, at.parts.x, (head, _i, some) => {
      const length = head.Y.columns * N;
      J.set(some.subarray(0, length), from);
      from += length;
    }),
  );
  const { s } = svd(rows, N, J);
  const seen = s.filter((v) => v > RANK * s[0]).length;
  const least = rows < N ? 0 : s[N - 1];
  return { jacobianCondition: Math.min(s[0] / least, Number.MAX_VALUE), lostDirections: N - seen };
}
