import { describe, it } from "vitest";
import * as csrReference from "../reference/csr.js";
import * as denseReference from "../reference/dense.js";
import type { Sum } from "../reference/sum.js";
import { equalsSums, sameBits, withinSums } from "./support/check.js";
import { type Case, eachShape, placeCsr, placeDense, randomCsr } from "./support/matrices.js";
import { Sandbox, whole } from "./support/sandbox.js";
import { reals, seeded } from "./support/seeded.js";

const box = new Sandbox(1 << 14);
const { csr, dense } = box.kernels;

/** Inside each term: twice the inner sum's `columns` roundings, their square's and the weight's. */
function check({ exact, columns, what }: Case, got: ArrayLike<number>, want: readonly Sum[]): void {
  if (exact) equalsSums(what, got, want);
  else withinSums(what, got, want, 2 * columns + 5);
}

/** Weights, one in five of them 0, a panel and what is added to. */
function operands({ rows, columns, random, values }: Case) {
  const w = values(rows).map((x) => (random() < 0.2 ? 0 : x));
  const o = random() < 0.5 ? box.vector(values(16)) : undefined;
  return { w: box.vector(w), X: box.vector(values(16 * columns)), out: box.vector(values(rows)), o };
}

describe("csrProjectedNormsAdd", () => {
  it("is out + w_i |X'a_i + o|^2 on every row range, o = 0 where left out", () => {
    eachShape(box, (shape) => {
      const { from, to, what } = shape;
      const matrix = randomCsr(shape);
      const A = placeCsr(box, matrix);
      const { w, X, out, o } = operands(shape);
      const want = csrReference.csrProjectedNormsAdd(matrix, w.data, X.data, out.data, from, to, o?.data);
      const written = { at: out.at + 8 * from, bytes: 8 * (to - from) };
      box.run(what, [written], () => csr.projectedNormsAdd(A, w, X, out, from, to, o));
      check(shape, out.data.subarray(from, to), want);
    });
  });

  it("takes rows of every length", () => {
    for (let n = 0; n <= 67; n++) {
      box.reset(n);
      const indices = Array.from({ length: n }, (_, k) => 2 * k + 1);
      const matrix = { rows: 3, columns: 140, indptr: [0, 0, n, n], indices, data: reals(seeded(n), n) };
      const A = placeCsr(box, matrix);
      const [w, X] = [box.vector([1, -0.3, 2]), box.vector(reals(seeded(n + 1), 16 * 140))];
      const out = box.vector([1, 2, 3]);
      const want = csrReference.csrProjectedNormsAdd(matrix, w.data, X.data, out.data, 0, 3);
      box.run(`length ${n}`, [whole(out)], () => csr.projectedNormsAdd(A, w, X, out, 0, 3));
      withinSums(`length ${n}`, out.data, want, 2 * n + 3);
    }
  });

  it("skips rows of weight 0 or -0, even when they hold NaN", () => {
    box.reset(1);
    const data = [Number.NaN, 2, Infinity, 3];
    const A = placeCsr(box, { rows: 4, columns: 1, indptr: [0, 1, 2, 3, 4], indices: [0, 0, 0, 0], data });
    const out = box.vector([-0, 1, 5, 7]);
    csr.projectedNormsAdd(A, box.vector([0, 1, -0, 2]), box.vector(new Float64Array(16).fill(1)), out, 0, 4);
    sameBits("out", out.data, [-0, 65, 5, 295]);
  });
});

describe("denseProjectedNormsAdd", () => {
  it("is out + w_i |X'a_i + o|^2 on every row range, o = 0 where left out", () => {
    eachShape(box, (shape) => {
      const { rows, columns, from, to, what, values } = shape;
      const data = values(rows * columns);
      const A = placeDense(box, rows, columns, data);
      const { w, X, out, o } = operands(shape);
      const matrix = { rows, columns, data };
      const want = denseReference.denseProjectedNormsAdd(matrix, w.data, X.data, out.data, from, to, o?.data);
      const written = { at: out.at + 8 * from, bytes: 8 * (to - from) };
      box.run(what, [written], () => dense.projectedNormsAdd(A, w, X, out, from, to, o));
      check(shape, out.data.subarray(from, to), want);
    });
  });

  it("skips rows of weight 0 or -0, even when they hold NaN", () => {
    for (let rows = 1; rows <= 5; rows++) {
      for (let zero = 0; zero < rows; zero++) {
        box.reset(rows);
        const entry = (i: number): number => (i === zero ? Number.NaN : i);
        const A = placeDense(
          box,
          rows,
          1,
          Array.from({ length: rows }, (_, i) => entry(i)),
        );
        const w = box.vector(Array.from({ length: rows }, (_, i) => (i === zero ? -0 : 2)));
        const out = box.vector(new Float64Array(rows).fill(7));
        dense.projectedNormsAdd(A, w, box.vector(new Float64Array(16).fill(1)), out, 0, rows);
        sameBits(
          "out",
          out.data,
          Array.from({ length: rows }, (_, i) => (i === zero ? 7 : 7 + 32 * i * i)),
        );
      }
    }
  });

  it("gives a row the same bits alone and beside another", () => {
    eachShape(
      box,
      ({ rows, columns, values, what }) => {
        const A = placeDense(box, rows, columns, values(rows * columns));
        const [w, X] = [box.vector(values(rows)), box.vector(values(16 * columns))];
        const [all, single] = [box.vector(new Float64Array(rows)), box.vector(new Float64Array(rows))];
        dense.projectedNormsAdd(A, w, X, all, 0, rows);
        for (let i = 0; i < rows; i++) dense.projectedNormsAdd(A, w, X, single, i, i + 1);
        sameBits(what, single.data, all.data);
      },
      [5, 8],
    );
  });
});
