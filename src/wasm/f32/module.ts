import { instantiateSync } from "@assemblyscript/loader";
import packaged from "../../../build/dist/transformer.wasm";
import { InputError } from "../../inputError.js";
import { compilable, refusal, wasmMissing } from "../support.js";
import type { RawTransformer } from "./raw.js";

let compiled: WebAssembly.Module | undefined;

/**
 * The transformer's module in single precision, compiled at first use from the bytes inside; on edge runtimes it comes
 * compiled.
 */
export function singlePrecision(): WebAssembly.Module {
  compiled ??= packaged instanceof Uint8Array ? compile(packaged) : given(packaged);
  return compiled;
}

/** A memory of the least size the module can be imported with; a plan grows it before any view is made. */
export function smallestMemory(): WebAssembly.Memory {
  if (typeof WebAssembly === "undefined") throw wasmMissing();
  return new WebAssembly.Memory({ initial: 1 });
}

export function instantiateTransformer(module: WebAssembly.Module, memory: WebAssembly.Memory): RawTransformer {
  try {
    return instantiateSync(module, { env: { memory } }).instance.exports as unknown as RawTransformer;
  } catch (cause) {
    // WebKit applies a Content-Security-Policy here, not when it compiles.
    throw cause instanceof WebAssembly.CompileError ? refusal(cause) : cause;
  }
}

function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const checked = compilable(bytes);
  try {
    return new WebAssembly.Module(checked);
  } catch (cause) {
    throw refusal(cause as Error);
  }
}

function given(module: WebAssembly.Module | undefined): WebAssembly.Module {
  if (module) return module;
  throw new InputError("environment", "WebAssembly", "this build of subnewton/transformer has no kernels inside");
}
