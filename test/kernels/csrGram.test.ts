import { describe, it } from "vitest";
import * as reference from "../reference/csr.js";
import type { Sum } from "../reference/sum.js";
import { equalsSums, withinSums } from "./support/check.js";
import { eachShape, placeCsr, randomCsr } from "./support/matrices.js";
import { Sandbox, upper, whole } from "./support/sandbox.js";
import { integers, reals, seeded } from "./support/seeded.js";

const box = new Sandbox(1 << 15);

/** The upper triangle row after row. */
function upperEntries(columns: number, H: ArrayLike<number>): number[] {
  const out: number[] = [];
  for (let i = 0; i < columns; i++) for (let j = i; j < columns; j++) out.push(H[i * columns + j]);
  return out;
}

/**
 * Adds the Gram matrix to H, then again with the rows of negative weight apart, and checks both results, and that
 * nothing but the upper triangles and the cursor changed.
 */
function check(
  what: string,
  matrix: reference.Csr,
  w: Float64Array,
  H: Float64Array,
  strip: number,
  [from, to]: readonly number[],
  compare: (what: string, got: number[], want: readonly Sum[]) => void,
): void {
  const { columns } = matrix;
  const A = placeCsr(box, matrix);
  const weights = box.vector(w);
  // One strip needs no cursor: none is given then.
  const cursor = box.words(strip < columns ? to - from : 0);
  const target = box.vector(H);
  box.run(what, [...upper(target, columns), whole(cursor)], () => {
    box.kernels.csr.gram(A, weights, strip, target, undefined, cursor, from, to);
  });
  compare(what, upperEntries(columns, target.data), reference.csrGram(matrix, w, H, from, to));
  const start = H.map((x) => -x);
  target.data.set(H);
  const negative = box.vector(start);
  box.run(what, [...upper(target, columns), ...upper(negative, columns), whole(cursor)], () => {
    box.kernels.csr.gram(A, weights, strip, target, negative, cursor, from, to);
  });
  const parts = [1, -1].map((sign) => w.map((x) => Math.max(0, sign * x)));
  compare(`${what}, w > 0`, upperEntries(columns, target.data), reference.csrGram(matrix, parts[0], H, from, to));
  compare(`${what}, w < 0`, upperEntries(columns, negative.data), reference.csrGram(matrix, parts[1], start, from, to));
}

const close = (what: string, got: number[], want: readonly Sum[]): void => withinSums(what, got, want, 1);

describe("csrGram", () => {
  it("adds A'diag(w)A, whole and by the sign of w, to the upper triangle on every row range and strip", () => {
    eachShape(box, (shape) => {
      const matrix = randomCsr(shape);
      const w = shape.values(shape.rows);
      const H = shape.values(shape.columns ** 2);
      for (const strip of new Set([1, 3, 64, shape.columns])) {
        box.reset(shape.columns + strip);
        const what = `${shape.what}, strip ${strip}`;
        check(what, matrix, w, H, strip, [shape.from, shape.to], shape.exact ? equalsSums : close);
      }
    });
  });

  it("skips rows of weight 0 or -0, even when they hold NaN", () => {
    for (let zero = 0; zero < 9; zero++) {
      for (const strip of [1, 3, 64, 11]) {
        const random = seeded(zero);
        const values = (n: number): Float64Array => integers(random, n);
        const matrix = randomCsr({ rows: 9, columns: 11, random, values });
        const w = integers(random, 9).map((x, i) => (i === zero ? -0 : x));
        const data = Float64Array.from(matrix.data);
        for (let i = 0; i < 9; i++) if (w[i] === 0) data.fill(Number.NaN, matrix.indptr[i], matrix.indptr[i + 1]);
        box.reset(zero);
        check(`row ${zero}, strip ${strip}`, { ...matrix, data }, w, integers(random, 121), strip, [0, 9], equalsSums);
      }
    }
  });

  it("takes rows of every length", () => {
    for (let n = 0; n <= 67; n++) {
      const indices = Array.from({ length: n }, (_, k) => k + (k > n / 2 ? 1 : 0));
      const matrix = { rows: 3, columns: 68, indptr: [0, 0, n, n], indices, data: reals(seeded(n), n) };
      for (const strip of [1, 3, 64, 68]) {
        box.reset(n);
        const [w, H] = [new Float64Array([1, -0.3, 2]), reals(seeded(n + 1), 68 * 68)];
        check(`length ${n}, strip ${strip}`, matrix, w, H, strip, [0, 3], close);
      }
    }
  });
});
