import packaged from "../../../build/dist/transformer.wasm";
import { instantiate, type LinearMemory, loaderOf } from "../loading.js";
import type { RawTransformer } from "./raw.js";

const loader = /* @__PURE__ */ loaderOf(packaged, "transformer.wasm", "realBytes");

/** The transformer's module in single precision: compiled at first use. */
export function singlePrecision(): WebAssembly.Module {
  return loader.module();
}

export function instantiateTransformer(module: WebAssembly.Module, memory: LinearMemory): RawTransformer {
  return instantiate<RawTransformer>(module, memory);
}

/** Resolves when the transformer's module is compiled, so that the first model does not wait for it. */
export function ready(): Promise<void> {
  return loader.init();
}
