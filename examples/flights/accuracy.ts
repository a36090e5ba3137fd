export interface Accuracy {
  /** Root mean square error of the predicted counts over all cells. */
  allCells: number;
  /** The same over the cells with at least one flight. */
  positiveCells: number;
  /** Root mean square error of log(1 + count) over all cells, the yardstick of the second log-linear fit. */
  logScale: number;
  /** Predicted flights in all, divided by the flights observed. */
  totalRatio: number;
}

/** How far predicted counts lie from the observed ones, by measures that favour different fits. */
export function accuracy(predicted: Float64Array, observed: Float64Array): Accuracy {
  let all = 0;
  let positive = 0;
  let positives = 0;
  let logs = 0;
  let predictedTotal = 0;
  let observedTotal = 0;
  for (let cell = 0; cell < observed.length; cell++) {
    const error = predicted[cell]! - observed[cell]!;
    all += error * error;
    if (observed[cell]! > 0) {
      positive += error * error;
      positives += 1;
    }
    logs += (Math.log1p(predicted[cell]!) - Math.log1p(observed[cell]!)) ** 2;
    predictedTotal += predicted[cell]!;
    observedTotal += observed[cell]!;
  }
  return {
    allCells: Math.sqrt(all / observed.length),
    positiveCells: Math.sqrt(positive / positives),
    logScale: Math.sqrt(logs / observed.length),
    totalRatio: predictedTotal / observedTotal,
  };
}
