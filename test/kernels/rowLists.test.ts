import { describe, expect, it } from "vitest";
import { gramDepth, packLength } from "../../src/wasm/denseKernels.js";
import { type Csr, csrExpand, csrGram } from "../reference/csr.js";
import { type Dense, denseGram } from "../reference/dense.js";
import type { Sum } from "../reference/sum.js";
import { equalsSums, sameBits, withinSums } from "./support/check.js";
import { type Case, eachShape, placeCsr, placeDense, randomCsr } from "./support/matrices.js";
import { Sandbox, upper, whole } from "./support/sandbox.js";
import { integer, type Random, reals, seeded } from "./support/seeded.js";

const box = new Sandbox(1 << 16);
const { csr, dense } = box.kernels;
const ROWS = [1, 2, 3, 5, 8, 67];

/** Row numbers in any order, some of them more than once. */
function randomList(random: Random, rows: number, count: number): number[] {
  return Array.from({ length: count }, () => integer(random, 0, rows - 1));
}

function pickCsr(A: Csr, list: readonly number[]): Csr {
  const indptr = [0];
  const [indices, data]: [number[], number[]] = [[], []];
  for (const i of list) {
    for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) {
      indices.push(A.indices[k]);
      data.push(A.data[k]);
    }
    indptr.push(indices.length);
  }
  return { rows: list.length, columns: A.columns, indptr, indices, data };
}

function pickDense(A: Dense, list: readonly number[]): Dense {
  const rows = list.map((i) => Array.from(A.data).slice(i * A.columns, (i + 1) * A.columns));
  return { rows: list.length, columns: A.columns, data: rows.flat() };
}

/** Calls with a random list of as many entries as the range has rows, their weights (one in ten 0) and an H to add to. */
function eachList(
  test: (shape: Case, list: number[], weights: Float64Array, H: Float64Array) => void,
  rowCounts = ROWS,
): void {
  eachShape(
    box,
    (shape) => {
      const { random, rows, columns, from, to, values } = shape;
      const list = randomList(random, rows, to - from);
      const weights = values(list.length).map((x) => (random() < 0.1 ? 0 : x));
      test(shape, list, weights, values(columns * columns));
    },
    rowCounts,
  );
}

function upperEntries(columns: number, H: ArrayLike<number>): number[] {
  return Array.from(H).filter((_, at) => at % columns >= Math.floor(at / columns));
}

function compare({ exact, what }: Case, got: number[], want: readonly Sum[]): void {
  if (exact) equalsSums(what, got, want);
  else withinSums(what, got, want, 1);
}

/** NaN and rows that are none behind the entries that are taken: they may not be read. */
const more = (x: ArrayLike<number>): number[] => [...Array.from(x), Number.NaN];
const longer = (list: readonly number[]): number[] => [...list, -1, 2 ** 31 - 1];

describe("csrGram of listed rows", () => {
  it("adds the weighted rows in the list's order, bit for bit as of the matrix of those rows", () => {
    eachList((shape, list, weights, start) => {
      const { columns, what } = shape;
      const matrix = randomCsr(shape);
      const picked = pickCsr(matrix, list);
      const A = placeCsr(box, matrix);
      const P = placeCsr(box, picked);
      const [rows, w] = [box.words(longer(list)), box.vector(more(weights))];
      for (const strip of new Set([3, 64, columns])) {
        const cursor = box.words(strip < columns ? list.length : 0);
        const [H, want] = [box.vector(start), box.vector(start)];
        box.run(what, [...upper(H, columns), whole(cursor)], () =>
          csr.gramRows(A, rows, w, list.length, strip, H, cursor),
        );
        csr.gram(P, w, strip, want, undefined, cursor, 0, list.length);
        sameBits(`${what}, strip ${strip}`, H.data, want.data);
        compare(shape, upperEntries(columns, H.data), csrGram(picked, weights, start, 0, list.length));
      }
    });
  });

  it("is the Gram of all rows with weight 0 for those that are not in the list", () => {
    eachShape(box, (shape) => {
      const { rows, columns, random, values, what } = shape;
      const A = placeCsr(box, randomCsr(shape));
      const w = values(rows).map((x) => (random() < 0.5 ? 0 : x));
      const list = [...w.keys()].filter((i) => w[i] !== 0);
      const weights = list.map((i) => w[i]);
      const [H, want] = [box.vector(new Float64Array(columns ** 2)), box.vector(new Float64Array(columns ** 2))];
      for (const strip of [5, 68]) {
        const cursor = box.words(rows);
        csr.gramRows(A, box.words(list), box.vector(weights), list.length, strip, H, cursor);
        csr.gram(A, box.vector(w), strip, want, undefined, cursor, 0, rows);
        sameBits(what, H.data, want.data);
      }
    });
  });

  it("does not read a row of weight 0", () => {
    for (const strip of [1, 3]) {
      box.reset(strip);
      const matrix = { rows: 2, columns: 3, indptr: [0, 2, 4], indices: [0, 2, 1, 2], data: [1, 2, Number.NaN, 1] };
      const A = placeCsr(box, matrix);
      const H = box.vector(new Float64Array(9));
      csr.gramRows(A, box.words([1, 0, 1]), box.vector([0, 2, -0]), 3, strip, H, box.words(3));
      sameBits("H", H.data, [2, 0, 4, 0, 0, 0, 0, 0, 8]);
    }
  });
});

