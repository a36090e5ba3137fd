import { describe, expect, it } from "vitest";
import { BLOCKS, type GemmForm, gemmKernels, gemmPack } from "../../../src/wasm/f32/gemmKernels.js";
import * as reference from "../../reference/transformer.js";
import { whole } from "../support/sandbox.js";
import { integers, seeded } from "../support/seeded.js";
import { PRECISIONS, within } from "./support/precisions.js";

const FORMS: GemmForm[] = ["NN", "TN", "NT"];
/** So small that every loop over blocks turns more than once. */
const TINY = { rows: 8, columns: 16, depth: 5 };

describe.each(PRECISIONS)("products in $name", (precision) => {
  describe("gemm", () => {
    const { box, raw } = precision;

    const run = (form: GemmForm, [m, n, k]: number[], blocks: typeof BLOCKS): void => {
      const what = `${form} ${m} x ${n} x ${k}, blocks of ${blocks.rows}`;
      const seed = 7919 * m + 101 * n + k;
      box.reset(seed);
      const random = seeded(seed);
      const values = (count: number): number[] => precision.values(random, count);
      const [A, B] = [box.reals(values(m * k)), box.reals(values(k * n))];
      const C = box.reals(values(m * n));
      const pack = box.reals(gemmPack(m, n, k, blocks));
      const { multiply, multiplyAdd } = gemmKernels(raw, blocks);
      const added = reference.gemm(form, m, n, k, A.data, B.data, C.data);
      box.run(what, [whole(C), whole(pack)], () => multiplyAdd(form, m, n, k, A, B, C, pack));
      within(precision, what, C.data, added);
      box.run(what, [whole(C), whole(pack)], () => multiply(form, m, n, k, A, B, C, pack));
      within(precision, what, C.data, reference.gemm(form, m, n, k, A.data, B.data));
    };
    // Sums of small integers are exact in any order.
    const equal = (form: GemmForm, sizes: number[], blocks: typeof BLOCKS): void => {
      const [m, n, k] = sizes;
      box.reset(m + n + k);
      const random = seeded(m * n + k);
      const [A, B] = [box.reals(integers(random, m * k)), box.reals(integers(random, k * n))];
      const C = box.reals(m * n);
      const pack = box.reals(gemmPack(m, n, k, blocks));
      gemmKernels(raw, blocks).multiply(form, m, n, k, A, B, C, pack);
      const want = reference.gemm(form, m, n, k, A.data, B.data).map((sum) => sum.value);
      expect(Array.from(C.data, (x) => x + 0)).toEqual(want);
    };

    it("is op(A) op(B), added or not, for every length 0..67 in each place", () => {
      for (const form of FORMS) {
        for (let n = 0; n <= 67; n++) {
          for (const sizes of [
            [n, 9, 5],
            [5, n, 9],
            [9, 5, n],
            [n % 13, n % 7, n],
          ]) {
            run(form, sizes, BLOCKS);
            run(form, sizes, TINY);
          }
        }
      }
    });

    it("is exact for small integers", () => {
      for (const form of FORMS) {
        for (const sizes of [
          [17, 33, 21],
          [8, 16, 5],
          [9, 17, 6],
          [4, 8, 300],
          [133, 9, 3],
          [3, 530, 3],
        ]) {
          equal(form, sizes, TINY);
          equal(form, sizes, BLOCKS);
        }
      }
    });

    it("gives a row the same bits whatever rows are beside it", () => {
      for (const form of ["NN", "NT"] as const) {
        box.reset(3);
        const [m, n, k] = [23, 19, 300];
        const random = seeded(3);
        const [A, B] = [box.reals(precision.values(random, m * k)), box.reals(precision.values(random, k * n))];
        const C = box.reals(m * n);
        const pack = box.reals(gemmPack(m, n, k));
        box.kernels.gemm.multiply(form, m, n, k, A, B, C, pack);
        for (const i of [0, 5, 22]) {
          const row = box.reals(A.data.slice(i * k, (i + 1) * k));
          const alone = box.reals(n);
          box.kernels.gemm.multiply(form, 1, n, k, row, B, alone, pack);
          expect([...alone.data]).toEqual([...C.data.slice(i * n, (i + 1) * n)]);
        }
      }
    });
  });
});
