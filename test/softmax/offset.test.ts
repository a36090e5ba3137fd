import { readFileSync } from "node:fs";
import { type Csr, csrFromTriplets, dense, softmaxRegression } from "subnewton";
import { describe, expect, it } from "vitest";

interface Case {
  readonly w: number;
  readonly A: number[][];
  readonly b: number[];
  readonly x: number[];
  readonly value: number;
  readonly gradient: number[];
  readonly hessian: number[][];
}

const cases = JSON.parse(readFileSync(new URL("../certified/softmax/offset.json", import.meta.url), "utf8")) as Case[];
const largest = (v: ArrayLike<number>): number => Array.from(v).reduce((m, x) => Math.max(m, Math.abs(x)), 0);
const apart = (got: ArrayLike<number>, want: readonly number[]): number =>
  largest(want.map((v, j) => v - got[j])) / largest(want);

/** The same matrix stored sparsely, every entry of it. */
function full(rows: number[][]): Csr {
  const entries = rows.flatMap((r, i) => r.map((value, j) => [i, j, value]));
  const [row, column, value] = [0, 1, 2].map((k) => entries.map((entry) => entry[k]));
  return csrFromTriplets({ rows: rows.length, columns: rows[0].length, row, column, value });
}

/** 16 digits less three. */
const THREE_DIGITS = 2 ** -53 * 1e3;

describe.each(cases.map((c, k) => ({ ...c, k })))("columns offset by 5000, case $k, w = $w", (c) => {
  it.each([
    ["dense", dense(c.A)],
    ["sparse", full(c.A)],
  ] as const)("%s: value, gradient and Hessian lose no more than three digits", (_, A) => {
    const problem = softmaxRegression({ A, b: c.b, w: c.w });
    expect(Math.abs(problem.value(c.x) - c.value) / c.value).toBeLessThan(THREE_DIGITS);
    expect(apart(problem.gradient(c.x), c.gradient)).toBeLessThan(THREE_DIGITS);
    expect(apart(problem.hessian(c.x).data, c.hessian.flat())).toBeLessThan(THREE_DIGITS);
  });
});
