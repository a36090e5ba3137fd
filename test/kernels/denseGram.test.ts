import { describe, expect, it } from "vitest";
import { gramDepth, packLength } from "../../src/wasm/denseKernels.js";
import * as reference from "../reference/dense.js";
import type { Sum } from "../reference/sum.js";
import { equalsSums, withinSums } from "./support/check.js";
import { eachShape, placeDense } from "./support/matrices.js";
import { Sandbox, upper, whole } from "./support/sandbox.js";
import { integers, reals, seeded } from "./support/seeded.js";

const box = new Sandbox(1 << 16);

/** The upper triangle row after row. */
function upperEntries(columns: number, H: ArrayLike<number>): number[] {
  const out: number[] = [];
  for (let i = 0; i < columns; i++) for (let j = i; j < columns; j++) out.push(H[i * columns + j]);
  return out;
}

/**
 * Adds A'diag(w)A of the rows from..to-1 to H, then again with the rows of negative weight apart, and checks both
 * results, and that nothing but the upper triangles and the packed panels changed.
 */
function check(
  what: string,
  rows: number,
  columns: number,
  [data, w, H]: readonly Float64Array[],
  depth: number,
  [from, to]: readonly number[],
  compare: (what: string, got: number[], want: readonly Sum[]) => void,
): void {
  const A = placeDense(box, rows, columns, data);
  const weights = box.vector(w);
  const pack = box.vector(packLength(columns, depth));
  const target = box.vector(H);
  const want = (weight: Float64Array, start: Float64Array): Sum[] =>
    reference.denseGram({ rows, columns, data }, weight, start, from, to);
  box.run(what, [...upper(target, columns), whole(pack)], () => {
    box.kernels.dense.gram(A, weights, target, undefined, depth, pack, from, to);
  });
  compare(what, upperEntries(columns, target.data), want(w, H));
  const start = H.map((x) => -x);
  target.data.set(H);
  const negative = box.vector(start);
  box.run(what, [...upper(target, columns), ...upper(negative, columns), whole(pack)], () => {
    box.kernels.dense.gram(A, weights, target, negative, depth, pack, from, to);
  });
  const parts = [1, -1].map((sign) => w.map((x) => Math.max(0, sign * x)));
  compare(`${what}, w > 0`, upperEntries(columns, target.data), want(parts[0], H));
  compare(`${what}, w < 0`, upperEntries(columns, negative.data), want(parts[1], start));
}

const close = (what: string, got: number[], want: readonly Sum[]): void => withinSums(what, got, want, 1);

describe("denseGram", () => {
  it("adds A'diag(w)A, whole and by the sign of w, to the upper triangle on every row range", () => {
    eachShape(box, ({ rows, columns, from, to, exact, what, values }) => {
      const arrays = [values(rows * columns), values(rows), values(columns * columns)];
      check(what, rows, columns, arrays, gramDepth(columns), [from, to], exact ? equalsSums : close);
    });
  });

  it("skips rows of weight 0 or -0 at every position mod 4, even when they hold NaN", () => {
    for (const columns of [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 67]) {
      for (let mask = 0; mask < 16; mask++) {
        for (const rows of [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 31]) {
          const random = seeded(1000 * columns + 10 * mask + rows);
          const data = integers(random, rows * columns);
          const w = integers(random, rows).map((x) => x || 1);
          for (let i = 0; i < rows; i++) {
            if (((mask >> (i & 3)) & 1) === 0) continue;
            w[i] = i % 3 === 0 ? -0 : 0;
            data.fill(Number.NaN, i * columns, (i + 1) * columns);
          }
          box.reset(mask);
          const what = `${rows} x ${columns}, zero weights ${mask.toString(2)}`;
          check(what, rows, columns, [data, w, integers(random, columns ** 2)], 4, [0, rows], equalsSums);
        }
      }
    }
  });

  it("does not touch H when all weights are 0 or there are no rows", () => {
    for (const rows of [0, 1, 4, 9]) {
      box.reset(rows);
      const H = reals(seeded(rows), 49);
      H[8] = -0;
      const A = placeDense(box, rows, 7, new Float64Array(7 * rows).fill(Number.NaN));
      const w = box.vector(new Float64Array(rows));
      const [target, pack] = [box.vector(H), box.vector(packLength(7, 8))];
      box.run(`${rows} rows`, [whole(pack)], () => box.kernels.dense.gram(A, w, target, undefined, 8, pack, 0, rows));
    }
  });

  it("packs any depth a multiple of 4, with rows that fill it, fall short and go over", () => {
    for (const depth of [4, 8, 12, 64, 128]) {
      for (const rows of [depth - 1, depth, depth + 1, 2 * depth - 3, 2 * depth, 2 * depth + 5]) {
        for (const columns of [1, 3, 4, 6, 17]) {
          const random = seeded(depth * rows + columns);
          const w = reals(random, rows);
          // A zero weight here and there shifts the groups of four against the row index.
          for (let i = 0; i < rows; i++) if (random() < 0.2) w[i] = 0;
          box.reset(depth + rows);
          const arrays = [reals(random, rows * columns), w, reals(random, columns * columns)];
          check(`depth ${depth}, ${rows} x ${columns}`, rows, columns, arrays, depth, [0, rows], close);
        }
      }
    }
  });

  it("takes the weights' signs as they are", () => {
    box.reset(1);
    const A = placeDense(box, 3, 2, [1, 2, 3, 4, 5, 6]);
    const w = box.vector([-1, 2, -3]);
    const [H, negative, pack] = [box.vector(new Float64Array(4)), box.vector(new Float64Array(4)), box.vector(200)];
    box.kernels.dense.gram(A, w, H, undefined, 4, pack, 0, 3);
    // By hand: -1 + 2*9 - 3*25, -2 + 2*12 - 3*30, -4 + 2*16 - 3*36.
    expect([...H.data]).toEqual([-58, -68, 0, -80]);
    H.data.fill(0);
    box.kernels.dense.gram(A, w, H, negative, 4, pack, 0, 3);
    expect([...H.data]).toEqual([18, 24, 0, 32]);
    expect([...negative.data]).toEqual([76, 92, 0, 112]);
  });
});
