import { describe, expect, it } from "vitest";
import type { Vector } from "../../src/wasm/memory.js";
import { ulpError } from "../reference/exact.js";
import { Sum } from "../reference/sum.js";
import * as reference from "../reference/symmetric.js";
import { norm2 } from "../reference/vector.js";
import { sameBits, U } from "./support/check.js";
import { Sandbox, upper, whole } from "./support/sandbox.js";
import { integers, reals, seeded } from "./support/seeded.js";
import { upperOf } from "./support/triangles.js";

const box = new Sandbox(1 << 15);
const { symmetric } = box.kernels;

const zeroTriangle = (d: number): Float64Array => upperOf(d, () => 0);

/** R of the rows of `data`, taken in tiles of these sizes one after another into `start`; only R, tile and work may change. */
function factor(d: number, data: Float64Array, tiles: readonly number[], start = zeroTriangle(d)): Float64Array {
  box.reset(d + 68 * tiles.length + 7 * tiles[0]);
  const [R, work] = [box.vector(start), box.vector(d)];
  let at = 0;
  for (const rows of tiles) {
    const tile = box.vector(data.subarray(at, at + rows * d));
    at += rows * d;
    box.run(`${rows} x ${d}`, [...upper(R, d), whole(tile), whole(work)], () => householder(rows, d, R, tile, work));
  }
  if (at !== data.length) throw new Error("not all rows taken");
  return R.data.slice();
}

function householder(rows: number, d: number, R: Vector, tile: Vector, work: Vector): void {
  symmetric.householderRows(rows, d, R, tile, work);
}

/**
 * |R'R - A'A| for A of `rows` rows, column by column relative to the columns' norms: a reflection of r rows changes a
 * column by at most (r + 10) u of its norm (Higham, section 19.3), one of the d columns a tile; 2 for R' and for R.
 */
function checkGram(what: string, d: number, A: Float64Array, tiles: readonly number[], R: Float64Array): void {
  const rows = A.length / d;
  const norms = Array.from({ length: d }, (_, j) => Math.hypot(...A.filter((_, at) => at % d === j)));
  const roundings = tiles.reduce((sum, r) => sum + d * (r + 10), 0);
  for (let i = 0; i < d; i++) {
    for (let j = i; j < d; j++) {
      const sum = new Sum();
      for (let k = 0; k <= i; k++) sum.addProduct(R[k * d + i], R[k * d + j]);
      for (let k = 0; k < rows; k++) sum.addProduct(-A[k * d + i], A[k * d + j]);
      const bound = 2 * roundings * U * norms[i] * norms[j];
      if (!(Math.abs(sum.value) <= bound)) throw new Error(`${what}: ${sum.value} at ${i}, ${j}, bound ${bound}`);
    }
  }
}

/** The same as the reference, NaN below the diagonal of both. */
function checkReference(what: string, rows: number, d: number, start: Float64Array, data: Float64Array): void {
  const [R, tile] = [start.slice(), data.slice()];
  reference.householderRows(rows, d, R, tile);
  sameBits(what, factor(d, data, [rows], start), R);
}

const SOME = [1, 2, 3, 4, 5, 7, 8, 9, 16, 33, 67];

