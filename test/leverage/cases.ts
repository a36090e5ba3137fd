import { readdirSync, readFileSync } from "node:fs";
import { csr, type Dense, dense } from "subnewton";
import type { Matrix } from "../../src/matrix/matrix.js";

/** A solved instance of test/certified/leverage. */
export interface Case {
  name: string;
  n: number;
  d: number;
  format: "dense" | "csr";
  A: number[][];
  indptr: number[];
  indices: number[];
  data: number[];
  b: number[];
  tau: number[];
  c: number[];
  w: number[];
  x_true: number[] | null;
  x0: number[] | null;
  xstar: number[] | null;
  fstar: number | null;
  gradnorm_star?: number;
  hess_eig_star?: number[];
  Lc_star?: number;
  xstar_is_x_true?: boolean;
  x0_Lb?: number[];
  xstar_Lb?: number[];
  fstar_Lb?: number;
  x_spurious_Lb?: number[];
  f_spurious_Lb?: number;
  xtest: number[];
  Lb: number;
  grad_Lb: number[];
  hess_Lb: number[][];
  Lc: number;
  grad_Lc: number[];
  hess_Lc: number[][];
  L: number;
  grad_L: number[];
  hess_L: number[][];
  sigma_test: number[];
  s_test_minabs: number;
  hvec: number[];
  hess_Lb_h: number[];
  hess_Lc_h: number[];
}

const folder = new URL("../certified/leverage/", import.meta.url);

export const cases: Case[] = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Case);

export function matrixOfCase(c: Case): Matrix {
  if (c.format === "dense") return dense(c.A);
  return csr({ rows: c.n, columns: c.d, indptr: c.indptr, indices: c.indices, data: c.data });
}

/** max |found - expected| / max |expected| */
export function error(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let most = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    const off = Math.abs(found[i] - expected[i]);
    most = Number.isNaN(off) ? Number.POSITIVE_INFINITY : Math.max(most, off);
    size = Math.max(size, Math.abs(expected[i]));
  }
  return most / (size || 1);
}

export const flat = (H: Dense | number[][]): number[] => (Array.isArray(H) ? H.flat() : Array.from(H.data));
