import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Matrix } from "../../src/matrix/matrix.js";
import { sameBits } from "../kernels/support/check.js";
import { integer, integers, seeded } from "../kernels/support/seeded.js";
import { loops, type Opened, open } from "./support/operands.js";
import { bothOf, integerRows } from "./support/random.js";

// Integers throughout: every order of sums is exact, so results must be equal, not close. Adding 0 turns -0 into 0.
const plain = (data: ArrayLike<number>): number[] => Array.from(data, (v) => v + 0);
const same = (got: ArrayLike<number>, wanted: ArrayLike<number>): void => sameBits("result", plain(got), plain(wanted));

interface Case {
  readonly A: number[][];
  readonly opened: Opened;
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly d: number;
  ints(length: number): Float64Array;
}

/** Runs a check on random shapes, fills, storages and ranges of rows. */
function everywhere(seed: number, check: (at: Case) => void): void {
  const shapes = fc.record({
    n: fc.integer({ min: 1, max: 40 }),
    d: fc.integer({ min: 1, max: 40 }),
    fill: fc.constantFrom(0, 0.1, 0.3, 0.34, 0.36, 0.6, 1),
    sparse: fc.boolean(),
    whole: fc.boolean(),
    draw: fc.integer(),
  });
  const property = fc.property(shapes, ({ n, d, fill, sparse, whole, draw }) => {
    const random = seeded(draw);
    const A = integerRows(random, n, d, fill);
    const both = bothOf(random, A);
    const from = whole ? 0 : integer(random, 0, n);
    const to = whole ? n : integer(random, from, n);
    const opened = open(sparse ? both.sparse : both.full);
    check({ A, opened, from, to, n, d, ints: (length) => integers(random, length) });
  });
  fc.assert(property, { seed, numRuns: 300 });
}

describe("an operand, sparse or dense, equals plain loops on 300 random matrices and ranges of rows:", () => {
  it("multiply (seed 31)", () => {
    everywhere(31, ({ A, opened, from, to, n, d, ints }) => {
      const x = opened.columns(0, ints(d));
      const before = ints(n);
      const z = opened.rows(0, before);
      opened.operand.multiply(x, z, from, to);
      loops.multiply(A, x.data, before, from, to);
      same(z.data, before);
    });
  });

  it.each(["multiplyTransposeAdd", "absTransposeAdd"] as const)("%s (seed 32)", (name) => {
    everywhere(32, ({ A, opened, from, to, n, d, ints }) => {
      const y = opened.rows(0, ints(n));
      const before = ints(d);
      const g = opened.columns(0, before);
      opened.operand[name](y, g, from, to);
      loops[name](A, y.data, before, from, to);
      same(g.data, before);
    });
  });

  it("curvatureProduct (seed 33)", () => {
    everywhere(33, ({ A, opened, from, to, n, d, ints }) => {
      const D = opened.rows(0, ints(n));
      const v = opened.columns(0, ints(d));
      const before = ints(d);
      const hv = opened.columns(1, before);
      opened.operand.curvatureProduct(D, v, hv, opened.rows(1, new Float64Array(n)), from, to);
      loops.curvatureProduct(A, D.data, v.data, before, from, to);
      same(hv.data, before);
    });
  });

  it("diagonal (seed 34)", () => {
    everywhere(34, ({ A, opened, from, to, n, d, ints }) => {
      const D = opened.rows(0, ints(n));
      const before = ints(d);
      const out = opened.columns(0, before);
      opened.operand.diagonal(D, out, from, to);
      loops.diagonal(A, D.data, before, from, to);
      same(out.data, before);
    });
  });

  it("rowNorms (seed 35)", () => {
    everywhere(35, ({ A, opened, from, to, n, ints }) => {
      const D = opened.rows(0, ints(n));
      const before = ints(n);
      const out = opened.rows(1, before);
      opened.operand.rowNorms(D, out, from, to);
      loops.rowNorms(A, D.data, before, from, to);
      same(out.data, before);
    });
  });

  it("gram (seed 36)", () => {
    everywhere(36, ({ A, opened, from, to, n, d, ints }) => {
      const D = opened.rows(0, ints(n));
      const before = ints(d * d);
      const H = opened.square(0, before);
      const last = Math.min(to, from + opened.operand.gramRows);
      opened.operand.gram(D, H, undefined, from, last);
      loops.gram(A, D.data, before, from, last);
      same(H.data, before);
    });
  });

  it("gram with the negative rows apart (seed 37)", () => {
    everywhere(37, ({ A, opened, from, to, n, d, ints }) => {
      const D = opened.rows(0, ints(n));
      const [above, below] = [ints(d * d), ints(d * d)];
      const H = opened.square(0, above);
      const negative = opened.square(1, below);
      const last = Math.min(to, from + opened.operand.gramRows);
      opened.operand.gram(D, H, negative, from, last);
      loops.gram(
        A,
        D.data.map((v) => Math.max(v, 0)),
        above,
        from,
        last,
      );
      loops.gram(
        A,
        D.data.map((v) => Math.max(-v, 0)),
        below,
        from,
        last,
      );
      same(H.data, above);
      same(negative.data, below);
    });
  });
});

