import type { GravityDesign } from "./design.js";

export interface RidgeInfluence {
  name: string;
  effect: number;
  /** How far the ridge has moved the effect, all others held: see below; infinite where there are no flights. */
  shift: number;
  /** Flights in the rows of this effect; with none, only the ridge keeps it from minus infinity. */
  flights: number;
}

/** The effects that the ridge has moved by more than the threshold, the emptiest first. */
export function ridgeInfluence(
  { A, b, names, layout }: GravityDesign,
  x: Float64Array,
  predicted: Float64Array,
  threshold: number,
): RidgeInfluence[] {
  // Lowering an effect by t scales its rows by exp(-t): without the ridge the best t is log(squares / products).
  const squares = new Float64Array(A.columns);
  const products = new Float64Array(A.columns);
  const flights = new Float64Array(A.columns);
  for (let row = 0; row < A.rows; row++) {
    for (let i = A.indptr[row]!; i < A.indptr[row + 1]!; i++) {
      const column = A.indices[i]!;
      squares[column]! += predicted[row]! ** 2;
      products[column]! += predicted[row]! * b[row]!;
      flights[column]! += b[row]!;
    }
  }
  return (
    names
      .map((name, j) => ({
        name,
        effect: x[j]!,
        shift: Math.abs(Math.log(squares[j]! / products[j]!)),
        flights: flights[j]!,
      }))
      // The distance column is no group of rows with a common factor.
      .filter(({ shift }, j) => j !== layout.distance && shift > threshold)
      .sort((a, b) => a.flights - b.flights || b.shift - a.shift)
  );
}
