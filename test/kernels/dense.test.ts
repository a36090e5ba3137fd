import { describe, it } from "vitest";
import * as reference from "../reference/dense.js";
import type { Sum } from "../reference/sum.js";
import { equalsSums, withinSums } from "./support/check.js";
import { type Case, eachShape, placeDense } from "./support/matrices.js";
import { Sandbox, whole } from "./support/sandbox.js";

const box = new Sandbox(1 << 14);
const { dense } = box.kernels;

/** Integers must match bit for bit, reals within the rounding bound; `extra` as in withinSums. */
function check(shape: Case, got: ArrayLike<number>, want: readonly Sum[], extra = 0): void {
  if (shape.exact) equalsSums(shape.what, got, want);
  else withinSums(shape.what, got, want, extra);
}

const placed = (shape: Case) => placeDense(box, shape.rows, shape.columns, shape.values(shape.rows * shape.columns));

describe("denseMultiply", () => {
  it("is A x on every row range", () => {
    eachShape(box, (shape) => {
      const { rows, columns, from, to, what, values } = shape;
      const A = placed(shape);
      const x = box.vector(values(columns));
      const z = box.vector(rows);
      const out = { at: z.at + 8 * from, bytes: 8 * (to - from) };
      box.run(what, [out], () => dense.multiply(A, x, z, from, to));
      const want = reference.denseMultiply({ rows, columns, data: A.data.data }, x.data, from, to);
      check(shape, z.data.subarray(from, to), want);
    });
  });
});

describe("denseMultiplyTransposeAdd", () => {
  it("is g + A'y on every row range", () => {
    eachShape(box, (shape) => {
      const { rows, columns, from, to, what, values } = shape;
      const A = placed(shape);
      const y = box.vector(values(rows));
      const g = box.vector(values(columns));
      const want = reference.denseMultiplyTransposeAdd({ rows, columns, data: A.data.data }, y.data, g.data, from, to);
      box.run(what, [whole(g)], () => dense.multiplyTransposeAdd(A, y, g, from, to));
      check(shape, g.data, want);
    });
  });
});

describe("denseAbsTransposeAdd", () => {
  it("is g + |A|'y on every row range", () => {
    eachShape(box, (shape) => {
      const { rows, columns, from, to, what, values } = shape;
      const A = placed(shape);
      const y = box.vector(values(rows));
      const g = box.vector(values(columns));
      const want = reference.denseAbsTransposeAdd({ rows, columns, data: A.data.data }, y.data, g.data, from, to);
      box.run(what, [whole(g)], () => dense.absTransposeAdd(A, y, g, from, to));
      check(shape, g.data, want);
    });
  });
});

describe("denseCurvatureProduct", () => {
  it("is hv + A'(w.(A v)) on every row range", () => {
    eachShape(box, (shape) => {
      const { rows, columns, from, to, what, values } = shape;
      const A = placed(shape);
      const w = box.vector(values(rows));
      const v = box.vector(values(columns));
      const hv = box.vector(values(columns));
      const z = box.vector(rows);
      const data = { rows, columns, data: A.data.data };
      const inner = reference.denseMultiply(data, v.data, from, to);
      const want = reference.denseCurvatureProduct(data, w.data, v.data, hv.data, from, to);
      const writable = [whole(hv), { at: z.at + 8 * from, bytes: 8 * (to - from) }];
      box.run(what, writable, () => dense.curvatureProduct(A, w, v, hv, z, from, to));
      check(shape, z.data.subarray(from, to), inner);
      // Inside each term: the inner product's `columns` roundings, the weight's and the entry's.
      check(shape, hv.data, want, columns + 2);
    });
  });
});

describe("denseDiagonal", () => {
  it("is out + sum w_i a_ij^2 on every row range", () => {
    eachShape(box, (shape) => {
      const { rows, columns, from, to, what, values } = shape;
      const A = placed(shape);
      const w = box.vector(values(rows));
      const out = box.vector(values(columns));
      const want = reference.denseDiagonal({ rows, columns, data: A.data.data }, w.data, out.data, from, to);
      box.run(what, [whole(out)], () => dense.diagonal(A, w, out, from, to));
      check(shape, out.data, want, 1);
    });
  });
});

describe("denseRowNorms", () => {
  it("is w_i |a_i|^2 on every row range", () => {
    eachShape(box, (shape) => {
      const { rows, columns, from, to, what, values } = shape;
      const A = placed(shape);
      const w = box.vector(values(rows));
      const out = box.vector(rows);
      const written = { at: out.at + 8 * from, bytes: 8 * (to - from) };
      box.run(what, [written], () => dense.rowNorms(A, w, out, from, to));
      const want = reference.denseRowNorms({ rows, columns, data: A.data.data }, w.data, from, to);
      check(shape, out.data.subarray(from, to), want, 1);
    });
  });
});
