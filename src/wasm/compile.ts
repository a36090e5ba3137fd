import { InputError } from "../inputError.js";

/** A memory of the least size a module can be imported with; a plan grows it before any view is made. */
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

/** Compiles a module's bytes at once; throws an InputError that names the cure where the engine cannot. */
export function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
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
