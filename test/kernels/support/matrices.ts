import type { PlacedCsr } from "../../../src/wasm/csrKernels.js";
import type { PlacedDense } from "../../../src/wasm/denseKernels.js";
import type { Csr } from "../../reference/csr.js";
import type { Sandbox } from "./sandbox.js";
import { integer, integers, type Random, reals, seeded } from "./seeded.js";

/** Row counts on both sides of the kernels' groups of two, four and eight rows. */
export const ROWS = [0, 1, 2, 3, 4, 5, 7, 8, 9, 67];

/** The whole of the rows, an inner part, the last ones, and none. */
export function ranges(rows: number): [number, number][] {
  if (rows < 2) return [[0, rows]];
  return [
    [0, rows],
    [1, rows - 1],
    [rows >> 1, rows],
    [1, 1],
  ];
}

export interface Case {
  readonly rows: number;
  readonly columns: number;
  readonly from: number;
  readonly to: number;
  readonly random: Random;
  /** True: small integers, so that sums are exact; else reals. */
  readonly exact: boolean;
  readonly what: string;
  /** n values of the case's kind. */
  values(n: number): Float64Array;
}

/** Calls for all columns 1..67, the row counts and row ranges, with integers and with reals, on a fresh sandbox. */
export function eachShape(box: Sandbox, test: (shape: Case) => void, rowCounts = ROWS): void {
  for (let columns = 1; columns <= 67; columns++) {
    for (const rows of rowCounts) {
      for (const [from, to] of ranges(rows)) {
        // Integers find a wrong address beyond doubt, reals find lost accuracy as well.
        for (const exact of [true, false]) {
          const seed = 7919 * columns + 101 * rows + 11 * from + to + (exact ? 1e6 : 0);
          const random = seeded(seed);
          const what = `rows ${from}..${to} of ${rows} x ${columns}${exact ? ", integers" : ""}`;
          const values = (n: number): Float64Array => (exact ? integers(random, n) : reals(random, n));
          box.reset(seed);
          test({ rows, columns, from, to, random, exact, what, values });
        }
      }
    }
  }
}

export function placeDense(box: Sandbox, rows: number, columns: number, data: ArrayLike<number>): PlacedDense {
  return { rows, columns, data: box.vector(data) };
}

/** A matrix with sorted distinct columns in each row: some rows empty, some full, the rest of random length. */
export function randomCsr(shape: Pick<Case, "rows" | "columns" | "random" | "values">): Csr {
  const { rows, columns, random } = shape;
  const indptr = [0];
  const indices: number[] = [];
  for (let i = 0; i < rows; i++) {
    const kind = integer(random, 0, 9);
    const density = kind < 2 ? 0 : kind > 7 ? 1 : random();
    for (let j = 0; j < columns; j++) if (random() < density) indices.push(j);
    indptr.push(indices.length);
  }
  return { rows, columns, indptr, indices, data: shape.values(indices.length) };
}

export function placeCsr(box: Sandbox, A: Csr): PlacedCsr {
  const { rows, columns } = A;
  const [indptr, indices, data] = [box.words(A.indptr), box.words(A.indices), box.vector(A.data)];
  return { rows, columns, indptr, indices, data };
}
