/**
 * sum of weight_i (y_i - b_i)^2 over from..to-1, b = 0 where absent, with the exact rounding error of every addition
 * carried along (TwoSum): two roundings in all, however many rows, so that near the minimum F can still be compared.
 * Rows of weight 0 are left out: an overflow there must not become NaN.
 */
export function weightedSquares(
  weight: Float64Array,
  y: Float64Array,
  b: Float64Array | undefined,
  from: number,
  to: number,
): number {
  let sum = 0;
  let lost = 0;
  for (let i = from; i < to; i++) {
    const w = weight[i];
    if (w === 0) continue;
    const r = b === undefined ? y[i] : y[i] - b[i];
    const t = w * r * r;
    const next = sum + t;
    const back = next - sum;
    lost += sum - (next - back) + (t - back);
    sum = next;
  }
  return sum + lost;
}
