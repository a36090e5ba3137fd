import { InputError } from "../inputError.js";

const NEEDS = "Chrome 115, Firefox 93, Safari 16.4, Node 20 or later";

/** A module with one function that returns a v128: valid where the engine has SIMD. */
const SIMD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

export function wasmMissing(): InputError {
  return new InputError(
    "environment",
    "WebAssembly",
    `this engine has no WebAssembly, or it is switched off (as in Safari's Lockdown Mode): subnewton needs ${NEEDS}`,
  );
}

/** The bytes, if this engine can compile them at all. */
export function compilable(bytes: BufferSource): BufferSource {
  if (typeof WebAssembly === "undefined") throw wasmMissing();
  if (WebAssembly.validate(bytes)) return bytes;
  if (WebAssembly.validate(SIMD)) {
    throw new InputError(
      "type",
      "source",
      "source is not the bytes of subnewton's kernels.wasm: they are damaged or cut",
    );
  }
  throw new InputError("environment", "WebAssembly", `this engine's WebAssembly has no SIMD: subnewton needs ${NEEDS}`);
}

/** Why an engine did not compile what it calls valid. */
export function refusal(cause: Error): InputError {
  const cure =
    cause instanceof RangeError
      ? "solve in a Web Worker, or use Chrome 115 or later"
      : 'under a Content-Security-Policy add \'wasm-unsafe-eval\' to script-src; on an edge runtime bundle with the condition "workerd" or "edge-light", or give initSync of subnewton/slim an imported kernels.wasm';
  return new InputError(
    "environment",
    "WebAssembly",
    `this environment does not let WebAssembly be compiled here (${cause.message}): ${cure}`,
  );
}
