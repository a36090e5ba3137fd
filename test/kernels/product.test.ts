import { describe, expect, it } from "vitest";
import { type Block, type ProductForm, productPack } from "../../src/wasm/productKernels.js";
import * as reference from "../reference/dense.js";
import { equalsSums, withinSums } from "./support/check.js";
import { type Region, Sandbox, whole } from "./support/sandbox.js";
import { integer, integers, type Random, reals, seeded } from "./support/seeded.js";

const box = new Sandbox(1 << 15);
const FORMS: ProductForm[] = ["NN", "TN", "NT", "TT"];

/** A rows x columns block in rows of `columns + gap` doubles, its values without the gaps. */
function block(rows: number, columns: number, gap: number, values: (n: number) => Float64Array) {
  const stride = columns + gap;
  const data = box.vector(values(rows * stride));
  const dense = { rows, columns, data: new Float64Array(rows * columns) };
  for (let k = 0; k < rows * columns; k++) {
    dense.data[k] = data.data[Math.floor(k / columns) * stride + (k % columns)];
  }
  const placed: Block = gap === 0 ? { rows, columns, data } : { rows, columns, data, stride };
  return { placed, dense };
}

const read = ({ rows, columns, data, stride = columns }: Block): number[] =>
  Array.from({ length: rows * columns }, (_, k) => data.data[Math.floor(k / columns) * stride + (k % columns)]);
const rowsOf = ({ rows, columns, data, stride = columns }: Block): Region[] =>
  Array.from({ length: rows }, (_, i) => ({ at: data.at + 8 * i * stride, bytes: 8 * columns }));

function check(form: ProductForm, [m, n, k]: readonly number[], random: Random, exact: boolean): void {
  const values = (count: number): Float64Array => (exact ? integers(random, count) : reals(random, count));
  const gap = (): number => Math.max(0, integer(random, -2, 3));
  const A = form[0] === "T" ? block(k, m, gap(), values) : block(m, k, gap(), values);
  const B = form[1] === "T" ? block(n, k, gap(), values) : block(k, n, gap(), values);
  const C = block(m, n, gap(), values);
  const pack = box.vector(productPack(m, n, k));
  const scale = exact ? integer(random, -2, 2) : 2 * random() - 1;
  const add = random() < 0.5;
  const what = `${form} ${m} x ${k} x ${n}, times ${scale}${add ? ", added" : ""}`;
  const want = reference.denseProduct(form, scale, A.dense, B.dense, C.dense, add ? C.dense.data : undefined);
  box.run(what, [...rowsOf(C.placed), whole(pack)], () => {
    box.kernels.product.multiply(form, A.placed, B.placed, C.placed, pack, { scale, add });
  });
  if (exact) equalsSums(what, read(C.placed), want);
  else withinSums(what, read(C.placed), want, 2);
}

describe("denseProduct", () => {
  it.each(FORMS)("%s is s op(A) op(B), alone or added to C, for all small sizes and strides", (form) => {
    for (let m = 1; m <= 9; m++) {
      for (let n = 1; n <= 9; n++) {
        for (const k of [1, 2, 3, 4, 5, 8, 11]) {
          const seed = 1000 * m + 100 * n + k;
          box.reset(seed);
          check(form, [m, n, k], seeded(seed), true);
          check(form, [m, n, k], seeded(seed + 1e6), false);
        }
      }
    }
  });

  it("on each side of every length 0..67, and of the depth that is packed at a time", () => {
    for (let size = 1; size <= 67; size++) {
      box.reset(size);
      const form = FORMS[size % 4];
      check(form, [size, 6, 7], seeded(size), true);
      check(form, [6, size, 7], seeded(size + 100), true);
      check(form, [6, 7, size], seeded(size + 200), false);
    }
    for (const k of [255, 256, 257, 515]) {
      for (const form of FORMS) {
        box.reset(k);
        check(form, [5, 6, k], seeded(k), true);
      }
    }
  });

  it("adds nothing for sums of no terms", () => {
    box.reset(1);
    const A = { rows: 2, columns: 0, data: box.vector(0) };
    const B = { rows: 0, columns: 3, data: box.vector(0) };
    const C = { rows: 2, columns: 3, data: box.vector([1, 2, 3, 4, 5, 6]) };
    const pack = box.vector(productPack(2, 3, 0));
    box.kernels.product.multiply("NN", A, B, C, pack, { add: true });
    expect([...C.data.data]).toEqual([1, 2, 3, 4, 5, 6]);
    box.kernels.product.multiply("NN", A, B, C, pack);
    expect([...C.data.data]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("refuses shapes that do not fit", () => {
    box.reset(2);
    const square = { rows: 2, columns: 3, data: box.vector(6) };
    const C = { rows: 2, columns: 2, data: box.vector(4) };
    const pack = box.vector(100);
    const { multiply } = box.kernels.product;
    expect(() => multiply("NN", square, square, C, pack)).toThrow("NN: 2 x 3 times 2 x 3 is not 2 x 2");
    expect(() => multiply("TN", square, square, C, pack)).toThrow("TN: 3 x 2 times 2 x 3 is not 2 x 2");
    expect(() => multiply("NT", square, square, C, pack)).not.toThrow();
  });
});
