import { InputError } from "../inputError.js";
import { compilable, refusal, wasmMissing } from "./support.js";

/**
 * What the kernels can be made from: a compiled WebAssembly.Module, or the bytes of kernels.wasm. The types of the DOM,
 * which not every project has, know no more of a Module than that it is an object.
 */
export type KernelSource = object | ArrayBuffer | ArrayBufferView;

/** The part of WebAssembly.Memory that is used. */
export interface LinearMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** A memory of the least size the module can be imported with; the plan grows it before any view is made. */
export function smallestMemory(): LinearMemory {
  if (typeof WebAssembly === "undefined") throw wasmMissing();
  return new WebAssembly.Memory({ initial: 1 }) as LinearMemory;
}

/** A module from what there is; throws an InputError with the cure where the engine cannot or may not. */
export function compileSync(source: KernelSource): WebAssembly.Module {
  if (kindOf(source) === "WebAssembly.Module") return ours(source as WebAssembly.Module);
  const bytes = compilable(source as BufferSource);
  let module: WebAssembly.Module;
  try {
    module = new WebAssembly.Module(bytes);
  } catch (cause) {
    throw refusal(cause as Error);
  }
  return ours(module);
}

/** The module, if it is one of the package's. */
export function ours(module: WebAssembly.Module): WebAssembly.Module {
  if (WebAssembly.Module.exports(module).some(({ name }) => name === "heapBase")) return module;
  throw new InputError("type", "source", "source is a WebAssembly module, but not subnewton's kernels.wasm");
}

/** "Response", "ArrayBuffer" and so on, also for an object of another realm. */
export const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