describe("householderRows", () => {
  it("has the reference's bits, from R = 0 and from any R", () => {
    for (let n = 0; n <= 67; n++) {
      for (const m of SOME) {
        for (const [rows, d] of [
          [n, m],
          [m, n],
        ]) {
          const random = seeded(68 * rows + d);
          const data = reals(random, rows * d);
          checkReference(`${rows} x ${d}`, rows, d, zeroTriangle(d), data);
          const noise = reals(random, d * d);
          checkReference(
            `${rows} x ${d} into R`,
            rows,
            d,
            upperOf(d, (i, j) => noise[i * d + j]),
            data,
          );
        }
      }
    }
  });

  it("keeps R'R = A'A within the rounding bound, in one tile or in many", () => {
    for (const d of SOME) {
      for (const rows of [1, 2, 5, d, d + 1, 2 * d + 3, 67]) {
        const A = reals(seeded(68 * rows + d), rows * d);
        for (const size of new Set([1, 3, 8, rows])) {
          const tiles = Array.from({ length: Math.ceil(rows / size) }, (_, k) => Math.min(size, rows - k * size));
          checkGram(`${rows} x ${d} in tiles of ${size}`, d, A, tiles, factor(d, A, tiles));
        }
      }
    }
  });

  it("is the norm of a single column to a few ulps, from the smallest doubles to the largest", () => {
    for (const rows of [1, 2, 3, 4, 5, 67]) {
      for (const exponent of [-1074, -1070, -1022, -1000, -600, -54, 0, 54, 600, 1000, 1019]) {
        const random = seeded(rows);
        for (const head of [0, -0, 1, -1, 2 ** -30, 2 ** 20, 2 ** 600, 2 ** -600]) {
          const A = reals(random, rows).map((x) => (x / 2 ** 8) * 2 ** (exponent / 2) * 2 ** (exponent / 2));
          const start = Float64Array.of(Math.abs(exponent) > 1000 ? head * 0.5 ** 20 * Math.abs(A[0]) : head);
          if (Math.abs(start[0]) > 2 ** 1019) continue;
          const [got] = factor(1, A, [rows], start);
          const what = `${rows} rows at 2^${exponent}, R = ${start[0]}: ${got}`;
          if (A.every((x) => x === 0)) sameBits(what, [got], start);
          else expect(Math.sign(got), what).toBe(Object.is(start[0], -0) || start[0] < 0 ? 1 : -1);
          // The squares' rounding is halved by the root, that of the sum of n as well.
          expect(ulpError(Math.abs(got), norm2([...A, start[0]])), what).toBeLessThanOrEqual(2 + rows / 2);
        }
      }
    }
  });

  it("is the norm of a single column up to the largest double", () => {
    const most = Number.MAX_VALUE;
    for (const [R, ...A] of [
      [0, most],
      [-most / 2, most / 2],
      [most / 4, -most / 2, most / 2, most / 4],
      [2 ** 1023, 2 ** 1022, 2 ** -1074],
      [2 ** -1074, 2 ** 1023],
      [1, most],
    ]) {
      const [got] = factor(1, Float64Array.from(A), [A.length], Float64Array.of(R));
      expect(Math.sign(got)).toBe(R < 0 ? 1 : -1);
      expect(ulpError(Math.abs(got), norm2([R, ...A])), `${R}, ${A}`).toBeLessThanOrEqual(2);
    }
    // The second column, at the top of the range as well, is turned without an overflow on the way.
    const half = most / 4;
    const A = Float64Array.of(half, half, half, -half);
    const R = factor(2, A, [2]);
    expect(ulpError(-R[0], norm2([half, half]))).toBeLessThanOrEqual(2);
    expect(Math.abs(R[1]) / half).toBeLessThan(1e-15);
    expect(ulpError(Math.abs(R[3]), norm2([half, half]))).toBeLessThanOrEqual(4);
  });

  it("scales with powers of two without a rounding: all columns, each its own, or all of R and A", () => {
    const scales = [
      (): number => 2 ** 600,
      (): number => 2 ** -600,
      (j: number): number => 2 ** (120 * (j % 9) - 480),
      (j: number): number => (j % 2 === 0 ? 2 ** 500 : 2 ** -500),
    ];
    for (const d of [1, 2, 5, 9, 20]) {
      for (const rows of [1, 3, 8, 31]) {
        const random = seeded(68 * rows + d);
        const A = reals(random, rows * d);
        const noise = reals(random, d * d);
        const start = upperOf(d, (i, j) => noise[i * d + j]);
        const want = factor(d, A, [rows], start);
        for (const scale of scales) {
          const by = (x: number, at: number): number => x * scale(at % d);
          const got = factor(d, A.map(by), [rows], start.map(by));
          sameBits(`${rows} x ${d}`, got, want.map(by));
        }
      }
    }
  });

  it("keeps R'R = A'A at scales of 1e200 and 1e-200, and on graded rows", () => {
    for (const [rows, d] of [
      [9, 4],
      [31, 12],
      [67, 20],
    ]) {
      const random = seeded(rows);
      const A = reals(random, rows * d);
      for (const [scale, back] of [
        [1e200, 2 ** -664],
        [1e-200, 2 ** 664],
      ]) {
        const R = factor(
          d,
          A.map((x) => x * scale),
          [rows],
        );
        checkGram(
          `${rows} x ${d} by ${scale}`,
          d,
          A.map((x) => x * scale * back),
          [rows],
          R.map((x) => x * back),
        );
      }
      for (const sign of [1, -1]) {
        const graded = A.map((x, at) => x * 10 ** (sign * (Math.floor(at / d) - rows / 2)));
        checkGram(`${rows} x ${d}, graded`, d, graded, [rows], factor(d, graded, [rows]));
      }
    }
  });

  it("keeps R'R = A'A for a matrix of lower rank, without NaN", () => {
    for (const d of [2, 5, 9, 20]) {
      for (const rank of [1, 2, d - 1]) {
        const rows = 3 * d;
        const random = seeded(d + 100 * rank);
        const [B, C] = [integers(random, rows * rank), integers(random, rank * d)];
        const A = Float64Array.from({ length: rows * d }, (_, at) => {
          let sum = 0;
          for (let k = 0; k < rank; k++) sum += B[Math.floor(at / d) * rank + k] * C[k * d + (at % d)];
          return sum;
        });
        for (const tiles of [[rows], [d, d, d], [1, rows - 1]]) {
          checkGram(`rank ${rank} of ${d}`, d, A, tiles, factor(d, A, tiles));
        }
      }
    }
  });

  it("leaves the row of R of a column that is 0 as it is", () => {
    for (const d of [1, 2, 5, 9]) {
      for (let zero = 0; zero < d; zero++) {
        for (const value of [0, -0]) {
          const random = seeded(10 * d + zero);
          const A = reals(random, 7 * d).map((x, at) => (at % d === zero ? value : x));
          const noise = reals(random, d * d);
          // Above the diagonal R is 0 in this column: the reflectors before it leave the column 0.
          const start = upperOf(d, (i, j) => (j === zero && i < j ? 0 : noise[i * d + j]));
          const R = factor(d, A, [7], start);
          const row = [zero * d + zero, (zero + 1) * d];
          sameBits(`column ${zero} of ${d}`, R.subarray(...row), start.subarray(...row));
          const fresh = factor(d, A, [7]);
          for (let i = 0; i <= zero; i++) expect(fresh[i * d + zero] + 0).toBe(0);
          checkGram(`column ${zero} of ${d}`, d, A, [7], fresh);
        }
      }
    }
    sameBits("no rows", factor(2, new Float64Array(0), [0], Float64Array.of(1, 2, 3, 4)), [1, 2, 3, 4]);
    sameBits("R = 0, tile = 0", factor(2, new Float64Array(6), [3]), [0, 0, Number.NaN, 0]);
  });

  it("refuses a negative number of rows", () => {
    box.reset(1);
    const [R, tile, work] = [box.vector(4), box.vector(4), box.vector(2)];
    box.run("refusal", [], () => expect(() => householder(-1, 2, R, tile, work)).toThrow("rows is none"));
  });

  it("lets NaN and infinity through as NaN", () => {
    for (const wrong of [Number.NaN, Infinity, -Infinity]) {
      for (let at = 0; at < 10; at++) {
        const A = reals(seeded(1), 10).map((x, k) => (k === at ? wrong : x));
        const R = factor(2, A, [5]);
        expect(R[3], `${wrong} at ${at}`).toBeNaN();
        if (at % 2 === 0) expect(R[1], `${wrong} at ${at}`).toBeNaN();
      }
    }
  });
});
