import { describe, it } from "vitest";
import { place } from "../../src/wasm/memory.js";
import { type Arrays, CALLS, type Call } from "./support/calls.js";
import { sameBits } from "./support/check.js";

// Addresses above 2 GiB have the sign bit set: a kernel that compares them as signed numbers stops too soon there.
const EDGE = 2 ** 31;
const { kernels, parts } = place((arena) => arena.f64(EDGE / 8 + 2 ** 18));
const buffer = parts.data.buffer as ArrayBuffer;

/** The call's arrays one after another from `from` on, but the middle of the one named `across` at 2 GiB. */
function arrays(call: Call, from: number, across?: string): Arrays {
  let top = from;
  const take = (name: string, size: number, length: number): number => {
    if (name === across) return EDGE - size * Math.ceil(length / 2);
    const at = top;
    top += 16 * Math.ceil((size * length) / 16) + 16;
    return at;
  };
  const entries = <T>(
    of: Record<string, ArrayLike<number>>,
    put: (name: string, values: ArrayLike<number>) => T,
  ): Record<string, T> => Object.fromEntries(Object.entries(of).map(([name, values]) => [name, put(name, values)]));
  const f64 = entries(call.f64, (name, values) => {
    const at = take(name, 8, values.length);
    const data = new Float64Array(buffer, at, values.length);
    data.set(values);
    return { at, length: values.length, data };
  });
  const i32 = entries(call.i32, (name, values) => {
    const at = take(name, 4, values.length);
    const data = new Int32Array(buffer, at, values.length);
    data.set(values);
    return { at, length: values.length, data };
  });
  return { f64, i32 };
}

/** The call's result and everything that its arrays hold afterwards. */
function outcome(call: Call, { f64, i32 }: Arrays): number[] {
  const result = call.run(kernels, { f64, i32 });
  return [Number(result), ...[...Object.values(f64), ...Object.values(i32)].flatMap(({ data }) => [...data])];
}

describe.each(CALLS)("$kernel", (call) => {
  const names = [...Object.keys(call.f64), ...Object.keys(call.i32)];

  it("does the same above 2 GiB as below", () => {
    const low = outcome(call, arrays(call, parts.at));
    sameBits(call.kernel, outcome(call, arrays(call, EDGE + 2 ** 10)), low);
  });

  it.each(names)("does the same with %s across 2 GiB", (name) => {
    const low = outcome(call, arrays(call, parts.at));
    sameBits(call.kernel, outcome(call, arrays(call, parts.at, name)), low);
  });
});
