import type { Dense } from "../../matrix/dense.js";
import type { Noise } from "./noise.js";

/** One attention head, everything checked, in the row convention. Arrays are row-major. */
export interface Head {
  /** dv, the columns of V and B. */
  readonly width: number;
  /** d x d: the scores are S = X'W X + 1 (X'bias)'. */
  readonly W: Float64Array;
  /** d x dv */
  readonly V: Float64Array;
  /** n x dv */
  readonly B: Float64Array;
  /** d entries that shift every query; none for 0. The normal form has one. */
  readonly bias?: Float64Array;
}

/** F(x) = sum over heads |P X'V - B|_F^2 + gamma |x|^2, P = rowsoftmax(S); with the residual block |X' + P X'V - B|. */
export interface Model {
  /** Tokens. */
  readonly n: number;
  /** Entries of a token. */
  readonly d: number;
  readonly heads: readonly Head[];
  readonly gamma: number;
  readonly residualBlock: boolean;
  /** Errors of the entries of B, if any. */
  readonly noise?: Noise;
  /** Rows that tokens are taken from, if known: d columns. */
  readonly embedding?: Dense;
}

/** Entries of the residual: n dv of each head in turn. */
export function residualLength({ n, heads }: Model): number {
  return heads.reduce((sum, { width }) => sum + n * width, 0);
}

/** The widest head's dv. */
export function widest({ heads }: Model): number {
  return Math.max(...heads.map(({ width }) => width));
}
