import { describe, it } from "vitest";
import * as reference from "../reference/dense.js";
import { equalsSums, sameBits, withinSums } from "./support/check.js";
import { eachShape, placeDense } from "./support/matrices.js";
import { Sandbox, whole } from "./support/sandbox.js";

const box = new Sandbox(1 << 15);
const { dense } = box.kernels;

describe("denseQuadraticForms", () => {
  it("is a_i'X a_i on every row range", () => {
    eachShape(box, ({ rows, columns, from, to, what, exact, values }) => {
      const data = values(rows * columns);
      const A = placeDense(box, rows, columns, data);
      const X = box.vector(values(columns * columns).map((x, k) => (k % columns < Math.floor(k / columns) ? 0 : x)));
      const out = box.vector(rows);
      const want = reference.denseQuadraticForms({ rows, columns, data }, X.data, from, to);
      const written = { at: out.at + 8 * from, bytes: 8 * (to - from) };
      box.run(what, [written], () => dense.quadraticForms(A, X, out, from, to));
      const got = out.data.subarray(from, to);
      if (exact) equalsSums(what, got, want);
      else withinSums(what, got, want, 2);
    });
  });

  it("gives a row the same bits alone and beside others", () => {
    eachShape(
      box,
      ({ rows, columns, values, what }) => {
        const A = placeDense(box, rows, columns, values(rows * columns));
        const X = box.vector(values(columns * columns));
        const [all, single] = [box.vector(rows), box.vector(rows)];
        dense.quadraticForms(A, X, all, 0, rows);
        for (let i = 0; i < rows; i++) dense.quadraticForms(A, X, single, i, i + 1);
        sameBits(what, single.data, all.data);
      },
      [5, 8],
    );
  });
});

describe("densePairProducts", () => {
  it("is the upper triangle of a_i a_i', row after row, to the bit", () => {
    eachShape(
      box,
      ({ rows, columns, from, to, what, values }) => {
        const data = values(rows * columns);
        const A = placeDense(box, rows, columns, data);
        const out = box.vector(((to - from) * columns * (columns + 1)) / 2);
        const want = reference.densePairProducts({ rows, columns, data }, from, to);
        box.run(what, [whole(out)], () => dense.pairProducts(A, out, from, to));
        sameBits(what, out.data, want);
      },
      [0, 1, 2, 5],
    );
  });
});
