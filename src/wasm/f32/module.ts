import { instantiateSync } from "@assemblyscript/loader";
import packaged from "../../../build/dist/transformer.wasm";
import { compileSync, type LinearMemory } from "../compile.js";
import type { RawTransformer } from "./raw.js";

let compiled: WebAssembly.Module | undefined;

/** The transformer's module in single precision: compiled at first use. */
export function singlePrecision(): WebAssembly.Module {
  // Undefined in an entry without bytes, which the transformer has none of.
  compiled ??= compileSync(packaged as object);
  return compiled;
}

export function instantiateTransformer(module: WebAssembly.Module, memory: LinearMemory): RawTransformer {
  return instantiateSync(module, { env: { memory: memory as WebAssembly.Memory } }).instance
    .exports as unknown as RawTransformer;
}
