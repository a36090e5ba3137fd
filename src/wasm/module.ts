import { instantiateSync } from "@assemblyscript/loader";
import bytes from "../../build/dist/kernels.wasm";
import { compile } from "./compile.js";
import type { RawKernels } from "./raw.js";

let compiled: WebAssembly.Module | undefined;

/** The one door from module to instance: compiled at first use, synchronously, from inlined bytes. */
export function instantiateKernels(memory: WebAssembly.Memory): RawKernels {
  compiled ??= compile(bytes);
  return instantiateSync(compiled, { env: { memory } }).instance.exports as unknown as RawKernels;
}
