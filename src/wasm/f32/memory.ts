import { InputError } from "../../inputError.js";
import { type LinearMemory, smallestMemory } from "../loading.js";
import type { Vector, Words } from "../memory.js";
import { instantiateTransformer } from "./module.js";
import { type TransformerKernels, transformerKernels } from "./transformerKernels.js";

/**
 * n reals in a model's memory. Single precision; the tests' double-precision build hands out Float64Arrays instead, which
 * nothing above needs to know. `data` is remade where the memory has grown: take it for a loop, never keep it.
 */
export interface Reals {
  readonly at: number;
  readonly length: number;
  readonly data: Float32Array;
}

/** Hands out consecutive 16-byte aligned pieces of one region. */
export interface Space {
  reals(length: number): Reals;
  ints(length: number): Words;
  doubles(length: number): Vector;
}

/** What a part keeps in memory: run once to count bytes, once more to place them. It must not touch the data. */
export type Plan<T> = (space: Space) => T;

/** A planned region: every byte 0 at first. */
export interface Region<T> {
  readonly parts: T;
  readonly bytes: number;
  /** Gives the region back; nothing in it may be used afterwards. */
  close(): void;
}

/** One memory for a model: its weights, and beside them a region for each operation while it lasts. */
export interface Store {
  readonly kernels: TransformerKernels;
  /** Bytes the memory has now. */
  readonly size: number;
  open<T>(what: string, plan: Plan<T>): Region<T>;
  /** Reals from..from+length-1 of r. */
  slice(r: Reals, from: number, length: number): Reals;
}

const PAGE = 65536;
/** One page less than 4 GiB: the address just past the last array must not wrap to 0. */
const LIMIT = 65535 * PAGE;
const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Bytes a plan takes with reals of this size. */
export function regionBytes(plan: Plan<unknown>, realBytes = 4): number {
  let bytes = 0;
  const take = (size: number): number => {
    const at = bytes;
    bytes += aligned(size);
    return at;
  };
  plan({
    reals: (length) => ({ at: take(realBytes * length), length, data: new Float32Array(0) }),
    ints: (length) => ({ at: take(4 * length), length, data: new Int32Array(0) }),
    doubles: (length) => ({ at: take(8 * length), length, data: new Float64Array(0) }),
  });
  return bytes;
}

export function openStore(module: WebAssembly.Module): Store {
  const memory = smallestMemory();
  const raw = instantiateTransformer(module, memory);
  const realBytes = raw.realBytes.value as number;
  const RealArray = (realBytes === 4 ? Float32Array : Float64Array) as typeof Float32Array;
  const base = aligned(raw.heapBase.value as number);
  /** Regions in use, by address. */
  const live: { from: number; to: number }[] = [];
  let used = base;

  /** A view that follows the memory when it grows. */
  const following = <V extends ArrayBufferView>(at: number, length: number, make: () => V) => {
    let view: V | undefined;
    return {
      at,
      length,
      get data(): V {
        if (view?.buffer !== memory.buffer) view = make();
        return view as V;
      },
    };
  };
  const realsAt = (at: number, length: number): Reals =>
    following(at, length, () => new RealArray(memory.buffer, at, length));

  /** The lowest gap of this many bytes. */
  const find = (bytes: number): number => {
    let from = base;
    for (const region of live) {
      if (region.from - from >= bytes) break;
      from = region.to;
    }
    return from;
  };

  return {
    kernels: transformerKernels(raw),
    get size() {
      return memory.buffer.byteLength;
    },
    slice: (r, from, length) => realsAt(r.at + realBytes * from, length),
    open(what, plan) {
      const bytes = regionBytes(plan, realBytes);
      const from = find(bytes);
      grow(memory, from + bytes, what);
      if (from < used) new Uint8Array(memory.buffer, from, Math.min(bytes, used - from)).fill(0);
      used = Math.max(used, from + bytes);
      let top = from;
      const take = (size: number): number => {
        const at = top;
        top += aligned(size);
        return at;
      };
      const parts = plan({
        reals: (length) => realsAt(take(realBytes * length), length),
        ints: (length) => {
          const at = take(4 * length);
          return following(at, length, () => new Int32Array(memory.buffer, at, length));
        },
        doubles: (length) => {
          const at = take(8 * length);
          return following(at, length, () => new Float64Array(memory.buffer, at, length));
        },
      });
      const region = { from, to: from + bytes };
      live.push(region);
      live.sort((a, b) => a.from - b.from);
      const close = (): void => {
        const k = live.indexOf(region);
        if (k >= 0) live.splice(k, 1);
      };
      return { parts, bytes, close };
    },
  };
}

function grow(memory: LinearMemory, bytes: number, what: string): void {
  const gibibytes = (bytes / 2 ** 30).toFixed(2);
  if (bytes > LIMIT) {
    throw new InputError(
      "tooLarge",
      what,
      `${what} needs ${gibibytes} GiB, more than the 4 GiB a 32-bit WebAssembly memory can hold: use a smaller model, a smaller batch or shorter sentences`,
    );
  }
  try {
    memory.grow(Math.max(0, Math.ceil((bytes - memory.buffer.byteLength) / PAGE)));
  } catch {
    throw new InputError(
      "tooLarge",
      what,
      `this engine did not give the ${gibibytes} GiB of WebAssembly memory that ${what} needs: use a smaller model or batch, or free other memories first`,
    );
  }
}
