import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A kernel takes addresses and numbers; see assembly/ for each one's order. */
export type Kernel = (...operands: number[]) => number;

/** An array in the kernels' memory: its address and the view of the same bytes. */
export interface Placed<T> {
  readonly at: number;
  readonly data: T;
}

const PATH = join("build", "dist", "kernels.wasm");
const PAGE = 65536;
let compiled: WebAssembly.Module | undefined;

/** One instance of the release kernels over a memory of its own, whose arrays start on cache lines. */
export class KernelMemory {
  readonly kernels: Record<string, Kernel>;
  private readonly memory: WebAssembly.Memory;
  private top: number;

  constructor(doubles: number) {
    this.memory = new WebAssembly.Memory({ initial: Math.ceil((8 * doubles) / PAGE) + 16 });
    compiled ??= new WebAssembly.Module(readFileSync(PATH));
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory: this.memory } });
    this.kernels = exports as unknown as Record<string, Kernel>;
    this.top = (exports.heapBase as WebAssembly.Global).value;
  }

  /** Room for n zeros. */
  zeros(n: number): Placed<Float64Array> {
    const at = this.take(8 * n);
    return { at, data: new Float64Array(this.memory.buffer, at, n) };
  }

  /** A copy of an array of doubles. */
  doubles(from: Float64Array): Placed<Float64Array> {
    const placed = this.zeros(from.length);
    placed.data.set(from);
    return placed;
  }

  /** A copy of an array of 32-bit integers. */
  words(from: Int32Array): Placed<Int32Array> {
    const at = this.take(4 * from.length);
    const data = new Int32Array(this.memory.buffer, at, from.length);
    data.set(from);
    return { at, data };
  }

  private take(bytes: number): number {
    const at = Math.ceil(this.top / 64) * 64;
    this.top = at + bytes;
    return at;
  }
}