it("row operations take all rows where no range is given", () => {
  const random = seeded(38);
  const A = integerRows(random, 9, 4, 0.5);
  for (const matrix of Object.values(bothOf(random, A))) {
    const { operand, rows, columns } = open(matrix);
    const x = columns(0, integers(random, 4));
    const z = rows(0, new Float64Array(9));
    operand.multiply(x, z);
    const wanted = new Float64Array(9);
    loops.multiply(A, x.data, wanted, 0, 9);
    same(z.data, wanted);
    const g = columns(1, new Float64Array(4));
    operand.curvatureProduct(z, x, g, rows(1, new Float64Array(9)));
    const product = new Float64Array(4);
    loops.curvatureProduct(A, z.data, x.data, product, 0, 9);
    same(g.data, product);
  }
});

/** Rows of `entries` integers at random places of d. */
function scattered(seed: number, n: number, d: number, entries: number): number[][] {
  const random = seeded(seed);
  return Array.from({ length: n }, () => {
    const row = new Array<number>(d).fill(0);
    for (let k = 0; k < entries; k++) row[integer(random, 0, d - 1)] = integer(random, 1, 4);
    return row;
  });
}

// A sparse Gram of so many entries a row, a filled one (tiles of 128 rows) and a dense one that need several blocks.
const BLOCKS: [string, "sparse" | "full", number[][]][] = [
  ["sparse", "sparse", scattered(41, 250, 900, 260)],
  ["filled sparse", "sparse", scattered(42, 300, 21, 30)],
  ["dense", "full", scattered(43, 340, 620, 40)],
];

describe.each(BLOCKS)("the Gram of a %s matrix in blocks of gramRows", (name, storage, A) => {
  const random = seeded(44);
  const [n, d] = [A.length, A[0].length];
  const matrix: Matrix = bothOf(random, A)[storage];
  const { operand, rows, square } = open(matrix);

  it("takes several blocks, of 128 rows where a sparse matrix is filled", () => {
    expect(operand.gramRows).toBeLessThan(n);
    if (name === "filled sparse") expect(operand.gramRows).toBe(128);
  });

  it("equals plain loops, the negative rows apart or not (seeds 41-44)", () => {
    const D = rows(0, integers(random, n));
    for (const apart of [false, true]) {
      const H = square(0, new Float64Array(d * d));
      const negative = square(1, new Float64Array(d * d));
      for (let from = 0; from < n; from += operand.gramRows) {
        operand.gram(D, H, apart ? negative : undefined, from, Math.min(n, from + operand.gramRows));
      }
      const wanted = new Float64Array(d * d);
      loops.gram(A, apart ? D.data.map((v) => Math.abs(v)) : D.data, wanted, 0, n);
      same(apart ? H.data.map((v, k) => v + negative.data[k]) : H.data, wanted);
    }
  });
});

it("a sparse and a dense operand of one matrix have the same sizes and results (seed 45)", () => {
  const random = seeded(45);
  const A = integerRows(random, 30, 12, 0.4);
  const { sparse, full } = bothOf(random, A);
  const [D, v, y] = [integers(random, 30), integers(random, 12), integers(random, 30)];
  const all = [sparse, full].map((matrix) => {
    const { operand, rows, columns, square } = open(matrix);
    const z = rows(0, new Float64Array(30));
    operand.multiply(columns(0, v), z);
    const products = plain(z.data);
    const g = columns(1, new Float64Array(12));
    operand.multiplyTransposeAdd(rows(0, y), g);
    operand.absTransposeAdd(rows(0, y), g);
    operand.curvatureProduct(rows(0, D), columns(0, v), g, rows(1, new Float64Array(30)));
    operand.diagonal(rows(0, D), g);
    const H = square(0, new Float64Array(144));
    operand.gram(rows(0, D), H, undefined, 0, 30);
    operand.rowNorms(rows(0, D), rows(1, D));
    return [operand.rows, operand.columns, products, plain(g.data), plain(H.data), plain(rows(0, D).data)];
  });
  expect(all[0]).toEqual(all[1]);
  const filled = sparse.data.length > 0.35 * 30 * 12;
  expect(filled).toBe(true);
});

it("nnz counts stored entries: all of a dense matrix, stored zeros of a sparse one", () => {
  const { sparse, full } = bothOf(seeded(46), [
    [0, 1],
    [2, 0],
  ]);
  expect(open(full).operand.nnz).toBe(4);
  expect(open(sparse).operand.nnz).toBe(sparse.data.length);
});
