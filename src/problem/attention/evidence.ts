import { svdSteps } from "../../matrix/svd.js";
import type { Paced } from "../../wasm/pace.js";
import { eachTokenRows } from "./jacobian.js";
import type { Placed } from "./layout.js";
import { residualLength } from "./model.js";
import { noiseOf } from "./noise.js";

/** Singular values below this share of the largest are rounding. */
const RANK = 1e-10;

/** What the residual's Jacobian J says of a perfect fit. */
export interface Evidence {
  readonly jacobianCondition: number;
  readonly lostDirections: number;
  readonly errorPerNoise: number;
  readonly lostBasis?: readonly (readonly number[])[];
  readonly standardErrors?: readonly number[];
}

/**
 * What B says of x at the point of the last `forward`, by the singular values s of J = U diag(s) T': an error e of B moves x
 * by J^+ e to first order, up to jacobianCondition times as much, relative to both. errorPerNoise = |J^+|_F. Coordinate j
 * has standard error (sum_k (J^+)_jk^2 sigma_k^2)^1/2 where entry k of B has standard deviation sigma_k.
 *
 * Directions of x that J does not see are lost (lostBasis: orthonormal): rank V < d loses n (d - rank V) of them, a token
 * that no other attends to is seen through its own query alone. A coordinate with a part in them has no finite error.
 */
export function* evidenceOf(at: Placed): Paced<Evidence> {
  const N = at.parts.x.length;
  const m = residualLength(at.model);
  // Rows of zeros complete the basis where there are fewer equations than unknowns.
  const rows = Math.max(m, N);
  const J = new Float64Array(rows * N);
  let from = 0;
  yield* eachTokenRows(at, at.parts.x, (head, _i, some) => {
    const length = head.Y.columns * N;
    J.set(some.subarray(0, length), from);
    from += length;
  });
  const { s, U, V } = yield* svdSteps(rows, N, J, at.pace);
  const seen = s.filter((v) => v > RANK * s[0]).length;
  const lost = N - seen;
  let inverse = 0;
  for (let k = 0; k < seen; k++) inverse += 1 / (s[k] * s[k]);
  const noise = noiseOf(at.model);
  const column = (k: number): number[] => Array.from({ length: N }, (_, j) => V[j * N + k]);
  return {
    // 0 / 0 where J is 0: a number that JSON can write.
    jacobianCondition: s[N - 1] > 0 ? Math.min(s[0] / s[N - 1], Number.MAX_VALUE) : Number.MAX_VALUE,
    lostDirections: lost,
    errorPerNoise: lost > 0 ? Number.MAX_VALUE : Math.sqrt(inverse),
    ...(lost > 0 ? { lostBasis: Array.from({ length: lost }, (_, k) => column(seen + k)) } : {}),
    ...(noise ? { standardErrors: standardErrors({ s, U, V }, seen, noise) } : {}),
  };
}

/** (sum_k (J^+)_jk^2 sigma_k^2)^1/2 for each j; the largest double for a j that is not determined. */
function standardErrors(
  { s, U, V }: { s: Float64Array; U: Float64Array; V: Float64Array },
  seen: number,
  sigma: Float64Array,
): number[] {
  const N = s.length;
  const out: number[] = [];
  for (let j = 0; j < N; j++) {
    let lost = 0;
    for (let k = seen; k < N; k++) lost += V[j * N + k] * V[j * N + k];
    let variance = 0;
    for (let i = 0; i < sigma.length; i++) {
      let entry = 0;
      for (let k = 0; k < seen; k++) entry += (V[j * N + k] / s[k]) * U[i * N + k];
      variance += entry * entry * sigma[i] * sigma[i];
    }
    out[j] = lost > RANK ? Number.MAX_VALUE : Math.min(Math.sqrt(variance), Number.MAX_VALUE);
  }
  return out;
}
