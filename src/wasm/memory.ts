import { InputError } from "../inputError.js";
import { type Kernels, kernelsOf } from "./kernels.js";
import { type LinearMemory, smallestMemory } from "./loading.js";
import { instantiateKernels } from "./module.js";

/** n doubles in a session's memory: the address for kernels, the view for formulas, the same bytes. */
export interface Vector {
  readonly at: number;
  readonly length: number;
  readonly data: Float64Array;
}

/** n 32-bit integers in a session's memory. */
export interface Words {
  readonly at: number;
  readonly length: number;
  readonly data: Int32Array;
}

/** Hands out consecutive 16-byte aligned pieces of one memory. */
export interface Arena {
  f64(length: number): Vector;
  i32(length: number): Words;
}

/** What a part keeps in memory: run once to count bytes, then once more to place them. It must not touch the data. */
export type Layout<T> = (arena: Arena) => T;

/** One planned memory, its kernels, and the parts laid out in it. It never grows, so the views stay valid. */
export interface Placed<T> {
  readonly kernels: Kernels;
  readonly parts: T;
  readonly bytes: number;
  /** Gives the memory back; nothing in it may be used afterwards. */
  release(): void;
}

const PAGE = 65536;
/** One page less than 4 GiB: the address just past the last array must not wrap to 0. */
const LIMIT = 65535 * PAGE;
const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Bytes that a layout takes, without the kernels' own tables (a few kilobytes). */
export function planBytes(layout: Layout<unknown>): number {
  let bytes = 0;
  const take = (size: number): number => {
    const at = bytes;
    bytes += aligned(size);
    return at;
  };
  layout({
    f64: (length) => ({ at: take(8 * length), length, data: new Float64Array(0) }),
    i32: (length) => ({ at: take(4 * length), length, data: new Int32Array(0) }),
  });
  return bytes;
}

/** A memory with its instance of the kernels. */
interface Seat {
  readonly memory: LinearMemory;
  readonly kernels: Kernels;
  readonly base: number;
}

/**
 * Small memories given back, to be used again: making one takes longer than a small solve. At most four, so at most
 * 4 MiB are ever kept; larger ones are left to the collector.
 */
const idle: Seat[] = [];
const KEPT = 4;
const KEPT_BYTES = 2 ** 20;

/** Plan, allocate, place; every byte is 0. Throws an InputError when wasm32's 4 GiB or the engine's limit is too small. */
export function place<T>(layout: Layout<T>): Placed<T> {
  const bytes = planBytes(layout);
  const used = idle.pop();
  const seat = used ?? newSeat();
  const { memory, kernels, base } = seat;
  grow(memory, base + bytes);
  if (used) new Uint8Array(memory.buffer, base, bytes).fill(0);
  let top = base;
  const take = (size: number): number => {
    const at = top;
    top += aligned(size);
    return at;
  };
  const parts = layout({
    f64: (length) => {
      const at = take(8 * length);
      return { at, length, data: new Float64Array(memory.buffer, at, length) };
    },
    i32: (length) => {
      const at = take(4 * length);
      return { at, length, data: new Int32Array(memory.buffer, at, length) };
    },
  });
  let released = false;
  const release = (): void => {
    if (!released && idle.length < KEPT && memory.buffer.byteLength <= KEPT_BYTES) idle.push(seat);
    released = true;
  };
  return { kernels, parts, bytes, release };
}

function newSeat(): Seat {
  const memory = smallestMemory();
  const raw = instantiateKernels(memory);
  return { memory, kernels: kernelsOf(raw), base: aligned(raw.heapBase.value) };
}

/** The vector of the entries from..to-1 of v; v itself where that is all of it. */
export function slice(v: Vector, from: number, to: number): Vector {
  if (from === 0 && to === v.length) return v;
  return { at: v.at + 8 * from, length: to - from, data: v.data.subarray(from, to) };
}

/** The words from..to-1 of v. */
export function sliceWords(v: Words, from: number, to: number): Words {
  return { at: v.at + 4 * from, length: to - from, data: v.data.subarray(from, to) };
}

function grow(memory: LinearMemory, bytes: number): void {
  const gibibytes = (bytes / 2 ** 30).toFixed(2);
  if (bytes > LIMIT) {
    throw new InputError(
      "tooLarge",
      "A",
      `this problem needs ${gibibytes} GiB, more than the 4 GiB a 32-bit WebAssembly memory can hold: use fewer rows, fewer columns (the Hessian and its factor are columns x columns each), or a sparse matrix (csr) where A has many zeros`,
    );
  }
  try {
    memory.grow(Math.max(0, Math.ceil(bytes / PAGE) - memory.buffer.byteLength / PAGE));
  } catch {
    throw new InputError(
      "tooLarge",
      "A",
      `this engine did not give the ${gibibytes} GiB of WebAssembly memory that the problem needs: use fewer rows or columns, or free other memories first`,
    );
  }
}
