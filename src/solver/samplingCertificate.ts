import type { Spectrum } from "./lanczos.js";
import { logarithm } from "./logarithm.js";
import type { SamplingCertificate, SpectralError } from "./result.js";
import type { SamplingCounts } from "./sampler.js";

/** Probability with which the certified error may be wrong. */
const DELTA = 1e-3;

/** The counts of one start as plain data. */
export function certificateOf(
  counts: SamplingCounts,
  { by, seed }: { by: SamplingCertificate["by"]; seed: number },
  dimension: number,
  spectrum: Spectrum | undefined,
): SamplingCertificate {
  return {
    by,
    rowsAsked: counts.asked,
    rowsKept: counts.kept,
    certainRows: counts.certain,
    maxWeight: counts.maxWeight,
    sumOfScores: counts.sumOfScores,
    diagonalError: counts.diagonalError,
    draws: counts.draws,
    refreshes: counts.refreshes,
    repaired: counts.repaired,
    retries: counts.retries,
    seed,
    ...(spectrum ? { epsilon: spectralError(spectrum, dimension) } : {}),
  };
}

/**
 * From extreme eigenvalues of M^-1 H by k Lanczos steps: measured max |1/theta - 1|, and what follows from it with
 * probability 1 - DELTA, since from a random start theta_max is within a relative e of the measured one when
 * 1.648 sqrt(d) exp(-sqrt(e) (2 k - 1)) <= DELTA (Kuczynski and Wozniakowski 1992; lambda_min through c I - M^-1 H).
 */
export function spectralError({ least, most, steps }: Spectrum, d: number): SpectralError {
  const error = (low: number, high: number): number => Math.max(Math.abs(1 / low - 1), Math.abs(1 / high - 1));
  const measured = error(least, most);
  // As many steps as dimensions end with the exact eigenvalues.
  if (steps >= d) return { measured, certified: measured, confidence: 1 - DELTA, steps };
  const root = logarithm((1.648 * Math.sqrt(d)) / DELTA) / (2 * steps - 1);
  const e = root * root;
  const top = e < 1 ? most / (1 - e) : Number.POSITIVE_INFINITY;
  const bottom = e < 1 ? top - (top - least) / (1 - e) : 0;
  const certified = bottom > 0 ? error(bottom, top) : null;
  return { measured, certified, confidence: 1 - DELTA, steps };
}
