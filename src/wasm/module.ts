import { instantiateSync } from "@assemblyscript/loader";
import bytes from "../../build/dist/kernels.wasm";
import { InputError } from "../inputError.js";
import type { RawKernels } from "./raw.js";

let compiled: WebAssembly.Module | undefined;

/** The one door from module to instance: compiled at first use, synchronously, from inlined bytes. */
export function instantiateKernels(memory: WebAssembly.Memory): RawKernels {
  compiled ??= compile();
  return instantiateSync(compiled, { env: { memory } }).instance.exports as unknown as RawKernels;
}

/** A memory of the least size the module can be imported with; the plan grows it before any view is made. */
export function smallestMemory(): WebAssembly.Memory {
  if (typeof WebAssembly === "undefined") {
    throw new InputError(
      "environment",
      "WebAssembly",
      "this engine has no WebAssembly: subnewton needs a browser or runtime with WebAssembly SIMD (Chrome 91, Firefox 89, Safari 16.4, Node 16.4 or later)",
    );
  }
  return new WebAssembly.Memory({ initial: 1 });
}

function compile(): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw new InputError(
      "environment",
      "WebAssembly",
      `the kernels did not compile (${(cause as Error).message}): subnewton needs WebAssembly SIMD (Chrome 91, Firefox 89, Safari 16.4, Node 16.4 or later) and, under a Content-Security-Policy, 'wasm-unsafe-eval' in script-src`,
    );
  }
}
