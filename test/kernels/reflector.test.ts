import { describe, expect, it } from "vitest";
import * as reference from "../reference/dense.js";
import { equalsSums, withinSums } from "./support/check.js";
import { type Case, eachShape, placeDense } from "./support/matrices.js";
import { Sandbox } from "./support/sandbox.js";
import { integer } from "./support/seeded.js";

const box = new Sandbox(1 << 14);
const { dense } = box.kernels;

/** A placed matrix, its copy, and one of its columns: the first, the last and any other come up. */
function placed({ rows, columns, random, values }: Case) {
  const data = values(rows * columns);
  const j = Math.max(0, Math.min(columns - 1, integer(random, -2, columns + 1)));
  return { A: placeDense(box, rows, columns, data), copy: { rows, columns, data }, j };
}

describe("denseReflectorDots", () => {
  it("is dots + sum_i a_ij a_ic after column j on every row range", () => {
    eachShape(box, (shape) => {
      const { columns, from, to, what, exact, values } = shape;
      const { A, copy, j } = placed(shape);
      const dots = box.vector(values(columns));
      const want = reference.denseReflectorDots(copy, j, dots.data, from, to);
      const written = { at: dots.at + 8 * (j + 1), bytes: 8 * (columns - j - 1) };
      box.run(what, [written], () => dense.reflectorDots(A, j, dots, from, to));
      const got = dots.data.subarray(j + 1);
      if (exact) equalsSums(what, got, want);
      else withinSums(what, got, want);
    });
  });
});

describe("denseReflect", () => {
  it("is a_ic - beta a_ij dots_c after column j with the squared norms, and keep a_ij in it", () => {
    eachShape(box, (shape) => {
      const { columns, from, to, what, exact, random, values } = shape;
      const { A, copy, j } = placed(shape);
      const [dots, norms] = [box.vector(values(columns)), box.vector(values(columns))];
      const [beta, keep] = exact ? [integer(random, -3, 3), integer(random, -3, 3)] : [random() - 0.5, random()];
      const start = norms.data.slice();
      const want = reference.denseReflect(copy, j, beta, keep, dots.data, from, to);
      const row = (i: number) => ({ at: A.data.at + 8 * (i * columns + j), bytes: 8 * (columns - j) });
      const written = Array.from({ length: to - from }, (_, k) => row(from + k));
      written.push({ at: norms.at + 8 * (j + 1), bytes: 8 * (columns - j - 1) });
      box.run(what, written, () => dense.reflect(A, j, beta, keep, dots, norms, from, to));
      const got = Array.from({ length: to - from }, (_, k) =>
        Array.from(A.data.data.subarray((from + k) * columns + j, (from + k + 1) * columns)),
      ).flat();
      if (exact) equalsSums(what, got, want);
      else withinSums(what, got, want, 2);
      // The norms are those of the entries that were written.
      const after = { rows: A.rows, columns, data: A.data.data };
      const squares = reference.denseDiagonal(after, new Float64Array(A.rows).fill(1), start, from, to).slice(j + 1);
      if (exact) equalsSums(what, norms.data.subarray(j + 1), squares);
      else withinSums(what, norms.data.subarray(j + 1), squares, 1);
    });
  });

  it("takes no column outside the matrix", () => {
    box.reset(1);
    const [A, five] = [placeDense(box, 1, 5, [1, 2, 3, 4, 5]), box.vector(5)];
    expect(() => dense.reflect(A, 5, 1, 1, five, five, 0, 1)).toThrow("column 5");
    expect(() => dense.reflectorDots(A, -1, five, 0, 1)).toThrow("column -1");
  });
});
