import { readdirSync, readFileSync } from "node:fs";
import { attentionInversion } from "subnewton";

export interface Case {
  name: string;
  n: number;
  d: number;
  dv: number;
  convention: "row" | "col";
  gamma: number;
  W: number[][];
  V: number[][];
  B: number[][];
  X_true: number[][];
  X0: number[][];
  Xstar: number[][];
  fstar: number;
  relerr_Xstar_vs_Xtrue: number;
  test: {
    X: number[][];
    P: number[][];
    Y: number[][];
    value: number;
    grad: number[][];
    E: number[][];
    G: number[][];
    jvp: number[][];
    vjp: number[][];
    hvp: number[][];
    gnvp: number[][];
    jac?: number[][];
    hess?: number[][];
    hess_eig?: number[];
  };
  sv_J_at_Xtrue: number[];
}

const folder = new URL("../../certified/attention/", import.meta.url);

export const cases: Case[] = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Case);

export function problemOf({ W, V, B, gamma, convention }: Case) {
  return attentionInversion({ W, V, B, gamma, convention: convention === "row" ? "row" : "column" });
}

/** vec of a d x n matrix kept by rows: its columns one after another. */
export function vec(X: number[][]): Float64Array {
  const [d, n] = [X.length, X[0].length];
  return Float64Array.from({ length: n * d }, (_, k) => X[k % d][Math.floor(k / d)]);
}

/** |found - wanted| / |wanted|, in the 2-norm; `size` where wanted may be 0. */
export function apart(found: ArrayLike<number>, wanted: ArrayLike<number>, size = norm(wanted)): number {
  if (found.length !== wanted.length) throw new Error(`${found.length} entries, not ${wanted.length}`);
  return norm(Float64Array.from(wanted, (w, k) => found[k] - w)) / (size || 1);
}

export function norm(v: ArrayLike<number>): number {
  return Math.sqrt(Array.from(v).reduce((sum, t) => sum + t * t, 0));
}
