import { instantiateSync } from "@assemblyscript/loader";
import bytes from "../../../build/dist/transformer.wasm";
import { compile } from "../compile.js";
import type { RawTransformer } from "./raw.js";

let compiled: WebAssembly.Module | undefined;

/** The transformer's module in single precision: compiled at first use. */
export function singlePrecision(): WebAssembly.Module {
  compiled ??= compile(bytes);
  return compiled;
}

export function instantiateTransformer(module: WebAssembly.Module, memory: WebAssembly.Memory): RawTransformer {
  return instantiateSync(module, { env: { memory } }).instance.exports as unknown as RawTransformer;
}
