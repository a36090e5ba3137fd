import { type AttentionHead, type AttentionProblem, attentionInversion } from "subnewton";
import { normals, type Source, source } from "../../bench/data.js";

/** What an instance is drawn from. */
export interface Shape {
  /** Tokens, and entries of a token. */
  readonly n: number;
  readonly d: number;
  /** Heads observed. Default 1. */
  readonly heads?: number;
  /** Standard deviation of the scores. Default 1. */
  readonly tau?: number;
  /** Rank of W = Q K'. Default d: W has independent entries. */
  readonly keyWidth?: number;
  /** Tokens are rows of a table of so many. Default none: every token is drawn anew. */
  readonly vocabulary?: number;
}

/** Tokens and what was seen of them. */
export interface Instance {
  readonly heads: readonly Required<AttentionHead>[];
  readonly truth: Float64Array;
  /** The embedding table and the tokens' rows in it, with a vocabulary. */
  readonly table?: number[][];
  readonly words?: readonly number[];
  /** |B|^2 */
  readonly size: number;
}

/** X with standard normal entries, W so that the scores have deviation tau, V ~ N(0, 1/d), and the B they give. */
export function instance(seed: number, shape: Shape): Instance {
  const { n, d, heads: count = 1, vocabulary } = shape;
  const from = source(seed);
  const table = vocabulary ? matrix(from, vocabulary, d, 1) : undefined;
  const words = table && Array.from({ length: n }, () => Math.floor(from.uniform() * table.length));
  const truth = words && table ? Float64Array.from(words.flatMap((w) => table[w])) : normals(n * d, from);
  const blank = Array.from({ length: count }, () => ({
    W: scoresMatrix(from, shape),
    V: matrix(from, d, d, d ** -0.5),
    B: Array.from({ length: n }, () => new Array<number>(d).fill(0)),
  }));
  const problem = attentionInversion({ heads: blank });
  const Y = problem.predict(truth);
  problem.dispose();
  const heads = blank.map((head, k) => ({
    ...head,
    B: head.B.map((_, i) => Array.from(Y.subarray((k * n + i) * d, (k * n + i + 1) * d))),
  }));
  return { heads, truth, table, words, size: Y.reduce((sum, y) => sum + y * y, 0) };
}

function scoresMatrix(from: Source, { d, tau = 1, keyWidth = d }: Shape): number[][] {
  if (keyWidth === d) return matrix(from, d, d, tau / d);
  const [Q, K] = [matrix(from, d, keyWidth, 1), matrix(from, d, keyWidth, 1)];
  const scale = tau / (d * Math.sqrt(keyWidth));
  return Q.map((q) => K.map((k) => scale * q.reduce((sum, v, j) => sum + v * k[j], 0)));
}

function matrix(from: Source, rows: number, columns: number, size: number): number[][] {
  return Array.from({ length: rows }, () => Array.from(normals(columns, from, size)));
}

/** |x - truth| / |truth| */
export function relativeError(x: Float64Array, truth: Float64Array): number {
  const squares = (v: Float64Array): number => v.reduce((sum, t) => sum + t * t, 0);
  return Math.sqrt(squares(x.map((v, j) => v - truth[j])) / squares(truth));
}

/** "8 x 4", "8 x 8, 3 heads" */
export function nameOf({ n, d, heads = 1, tau = 1, keyWidth = d, vocabulary }: Shape): string {
  const parts = [`${n} x ${d}`];
  if (heads > 1) parts.push(`${heads} heads`);
  if (tau !== 1) parts.push(`scores ${tau}`);
  if (keyWidth !== d) parts.push(`W of rank ${keyWidth}`);
  if (vocabulary) parts.push(`${vocabulary} words`);
  return parts.join(", ");
}

/** A problem of an instance, with whatever else it takes. */
export function problemOf({ heads }: Pick<Instance, "heads">, more: object = {}): AttentionProblem {
  return attentionInversion({ heads: heads.map(({ W, V, B }) => ({ W, V, B })), ...more });
}
