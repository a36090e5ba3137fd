import { describe, expect, it } from "vitest";
import type { Vector } from "../../src/wasm/memory.js";
import { need } from "../../src/wasm/need.js";
import { type Arrays, CALLS, type Call } from "./support/calls.js";
import { Sandbox } from "./support/sandbox.js";

const box = new Sandbox(1 << 14);

/** Places a call's arrays, the one named `short` with its last entry cut off. */
function arrays(call: Call, short?: string): Arrays {
  const cut = (name: string, values: ArrayLike<number>): ArrayLike<number> =>
    name === short ? Array.from(values).slice(0, -1) : values;
  const entries = <T>(
    from: Record<string, ArrayLike<number>>,
    put: (values: ArrayLike<number>) => T,
  ): Record<string, T> =>
    Object.fromEntries(Object.entries(from).map(([name, values]) => [name, put(cut(name, values))]));
  return { f64: entries(call.f64, (x) => box.vector(x)), i32: entries(call.i32, (x) => box.words(x)) };
}

const shortened = CALLS.flatMap((call) =>
  [...Object.keys(call.f64), ...Object.keys(call.i32)]
    .filter((name) => !call.unchecked.includes(name))
    .map((name) => ({ kernel: call.kernel, name, call })),
);

describe("the wrappers' length checks", () => {
  it.each(CALLS)("$kernel takes arrays that are just long enough", (call) => {
    box.reset(1);
    const placed = arrays(call);
    expect(() => call.run(box.kernels, placed)).not.toThrow();
  });

  it.each(shortened)("$kernel refuses $name one entry too short, and touches nothing", ({ name, call }) => {
    box.reset(2);
    const placed = arrays(call, name);
    box.run(call.kernel, [], () => {
      expect(() => call.run(box.kernels, placed)).toThrow(
        new RegExp(`^(${name}|${call.kernel}'s array) has \\d+ entries, the kernel needs \\d+$`),
      );
    });
  });

  it("need names the array and both lengths", () => {
    expect(() => need("x", 3, 3)).not.toThrow();
    expect(() => need("x", 4, 3)).not.toThrow();
    expect(() => need("x", 2, 3)).toThrow("x has 2 entries, the kernel needs 3");
  });

  it("refuse a row range that is none, or lies outside", () => {
    box.reset(3);
    const f = (n: number): Vector => box.vector(new Float64Array(n));
    const [dense, csr] = [box.kernels.dense, box.kernels.csr];
    const A = { rows: 2, columns: 2, data: f(4) };
    const S = { rows: 2, columns: 2, indptr: box.words([0, 1, 2]), indices: box.words([0, 1]), data: f(2) };
    for (const [from, to] of [
      [-1, 1],
      [2, 1],
      [0, 3],
    ]) {
      const [x, w, four, pack] = [f(2), f(9), f(4), f(100)];
      const [words, two] = [box.words(9), box.words([1, 0])];
      const calls = [
        () => dense.multiply(A, x, w, from, to),
        () => dense.multiplyTransposeAdd(A, w, x, from, to),
        () => dense.absTransposeAdd(A, w, x, from, to),
        () => dense.curvatureProduct(A, w, x, x, w, from, to),
        () => dense.diagonal(A, w, x, from, to),
        () => dense.rowNorms(A, w, w, from, to),
        () => dense.gram(A, w, four, undefined, 4, pack, from, to),
        () => dense.projectedNormsAdd(A, w, pack, w, from, to),
        () => csr.multiply(S, x, w, from, to),
        () => csr.multiplyTransposeAdd(S, w, x, from, to),
        () => csr.absTransposeAdd(S, w, x, from, to),
        () => csr.curvatureProduct(S, w, x, x, w, from, to),
        () => csr.diagonal(S, w, x, from, to),
        () => csr.rowNorms(S, w, w, from, to),
        () => csr.gram(S, w, 1, four, undefined, words, from, to),
        () => csr.expand(S, pack, from, to),
        () => csr.expandRows(S, two, pack, from, to),
        () => csr.projectedNormsAdd(S, w, pack, w, from, to),
      ];
      for (const call of calls) {
        box.run(String(call), [], () => expect(call, `${call} ${from}..${to}`).toThrow(/not a range|has \d entries/));
      }
    }
  });

  it("refuse a Gram depth that is not a positive multiple of 4", () => {
    box.reset(4);
    const A = { rows: 2, columns: 2, data: box.vector(4) };
    const [w, H, pack] = [box.vector(2), box.vector(4), box.vector(4000)];
    const list = box.words([0, 1]);
    for (const depth of [0, -4, 2, 6, 1]) {
      expect(() => box.kernels.dense.gram(A, w, H, undefined, depth, pack, 0, 2)).toThrow("multiple of 4");
      const gramRows = () => box.kernels.dense.gramRows(A, list, w, 2, depth, pack, H);
      expect(gramRows).toThrow("multiple of 4");
    }
  });
});
