import type { Reals } from "../../../src/wasm/f32/memory.js";
import type { Kernels } from "../../../src/wasm/kernels.js";
import { place, type Vector, type Words } from "../../../src/wasm/memory.js";
import { integer, type Random, seeded } from "./seeded.js";

/** Bytes that a call may write. */
export interface Region {
  readonly at: number;
  readonly bytes: number;
}

/** The bytes of a whole vector. */
export function whole(v: Vector | Words | Reals): Region {
  return { at: v.at, bytes: v.data.byteLength };
}

/** The bytes of the upper triangle of a row-major d x d array. */
export function upper(H: Vector, d: number): Region[] {
  return Array.from({ length: d }, (_, i) => ({ at: H.at + 8 * (i * d + i), bytes: 8 * (d - i) }));
}

/** A memory to test in, with its kernels. */
export interface Seat<K> {
  readonly kernels: K;
  readonly base: number;
  readonly buffer: ArrayBuffer;
  /** What `reals` gives; default Float64Array. */
  readonly RealArray?: typeof Float32Array;
}

/**
 * One kernel memory filled with noise, out of which arrays are cut at 8-byte (words: 4-byte) but not 16-byte aligned
 * addresses with gaps between them. `run` compares every byte of the memory outside the declared regions, also the
 * kernels' own tables below heapBase, with its value before the call.
 */
export class Sandbox<K = Kernels> {
  readonly kernels: K;
  /** First byte above the kernels' own tables. */
  readonly base: number;
  readonly #bytes: Uint8Array;
  readonly #before: Uint8Array;
  readonly #noise: Uint8Array;
  readonly #buffer: ArrayBuffer;
  readonly #RealArray: typeof Float32Array;
  #top: number;
  #random: Random = seeded(0);

  /** A number of doubles for the package's first module, or another module's seat. */
  constructor(size: number | Seat<K>) {
    const seat = typeof size === "number" ? (first(size) as unknown as Seat<K>) : size;
    this.kernels = seat.kernels;
    this.base = seat.base;
    this.#buffer = seat.buffer;
    this.#RealArray = seat.RealArray ?? (Float64Array as unknown as typeof Float32Array);
    this.#bytes = new Uint8Array(this.#buffer);
    this.#before = new Uint8Array(this.#bytes.length);
    this.#top = this.base;
    const random = seeded(0x5eed);
    const words = new Uint32Array(Math.ceil(this.#bytes.length / 4) + 1024);
    for (let i = 0; i < words.length; i++) words[i] = random() * 2 ** 32;
    this.#noise = new Uint8Array(words.buffer);
  }

  /** Forgets all arrays and fills the memory from heapBase up with the noise of this seed. */
  reset(seed: number): void {
    this.#random = seeded(seed);
    const from = integer(this.#random, 0, 4000);
    this.#bytes.set(this.#noise.subarray(from, from + this.#bytes.length - this.base), this.base);
    this.#top = this.base;
  }

  /** A vector of these values; for a length its entries stay noise. */
  vector(values: number | ArrayLike<number>): Vector {
    const length = typeof values === "number" ? values : values.length;
    const at = this.#take(8, length);
    const data = new Float64Array(this.#buffer, at, length);
    if (typeof values !== "number") data.set(values);
    return { at, length, data };
  }

  /** A vector of the seat's own kind of reals. */
  reals(values: number | ArrayLike<number>): Reals {
    const length = typeof values === "number" ? values : values.length;
    const at = this.#take(this.#RealArray.BYTES_PER_ELEMENT, length);
    const data = new this.#RealArray(this.#buffer, at, length);
    if (typeof values !== "number") data.set(values);
    return { at, length, data };
  }

  words(values: number | ArrayLike<number>): Words {
    const length = typeof values === "number" ? values : values.length;
    const at = this.#take(4, length);
    const data = new Int32Array(this.#buffer, at, length);
    if (typeof values !== "number") data.set(values);
    return { at, length, data };
  }

  /** Calls, then fails if a byte outside `writable` changed or the memory grew. */
  run<T>(what: string, writable: readonly Region[], call: () => T): T {
    this.#before.set(this.#bytes);
    const result = call();
    if (this.#bytes.length !== this.#before.length) throw new Error(`${what}: the memory grew`);
    let from = 0;
    for (const region of [...writable].sort((a, b) => a.at - b.at)) {
      this.#compare(what, from, region.at);
      from = Math.max(from, region.at + region.bytes);
    }
    this.#compare(what, from, this.#bytes.length);
    return result;
  }

  #take(size: number, length: number): number {
    const at = Math.ceil(this.#top / size) * size + size * integer(this.#random, 1, 6);
    this.#top = at + size * length;
    if (this.#top + 64 > this.#bytes.length) throw new Error(`the sandbox is too small: ${this.#top} bytes`);
    return at;
  }

  #compare(what: string, from: number, to: number): void {
    if (to <= from) return;
    if (Buffer.compare(this.#bytes.subarray(from, to), this.#before.subarray(from, to)) === 0) return;
    let at = from;
    while (this.#bytes[at] === this.#before[at]) at++;
    throw new Error(`${what}: byte ${at} changed, outside the output (memory base ${this.base})`);
  }
}

function first(doubles: number): Seat<Kernels> {
  const { kernels, parts } = place((arena) => arena.f64(doubles));
  return { kernels, base: parts.at, buffer: parts.data.buffer as ArrayBuffer };
}
