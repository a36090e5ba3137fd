import type { Audit, Reading } from "./audit.js";

/** A release in a line. */
export interface Summary {
  readonly audit: Audit;
  readonly known: Side;
  readonly unknown: Side;
}

interface Side {
  /** Median relative error of x. */
  readonly error: number;
  readonly predicted: number;
  /** Share of readings within twice their prediction. */
  readonly within: number;
  /** Share with every sign right. */
  readonly cells: number;
  /** Share that a solve calls a success. */
  readonly success: number;
}

export const HEADER = [
  "release",
  "error, signs known",
  "predicted",
  "within 2",
  "error, signs unknown",
  "all signs right",
  "within 2",
];

export function summarise(audit: Audit): Summary {
  return { audit, known: side(audit.known), unknown: side(audit.unknown) };
}

function side(readings: readonly Reading[]): Side {
  const share = (test: (reading: Reading) => boolean): number => readings.filter(test).length / readings.length;
  return {
    error: median(readings.map(({ error }) => error)),
    predicted: median(readings.map(({ predicted }) => predicted)),
    within: share(({ error, predicted }) => error <= 2 * predicted),
    cells: share(({ signsRight }) => signsRight === 1),
    success: share(({ status }) => status === "converged" || status === "stalled"),
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];
const percent = (share: number): string => `${Math.round(100 * share)} %`;

export function lineOf({ audit, known, unknown }: Summary): string[] {
  const rounded = known.predicted > 0;
  return [
    audit.release.name,
    known.error.toExponential(1),
    rounded ? known.predicted.toExponential(1) : "rounding",
    rounded ? percent(known.within) : "",
    unknown.error.toExponential(1),
    percent(unknown.cells),
    rounded ? percent(unknown.within) : "",
  ];
}
