import { describe, expect, it } from "vitest";
import { openStore, regionBytes, type Space } from "../../src/wasm/f32/memory.js";
import { singlePrecision } from "../../src/wasm/f32/module.js";

const reals = (n: number) => (space: Space) => space.reals(n);

describe("a store", () => {
  it("hands out 16-byte aligned zeros, also where another region was", () => {
    const store = openStore(singlePrecision());
    const first = store.open("a test", reals(33));
    expect(first.parts.at % 16).toBe(0);
    first.parts.data.fill(7);
    first.close();
    const second = store.open("a test", reals(40));
    expect(second.parts.at).toBe(first.parts.at);
    expect([...second.parts.data]).toEqual(new Array(40).fill(0));
  });

  it("takes the bytes its plan says", () => {
    const plan = (space: Space) => ({ a: space.reals(5), b: space.ints(3), c: space.doubles(1) });
    expect(regionBytes(plan)).toBe(32 + 16 + 16);
    const { bytes, parts } = openStore(singlePrecision()).open("a test", plan);
    expect(bytes).toBe(64);
    expect([parts.b.at - parts.a.at, parts.c.at - parts.b.at]).toEqual([32, 16]);
  });

  it("keeps regions apart however they open and close, and their views when the memory grows", () => {
    const store = openStore(singlePrecision());
    const open = (n: number, value: number) => {
      const region = store.open("a test", reals(n));
      region.parts.data.fill(value);
      return region;
    };
    const [a, b, c] = [open(100, 1), open(1000, 2), open(10, 3)];
    b.close();
    const size = store.size;
    const [d, e] = [open(900, 4), open(1e6, 5)];
    expect(store.size).toBeGreaterThan(size);
    expect(d.parts.at).toBe(b.parts.at);
    for (const [region, value] of [
      [a, 1],
      [c, 3],
      [d, 4],
      [e, 5],
    ] as const) {
      expect(region.parts.data.every((x) => x === value)).toBe(true);
    }
    d.close();
    d.close();
    expect(open(900, 6).parts.at).toBe(d.parts.at);
    expect(a.parts.data[99]).toBe(1);
  });

  it("refuses more than 4 GiB with the figure and the cure", () => {
    const store = openStore(singlePrecision());
    expect(() => store.open("training", reals(2 ** 30))).toThrow(
      /^training needs 4\.00 GiB, more than .*smaller batch/,
    );
    expect(store.open("training", reals(4)).parts.length).toBe(4);
  });
});
