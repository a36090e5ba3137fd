import { csr, dense, leverageScores, sampleRows } from "subnewton";
import { source } from "../../data.js";
import { gaussianRows, type Rows, stackedRows } from "../rows.js";
import { type Interval, quantile, quantileInterval } from "../statistics.js";
import { spectralError, type Whitened, whiten } from "../whiten.js";

/** The rows that one size needs. */
export interface Need {
  readonly family: string;
  readonly n: number;
  readonly d: number;
  /** Expected rows at which 95 % of draws have eps <= TARGET, with the 95 % interval that the draws allow. */
  readonly rows: number;
  readonly interval: Interval;
  /** eps that 95 % of draws kept to at the last number of rows tried: near TARGET where the search has settled. */
  readonly error: number;
  readonly draws: number;
}

export interface Effort {
  /** At most so many draws a size, and at most so many times d of them: a draw costs d^3. */
  readonly draws: { readonly most: number; readonly timesColumns: number };
  /** n where d varies, d where n varies. */
  readonly fixed: { readonly n: number; readonly d: number };
  readonly n: readonly number[];
  readonly d: readonly number[];
}

export const TARGET = 0.8;
export const SHARE = 0.95;
const CLOSE = 0.02;
const MOST_TRIES = 6;
const SEED = 20240703;

/** Rows of exactly one size would make eps jump with s. */
const SMOOTH = 0.3;

/** Gaussian rows are as incoherent as rows can be; stacked identities are where the coupon collector's log d lives. */
export const GROWTH_FAMILIES: readonly { name: string; rows: Rows }[] = [
  { name: "Gaussian", rows: gaussianRows(0) },
  { name: "identities", rows: stackedRows(SMOOTH) },
];

/** What eps <= TARGET needs, against n at fixed d and against d at fixed n; H = A'A. */
export function needs({ draws, fixed, n, d }: Effort, progress: (name: string) => void) {
  const measure = (sizes: readonly (readonly [n: number, d: number])[]): Need[] =>
    GROWTH_FAMILIES.flatMap(({ name, rows }) =>
      sizes.map(([count, columns]) => {
        progress(`${name}, ${count} x ${columns}`);
        const times = Math.min(draws.most, Math.floor(draws.timesColumns / columns));
        return needOf(name, rows, count, columns, times);
      }),
    );
  return {
    againstRows: measure(n.map((count) => [count, fixed.d] as const)),
    againstColumns: measure(d.map((columns) => [fixed.n, columns] as const)),
  };
}

function needOf(family: string, make: Rows, n: number, d: number, draws: number): Need {
  const A = make(n, d, source(SEED));
  const rows = whiten(A);
  const scores = leverageScores("indptr" in A ? csr(A) : dense(A), { method: "exact" });
  // eps falls like s^-1/2: each try moves s to where that law would meet the target.
  let expected = 12 * d;
  let errors = errorsOf(rows, scores, expected, draws);
  for (let k = 1; k < MOST_TRIES; k++) {
    const ratio = quantile(errors, SHARE) / TARGET;
    if (Math.abs(ratio - 1) <= CLOSE) break;
    expected = Math.min(0.9 * n, expected * Math.min(2, Math.max(0.5, ratio * ratio)));
    errors = errorsOf(rows, scores, expected, draws);
  }
  const at = (error: number): number => expected * (error / TARGET) ** 2;
  const { low, high } = quantileInterval(errors, SHARE);
  const error = quantile(errors, SHARE);
  return { family, n, d, rows: at(error), interval: { low: at(low), high: at(high) }, error, draws };
}

function errorsOf(rows: Whitened, scores: Float64Array, expected: number, draws: number): number[] {
  return Array.from({ length: draws }, (_, k) => {
    const { indices, probabilities } = sampleRows(scores, { expected, seed: k + 1 });
    return spectralError(rows, { indices, probabilities });
  });
}
