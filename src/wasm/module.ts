import packaged from "../../build/dist/kernels.wasm";
import { instantiate, type KernelOrigin, type KernelSource, type LinearMemory, loaderOf } from "./loading.js";
import type { RawKernels } from "./raw.js";

const loader = /* @__PURE__ */ loaderOf(packaged, "kernels.wasm", "choleskyPanel");

/** Compiled at first use where init and initSync were not called. */
export function instantiateKernels(memory: LinearMemory): RawKernels {
  return instantiate<RawKernels>(loader.module(), memory);
}

/**
 * Compiles the kernels now, synchronously; nothing to do where they are compiled already. The entry `subnewton` has them
 * inside and needs no argument; `subnewton/slim` takes the module or the bytes of `subnewton/kernels.wasm` of its version.
 * @throws InputError "environment" where the engine cannot or may not compile them, with the cure.
 */
export function initSync(source?: KernelSource): void {
  loader.initSync(source);
}

/**
 * The same without holding the thread: also from a Response (`fetch(...)`, awaited or not) or an address to fetch.
 * Calls during one compilation share it; a failed one can be tried again.
 * @throws InputError "environment" as initSync, and where the address gives no kernels.
 */
export async function init(source?: KernelOrigin): Promise<void> {
  await loader.init(source);
}

/** Resolves when the kernels are compiled, so that the first solve does not wait for it. */
export function ready(): Promise<void> {
  return loader.init();
}
