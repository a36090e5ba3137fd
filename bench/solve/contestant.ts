import type { Choice } from "subnewton";

/** The status of a rival that was stopped because it took too long. */
export const TIME_LIMIT = "time limit";

/** Seconds since the solve began, and F there. */
export type TracePoint = readonly [seconds: number, cost: number];

/** One run of one method, as the method itself tells it. */
export interface Outcome {
  readonly x: Float64Array;
  readonly status: string;
  readonly iterations: number;
  /** Steps of an inner linear solver, or products with the Hessian; missing where a method has none. */
  readonly linearIterations?: number;
  /** Rows of the last sampled Hessian. */
  readonly sampledRows?: number;
  readonly choice?: Choice;
  /** Wall-clock seconds from x0 to the method's own end. */
  readonly seconds: number;
  /** Seconds spent before, on what every solve of this problem shares. */
  readonly setupSeconds: number;
  readonly trace: readonly TracePoint[];
}

/** A method that does not take part, and why. */
export interface Skipped {
  readonly skipped: string;
}

/** A method ready to be run again and again on one problem. */
export interface Contestant {
  readonly name: string;
  readonly library: string;
  /** `tolerance` replaces the method's own where it has one to replace. */
  readonly run: (tolerance?: number) => Promise<Outcome | Skipped>;
}
