import { describe, it } from "vitest";
import * as reference from "../reference/csr.js";
import type { Sum } from "../reference/sum.js";
import { equalsSums, sameBits, withinSums } from "./support/check.js";
import { type Case, eachShape, placeCsr, randomCsr } from "./support/matrices.js";
import { Sandbox, whole } from "./support/sandbox.js";
import { reals, seeded } from "./support/seeded.js";

const box = new Sandbox(1 << 14);
const { csr } = box.kernels;

/** Integers must match bit for bit, reals within the rounding bound; `extra` as in withinSums. */
function check(shape: Case, got: ArrayLike<number>, want: readonly Sum[], extra = 0): void {
  if (shape.exact) equalsSums(shape.what, got, want);
  else withinSums(shape.what, got, want, extra);
}

describe("csrMultiply", () => {
  it("is A x on every row range", () => {
    eachShape(box, (shape) => {
      const { rows, columns, from, to, what, values } = shape;
      const matrix = randomCsr(shape);
      const A = placeCsr(box, matrix);
      const x = box.vector(values(columns));
      const z = box.vector(rows);
      const out = { at: z.at + 8 * from, bytes: 8 * (to - from) };
      box.run(what, [out], () => csr.multiply(A, x, z, from, to));
      check(shape, z.data.subarray(from, to), reference.csrMultiply(matrix, x.data, from, to));
    });
  });

  it("takes rows of every length", () => {
    for (let n = 0; n <= 67; n++) {
      box.reset(n);
      const random = seeded(n);
      // Every other column, so that an index is not a position.
      const indices = Array.from({ length: n }, (_, k) => 2 * k + 1);
      const matrix = { rows: 2, columns: 140, indptr: [0, 0, n], indices, data: reals(random, n) };
      const x = box.vector(reals(random, 140));
      const z = box.vector(2);
      const A = placeCsr(box, matrix);
      box.run(`length ${n}`, [whole(z)], () => csr.multiply(A, x, z, 0, 2));
      withinSums(`length ${n}`, z.data, reference.csrMultiply(matrix, x.data, 0, 2));
    }
  });
});

describe("csrMultiplyTransposeAdd", () => {
  it("is g + A'y on every row range", () => {
    eachShape(box, (shape) => {
      const { rows, columns, from, to, what, values } = shape;
      const matrix = randomCsr(shape);
      const A = placeCsr(box, matrix);
      const y = box.vector(values(rows));
      const g = box.vector(values(columns));
      const want = reference.csrMultiplyTransposeAdd(matrix, y.data, g.data, from, to);
      box.run(what, [whole(g)], () => csr.multiplyTransposeAdd(A, y, g, from, to));
      check(shape, g.data, want);
    });
  });

  it("skips rows with y_i = 0, even when they hold NaN", () => {
    box.reset(1);
    const data = [1, 2, Number.NaN, Number.NaN, 3];
    const A = placeCsr(box, { rows: 3, columns: 3, indptr: [0, 2, 4, 5], indices: [0, 2, 0, 1, 1], data });
    const g = box.vector([10, 20, 30]);
    const y = box.vector([2, -0, -1]);
    csr.multiplyTransposeAdd(A, y, g, 0, 3);
    sameBits("g", g.data, [12, 17, 34]);
  });
});

describe("csrAbsTransposeAdd", () => {
  it("is g + |A|'y on every row range", () => {
    eachShape(box, (shape) => {
      const { rows, columns, from, to, what, values } = shape;
      const matrix = randomCsr(shape);
      const A = placeCsr(box, matrix);
      const y = box.vector(values(rows));
      const g = box.vector(values(columns));
      const want = reference.csrAbsTransposeAdd(matrix, y.data, g.data, from, to);
      box.run(what, [whole(g)], () => csr.absTransposeAdd(A, y, g, from, to));
      check(shape, g.data, want);
    });
  });
});

describe("csrCurvatureProduct", () => {
  it("is hv + A'(w.(A v)) on every row range", () => {
    eachShape(box, (shape) => {
      const { rows, columns, from, to, what, values } = shape;
      const matrix = randomCsr(shape);
      const A = placeCsr(box, matrix);
      const w = box.vector(values(rows));
      const v = box.vector(values(columns));
      const hv = box.vector(values(columns));
      const z = box.vector(rows);
      const want = reference.csrCurvatureProduct(matrix, w.data, v.data, hv.data, from, to);
      const inner = reference.csrMultiply(matrix, v.data, from, to);
      box.run(what, [whole(hv), { at: z.at + 8 * from, bytes: 8 * (to - from) }], () =>
        csr.curvatureProduct(A, w, v, hv, z, from, to),
      );
      check(shape, z.data.subarray(from, to), inner);
      // Inside each term: the inner product's `columns` roundings, the weight's and the entry's.
      check(shape, hv.data, want, columns + 2);
    });
  });

  it("lets NaN through, but not from weight 0 times a finite row", () => {
    box.reset(2);
    const A = placeCsr(box, { rows: 2, columns: 2, indptr: [0, 1, 2], indices: [0, 1], data: [1, Number.NaN] });
    const hv = box.vector([5, 6]);
    const [w, v] = [box.vector([0, 1]), box.vector([3, 4])];
    csr.curvatureProduct(A, w, v, hv, box.vector(2), 0, 2);
    sameBits("hv", hv.data, [5, Number.NaN]);
  });
});

describe("csrDiagonal", () => {
  it("is out + sum w_i a_ij^2 on every row range", () => {
    eachShape(box, (shape) => {
      const { rows, columns, from, to, what, values } = shape;
      const matrix = randomCsr(shape);
      const A = placeCsr(box, matrix);
      const w = box.vector(values(rows));
      const out = box.vector(values(columns));
      const want = reference.csrDiagonal(matrix, w.data, out.data, from, to);
      box.run(what, [whole(out)], () => csr.diagonal(A, w, out, from, to));
      check(shape, out.data, want, 1);
    });
  });
});

describe("csrRowNorms", () => {
  it("is w_i |a_i|^2 on every row range", () => {
    eachShape(box, (shape) => {
      const { rows, from, to, what, values } = shape;
      const matrix = randomCsr(shape);
      const A = placeCsr(box, matrix);
      const w = box.vector(values(rows));
      const out = box.vector(rows);
      const written = { at: out.at + 8 * from, bytes: 8 * (to - from) };
      box.run(what, [written], () => csr.rowNorms(A, w, out, from, to));
      check(shape, out.data.subarray(from, to), reference.csrRowNorms(matrix, w.data, from, to), 1);
    });
  });
});

describe("csrExpand", () => {
  it("is the rows as a dense array, zeros written over what was there", () => {
    eachShape(box, (shape) => {
      const { columns, from, to, what } = shape;
      const matrix = randomCsr(shape);
      const A = placeCsr(box, matrix);
      const tile = box.vector((to - from) * columns);
      box.run(what, [whole(tile)], () => csr.expand(A, tile, from, to));
      sameBits(what, tile.data, reference.csrExpand(matrix, from, to));
    });
  });
});
