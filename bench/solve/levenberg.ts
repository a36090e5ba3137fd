import { levenbergMarquardt } from "ml-levenberg-marquardt";
import type { DenseArrays } from "../data.js";

const MOST_ITERATIONS = 1000;

/** A small exp regression without regulariser, as ml-levenberg-marquardt wants it. */
export interface Curve {
  /** Fits with so many iterations at most and returns the parameters. */
  fit(maxIterations: number): number[];
}

/** The points' abscissa is their row number: the package takes scalars. The gradient is given. */
export function levenbergCurve(A: DenseArrays, b: Float64Array): Curve {
  const { rows, columns, data } = A;
  const x = Array.from({ length: rows }, (_, i) => i);
  const model = (parameters: number[]) => (i: number) => {
    let z = 0;
    for (let j = 0; j < columns; j++) z += data[i * columns + j] * parameters[j];
    return Math.exp(z);
  };
  const jacobianFunction = (parameters: number[]) => {
    const value = model(parameters);
    return (i: number) => {
      const e = value(i);
      const partials = new Array<number>(columns);
      for (let j = 0; j < columns; j++) partials[j] = e * data[i * columns + j];
      return partials;
    };
  };
  const initialValues = new Array<number>(columns).fill(0);
  // It ends early only below an absolute error, which a residual that stays above zero never meets.
  const fit = (maxIterations: number): number[] =>
    levenbergMarquardt({ x, y: b }, model, { initialValues, jacobianFunction, maxIterations, errorTolerance: 0 })
      .parameterValues;
  return { fit };
}

/** The fewest iterations after which `accurate` holds, undefined when there are none: hindsight favours the rival. */
export function iterationsNeeded(curve: Curve, accurate: (x: number[]) => boolean): number | undefined {
  for (let iterations = 1; iterations <= MOST_ITERATIONS; iterations = Math.ceil(iterations * 1.1)) {
    if (!accurate(curve.fit(iterations))) continue;
    let fewest = iterations;
    while (fewest > 1 && accurate(curve.fit(fewest - 1))) fewest--;
    return fewest;
  }
  return undefined;
}
