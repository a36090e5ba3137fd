import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { InputError } from "../../src/inputError.js";
import { type Arena, type Layout, place, planBytes, slice, type Vector, type Words } from "../../src/wasm/memory.js";

type Piece = readonly ["f64" | "i32", number];

const layoutOf =
  (pieces: readonly Piece[]): Layout<(Vector | Words)[]> =>
  (arena: Arena) =>
    pieces.map(([kind, length]) => arena[kind](length));

const pieces = fc.array(fc.tuple(fc.constantFrom("f64" as const, "i32" as const), fc.nat(200)), { maxLength: 12 });

function inputError(call: () => unknown): InputError {
  try {
    call();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("planBytes", () => {
  it("is the sum of the pieces, each rounded up to 16 bytes", () => {
    fc.assert(
      fc.property(pieces, (list) => {
        const want = list.reduce((sum, [kind, n]) => sum + 16 * Math.ceil(((kind === "f64" ? 8 : 4) * n) / 16), 0);
        expect(planBytes(layoutOf(list))).toBe(want);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("needs no memory of the size it counts", () => {
    expect(planBytes((arena) => arena.f64(2 ** 45))).toBe(2 ** 48);
  });
});

describe("place", () => {
  it("gives 16-byte aligned pieces in order, in bounds, that do not overlap", () => {
    fc.assert(
      fc.property(pieces, (list) => {
        const { parts, bytes } = place(layoutOf(list));
        expect(bytes).toBe(planBytes(layoutOf(list)));
        let top = 0;
        parts.forEach((part, i) => {
          expect(part.at % 16).toBe(0);
          expect(part.at).toBeGreaterThanOrEqual(top);
          expect(part.length).toBe(list[i][1]);
          expect(part.data.length).toBe(part.length);
          expect(part.data.byteOffset).toBe(part.at);
          expect(part.data.buffer).toBe(parts[0].data.buffer);
          expect(part.data.constructor).toBe(list[i][0] === "f64" ? Float64Array : Int32Array);
          top = part.at + part.data.byteLength;
          expect(top).toBeLessThanOrEqual(part.data.buffer.byteLength);
        });
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it("starts zeroed above the kernels' own tables and reads what the view writes", () => {
    const { kernels, parts } = place((arena) => ({ x: arena.f64(5), y: arena.f64(5) }));
    expect([...parts.x.data, ...parts.y.data].every((t) => t === 0)).toBe(true);
    parts.x.data.set([1, 2, 3, 4, 5]);
    parts.y.data.fill(1);
    expect(kernels.vector.dot(parts.x, parts.y)).toBe(15);
    kernels.vector.axpy(2, parts.x, parts.y);
    expect([...parts.y.data]).toEqual([3, 5, 7, 9, 11]);
  });

  it("does not let the tables and the parts overlap", () => {
    const { kernels, parts } = place((arena) => arena.f64(1));
    parts.data[0] = 1;
    kernels.vector.exp(parts, parts);
    // Writing all of a memory's parts must not change the table behind exp.
    const full = place((arena) => arena.f64(4000));
    full.parts.data.fill(1);
    full.kernels.vector.exp(full.parts, full.parts);
    expect(new Set(full.parts.data)).toEqual(new Set([parts.data[0]]));
  });

  it("takes as many pages as the plan needs and never grows afterwards", () => {
    for (const doubles of [1, 4000, 8192, 8193, 100_000]) {
      const { kernels, parts } = place((arena) => arena.f64(doubles));
      const buffer = parts.data.buffer;
      expect(buffer.byteLength % 65536).toBe(0);
      expect(buffer.byteLength - (parts.at + 8 * doubles)).toBeLessThan(65536);
      kernels.vector.exp(parts, parts);
      kernels.vector.axpy(1, parts, parts);
      // A memory that grew would have detached the view.
      expect(parts.data.buffer).toBe(buffer);
      expect(parts.data.length).toBe(doubles);
    }
  });

  it("gives each call a memory of its own", () => {
    const [a, b] = [place((arena) => arena.f64(3)), place((arena) => arena.f64(3))];
    a.parts.data.fill(1);
    expect([...b.parts.data]).toEqual([0, 0, 0]);
  });

  it("calls a plan of more than 4 GiB too large and says how large", () => {
    for (const [doubles, figure] of [
      [2 ** 29, "4.00 GiB"],
      [9 * 2 ** 26, "4.50 GiB"],
      [2 ** 30, "8.00 GiB"],
      [2 ** 40, "8192.00 GiB"],
    ] as const) {
      const error = inputError(() => place((arena) => arena.f64(doubles)));
      expect(error.code).toBe("tooLarge");
      expect(error.argument).toBe("A");
      expect(error.message).toContain(figure);
    }
  });

  it("computes right or refuses where the last array would end at 4 GiB", () => {
    // The address after such an array is 2^32, which is 0 to a kernel: its loops would end before they began.
    const base = place((arena) => arena.f64(1)).parts.at;
    const doubles = (2 ** 32 - base) / 8;
    let found: ReturnType<typeof place<Vector>>;
    try {
      found = place((arena) => arena.f64(doubles));
    } catch (error) {
      expect((error as InputError).code).toBe("tooLarge");
      return;
    }
    const last = slice(found.parts, doubles - 16, doubles);
    last.data.fill(2);
    expect(found.kernels.vector.dot(last, last)).toBe(64);
  });

  it("reports an engine that refuses the memory as too large, with the figure", () => {
    vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(() => {
      throw new RangeError("out of memory");
    });
    const error = inputError(() => place((arena) => arena.f64(2 ** 26)));
    expect(error.code).toBe("tooLarge");
    expect(error.message).toContain("0.50 GiB");
  });

  it("reports an engine without WebAssembly, without SIMD or with a policy against it as the environment's fault", async () => {
    vi.resetModules();
    const fresh = await import("../../src/wasm/memory.js");
    const found = (call: () => unknown): { code: string; message: string } => {
      try {
        call();
      } catch (error) {
        return error as { code: string; message: string };
      }
      throw new Error("nothing was thrown");
    };
    const engine = WebAssembly;
    vi.stubGlobal("WebAssembly", undefined);
    expect(found(() => fresh.place((arena) => arena.f64(1))).code).toBe("environment");
    const Module = function Module(): never {
      throw new engine.CompileError("not by this policy");
    };
    vi.stubGlobal("WebAssembly", { Memory: engine.Memory, Module, validate: () => false });
    const without = found(() => fresh.place((arena) => arena.f64(1)));
    expect(without.code).toBe("environment");
    expect(without.message).toContain("no SIMD");
    vi.stubGlobal("WebAssembly", { Memory: engine.Memory, Module, validate: () => true });
    const refused = found(() => fresh.place((arena) => arena.f64(1)));
    expect(refused.code).toBe("environment");
    expect(refused.message).toContain("not by this policy");
  });
});

describe("slice", () => {
  it("is the same bytes at 8-byte steps, and kernels take it", () => {
    const { kernels, parts } = place((arena) => ({ x: arena.f64(20), y: arena.f64(20) }));
    parts.x.data.forEach((_, i) => {
      parts.x.data[i] = i;
    });
    parts.y.data.fill(1);
    for (let from = 0; from <= 20; from++) {
      for (let to = from; to <= 20; to++) {
        const part = slice(parts.x, from, to);
        expect([part.at, part.length]).toEqual([parts.x.at + 8 * from, to - from]);
        expect([...part.data]).toEqual([...parts.x.data.slice(from, to)]);
        const ones = slice(parts.y, 20 - (to - from), 20);
        expect(kernels.vector.dot(part, ones)).toBe(((to - from) * (from + to - 1)) / 2 + 0);
      }
    }
  });
});
