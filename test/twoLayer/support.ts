import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { csr, dense, twoLayerRegression } from "subnewton";
import type { Matrix } from "../../src/matrix/matrix.js";
import { descent, type TwoLayer } from "../oracle/twoLayer.js";

interface Stored {
  storage: "dense" | "csr";
  shape: [number, number];
  rows: number[][];
  indptr: number[];
  indices: number[];
  data: number[];
}

/** A solved instance of test/certified. */
export interface Case {
  name: string;
  d: number;
  A: Stored;
  A2: Stored;
  b: number[];
  w: number[];
  x0: number[];
  fstar: number;
  x_test: number[];
  f_test: number;
  grad_test: number[];
  hess_test?: number[][];
  kink: { active_rows: number[] } | null;
  strictly_convex: boolean | null;
}

const folder = new URL("../certified/twoLayer/", import.meta.url);
export const cases: Case[] = readdirSync(fileURLToPath(folder))
  .filter((name) => name.startsWith("relu_"))
  .sort()
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Case);

export function matrixOf(stored: Stored): Matrix {
  if (stored.storage === "dense") return dense(stored.rows);
  const [rows, columns] = stored.shape;
  return csr({ rows, columns, indptr: stored.indptr, indices: stored.indices, data: stored.data });
}

export const problemOf = ({ A1, A2, b, w }: TwoLayer) =>
  twoLayerRegression({ A1: dense(A1 as number[][]), A2: dense(A2 as number[][]), b, w });

/** Largest |found - expected| over the largest |expected|. */
export function error(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [most, size] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    most = Math.max(most, Math.abs(found[i] - expected[i]));
    size = Math.max(size, Math.abs(expected[i]));
  }
  return most / (size || 1);
}

/**
 * How far F falls from x along directions of every kind, without climbing: `random` many at random, along each row and across, and
 * for d = 3 along every line in which two kinks meet.
 */
export function bruteDescent(problem: TwoLayer, x: readonly number[], random: number, normal: () => number): number {
  const d = x.length;
  const directions: number[][] = Array.from({ length: random }, () => Array.from({ length: d }, normal));
  for (const a of problem.A1) directions.push([...a]);
  for (let j = 0; j < d; j++) directions.push(Array.from({ length: d }, (_, k) => (k === j ? 1 : 0)));
  if (d === 3) {
    problem.A1.forEach((a, i) => {
      for (const b of problem.A1.slice(0, i)) {
        directions.push([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]);
      }
    });
  }
  let most = 0;
  for (const p of directions) {
    if (!p.some((v) => v !== 0)) continue;
    for (const sign of [1, -1]) {
      most = Math.max(most, descent(problem, x, sign === 1 ? p : p.map((v) => -v), 1e-9));
    }
  }
  return most;
}
