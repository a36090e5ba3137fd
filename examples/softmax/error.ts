/** Sum of squared differences. */
export function squaredError(predicted: Float64Array, actual: Float64Array): number {
  return actual.reduce((sum, v, i) => sum + (v - predicted[i]) * (v - predicted[i]), 0);
}
