import type { Csr, Dense } from "../../../src/index.js";
import { csr, dense } from "../../../src/index.js";
import { integer, type Random } from "../../kernels/support/seeded.js";

/** Rows of a matrix whose entries are integers of -4..4, each place filled with this probability. */
export function integerRows(random: Random, rows: number, columns: number, fill: number): number[][] {
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => (random() < fill ? integer(random, -4, 4) : 0)),
  );
}

/** Rows of a matrix whose entries are doubles of -1..1, each place filled with this probability. */
export function realRows(random: Random, rows: number, columns: number, fill: number): number[][] {
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => (random() < fill ? 2 * random() - 1 : 0)),
  );
}

/** The same matrix twice: sparse, with every tenth zero stored as an entry, and dense. */
export function bothOf(random: Random, rows: number[][]): { sparse: Csr; full: Dense } {
  const columns = rows[0].length;
  const indptr = [0];
  const indices: number[] = [];
  const data: number[] = [];
  for (const row of rows) {
    for (let j = 0; j < columns; j++) {
      if (row[j] === 0 && random() > 0.1) continue;
      indices.push(j);
      data.push(row[j]);
    }
    indptr.push(indices.length);
  }
  return { sparse: csr({ rows: rows.length, columns, indptr, indices, data }), full: dense(rows) };
}