describe("denseGram of listed rows", () => {
  it("adds the weighted rows in the list's order, bit for bit as of the matrix of those rows", () => {
    eachList(
      (shape, list, weights, start) => {
        const { rows, columns, values, what } = shape;
        const matrix = { rows, columns, data: values(rows * columns) };
        const picked = pickDense(matrix, list);
        const A = placeDense(box, rows, columns, matrix.data);
        const P = placeDense(box, list.length, columns, picked.data);
        const [taken, w] = [box.words(longer(list)), box.vector(more(weights))];
        for (const depth of [4, gramDepth(columns)]) {
          const pack = box.vector(packLength(columns, depth));
          const [H, want] = [box.vector(start), box.vector(start)];
          box.run(what, [...upper(H, columns), whole(pack)], () =>
            dense.gramRows(A, taken, w, list.length, depth, pack, H),
          );
          dense.gram(P, w, want, undefined, depth, pack, 0, list.length);
          sameBits(`${what}, depth ${depth}`, H.data, want.data);
          compare(shape, upperEntries(columns, H.data), denseGram(picked, weights, start, 0, list.length));
        }
      },
      [1, 2, 5, 31],
    );
  });

  it("is the Gram of all rows with weight 0 for those that are not in the list", () => {
    eachShape(box, ({ rows, columns, random, values, what }) => {
      const A = placeDense(box, rows, columns, values(rows * columns));
      const w = values(rows).map((x) => (random() < 0.5 ? 0 : x));
      const list = [...w.keys()].filter((i) => w[i] !== 0);
      const weights = list.map((i) => w[i]);
      const [H, want] = [box.vector(new Float64Array(columns ** 2)), box.vector(new Float64Array(columns ** 2))];
      const pack = box.vector(packLength(columns, 8));
      dense.gramRows(A, box.words(list), box.vector(weights), list.length, 8, pack, H);
      dense.gram(A, box.vector(w), want, undefined, 8, pack, 0, rows);
      sameBits(what, H.data, want.data);
    });
  });
});

describe("csrExpand of listed rows", () => {
  it("is those rows as a dense array, for every part of the list", () => {
    eachShape(
      box,
      (shape) => {
        const { random, rows, columns, from, to, what } = shape;
        const matrix = randomCsr(shape);
        const list = randomList(random, rows, rows);
        const A = placeCsr(box, matrix);
        // What lies outside from..to-1 is not looked at.
        const taken = box.words(list.map((i, k) => (k < from || k >= to ? -1 : i)));
        const tile = box.vector((to - from) * columns);
        box.run(what, [whole(tile)], () => csr.expandRows(A, taken, tile, from, to));
        sameBits(what, tile.data, csrExpand(pickCsr(matrix, list), from, to));
      },
      ROWS,
    );
  });
});

describe("a row list", () => {
  it("of a negative count is refused", () => {
    box.reset(1);
    const A = placeCsr(box, { rows: 1, columns: 1, indptr: [0, 1], indices: [0], data: [1] });
    const D = placeDense(box, 1, 1, [1]);
    const [list, w, H, pack] = [box.words([0]), box.vector(1), box.vector(1), box.vector(packLength(1, 4))];
    box.run("refusal", [], () => {
      expect(() => csr.gramRows(A, list, w, -1, 1, H, list)).toThrow("negative");
      expect(() => dense.gramRows(D, list, w, -1, 4, pack, H)).toThrow("negative");
    });
  });

  it("with an entry that is no row of the matrix is refused, and nothing touched", () => {
    const matrix = { rows: 2, columns: 3, indptr: [0, 1, 2], indices: [0, 2], data: reals(seeded(1), 2) };
    for (const wrong of [-1, 2, 2 ** 31 - 1, -(2 ** 31)]) {
      for (let at = 0; at < 3; at++) {
        box.reset(at);
        const A = placeCsr(box, matrix);
        const D = placeDense(box, 2, 3, reals(seeded(2), 6));
        const list = box.words([0, 1, 1].map((i, k) => (k === at ? wrong : i)));
        const [w, H, tile, pack] = [box.vector(3), box.vector(9), box.vector(9), box.vector(packLength(3, 4))];
        const calls = [
          () => csr.gramRows(A, list, w, 3, 3, H, list),
          () => csr.gramRows(A, list, w, 3, 1, H, box.words(3)),
          () => csr.expandRows(A, list, tile, 0, 3),
          () => dense.gramRows(D, list, w, 3, 4, pack, H),
        ];
        for (const call of calls) {
          box.run("refusal", [], () => expect(call).toThrow(`list_${at} = ${wrong} is not a row of 0..1`));
        }
        expect(() => csr.expandRows(A, list, tile, at + 1, 3)).not.toThrow();
      }
    }
  });
});
