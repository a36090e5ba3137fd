/** A way of writing scores down. */
export interface Release {
  readonly name: string;
  readonly round: (score: number) => number;
  /** Distance between neighbouring numbers near a score: what the reader of a release knows of its error. */
  readonly unit: (score: number) => number;
}

/** Binary numbers of `bits` significant bits; below 2^least they are `bits` apart no more. */
function binary(name: string, bits: number, least: number): Release {
  const unit = (score: number): number => {
    let power = 1;
    for (let exponent = 0; power > Math.abs(score) && exponent > least; exponent--) power /= 2;
    return power * 2 ** (1 - bits);
  };
  return { name, unit, round: (score) => Math.round(score / unit(score)) * unit(score) };
}

function decimals(digits: number): Release {
  const unit = 10 ** -digits;
  return { name: `${digits} decimals`, unit: () => unit, round: (score) => Math.round(score / unit) * unit };
}

export const RELEASES: readonly Release[] = [
  { name: "f64", round: (score) => score, unit: () => 0 },
  binary("f32", 24, -126),
  decimals(6),
  decimals(5),
  binary("f16", 11, -14),
  decimals(4),
  decimals(3),
];

/** Root mean square of the rounding of the score that is rounded most, uniform within its unit. */
export function noiseOf({ unit }: Release, scores: Float64Array): number {
  return scores.reduce((most, score) => Math.max(most, unit(score)), 0) / Math.sqrt(12);
}
