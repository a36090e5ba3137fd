import { type Dense, dense } from "subnewton";
import { normals, source } from "../data.js";

/** How s = A x - b is drawn: +-U(0.5, 2), U(0.5, 2), or b normal of its own, where some |s_i| are tiny. */
export type Family = "pm" | "pos" | "gen";

export const FAMILIES: readonly Family[] = ["pm", "pos", "gen"];

/** n x d, from small to the largest that the recovery rates are asked for. */
export const SIZES: readonly (readonly [number, number])[] = [
  [10, 2],
  [30, 3],
  [50, 5],
  [100, 5],
  [100, 10],
  [300, 10],
  [2000, 20],
];

export interface Instance {
  readonly A: Dense;
  readonly b: Float64Array;
  /** The point behind the scores. */
  readonly x: Float64Array;
  readonly signs: Float64Array;
  /** Targets of a published gradient: uniform numbers scaled to the sum d. */
  readonly tau: Float64Array;
  /** The point at this Dikin distance |U (y - x)| from x, in a normal direction. */
  near(distance: number): Float64Array;
}

/** The k-th instance of a family and size: A and x normal, the same numbers everywhere. */
export function instance(family: Family, n: number, d: number, k: number): Instance {
  const from = source(7919 * n + 101 * d + 1000003 * FAMILIES.indexOf(family) + k);
  const data = normals(n * d, from);
  const x = normals(d, from);
  const times = (v: Float64Array, i: number): number => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += data[i * d + j] * v[j];
    return sum;
  };
  const b = new Float64Array(n);
  const s = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const z = times(x, i);
    if (family === "gen") s[i] = z - from.normal() * Math.sqrt(d);
    else s[i] = (0.5 + 1.5 * from.uniform()) * (family === "pm" && from.uniform() < 0.5 ? -1 : 1);
    b[i] = z - s[i];
  }
  const share = Float64Array.from({ length: n }, () => from.uniform());
  const sum = share.reduce((a, v) => a + v, 0);
  const way = normals(d, from);
  const near = (distance: number): Float64Array => {
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (times(way, i) / s[i]) ** 2;
    return x.map((v, j) => v + (distance * way[j]) / Math.sqrt(squares));
  };
  const A = dense({ rows: n, columns: d, data });
  return { A, b, x, signs: s.map(Math.sign), tau: share.map((v) => (v * d) / sum), near };
}

/** |y - x| / |x| */
export function relativeError(x: Float64Array, y: Float64Array): number {
  const squares = x.reduce((sum, v, j) => sum + (y[j] - v) ** 2, 0);
  return Math.sqrt(squares / x.reduce((sum, v) => sum + v * v, 0));
}
