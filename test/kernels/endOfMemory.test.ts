import { describe, expect, it } from "vitest";
import { place } from "../../src/wasm/memory.js";
import { type Arrays, CALLS, type Call } from "./support/calls.js";

// A read of one entry too many stays unseen in the middle of the memory; behind its last byte it traps.
const { kernels, parts } = place((arena) => arena.f64(2 ** 15));
const buffer = parts.data.buffer as ArrayBuffer;

/** The call's arrays one after another, but the one named `last` up against the end of the memory. */
function arrays(call: Call, last: string): Arrays {
  let top = parts.at;
  const take = (name: string, bytes: number): number => {
    if (name === last) return buffer.byteLength - bytes;
    const at = top;
    top += 16 * Math.ceil(bytes / 16);
    return at;
  };
  const f64 = Object.entries(call.f64).map(([name, values]) => {
    const data = new Float64Array(buffer, take(name, 8 * values.length), values.length);
    data.set(values);
    return [name, { at: data.byteOffset, length: data.length, data }];
  });
  const i32 = Object.entries(call.i32).map(([name, values]) => {
    const data = new Int32Array(buffer, take(name, 4 * values.length), values.length);
    data.set(values);
    return [name, { at: data.byteOffset, length: data.length, data }];
  });
  return { f64: Object.fromEntries(f64), i32: Object.fromEntries(i32) };
}

describe.each(CALLS)("$kernel", (call) => {
  it.each([...Object.keys(call.f64), ...Object.keys(call.i32)])("does not reach behind the end of %s", (name) => {
    expect(() => call.run(kernels, arrays(call, name))).not.toThrow();
  });
});
