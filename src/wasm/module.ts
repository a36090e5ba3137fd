import { instantiateSync } from "@assemblyscript/loader";
import packaged from "../../build/dist/kernels.wasm";
import { InputError } from "../inputError.js";
import { compileSync, type KernelSource, kindOf, type LinearMemory, ours, smallestMemory } from "./compile.js";
import type { RawKernels } from "./raw.js";
import { compilable, refusal } from "./support.js";

let compiled: WebAssembly.Module | undefined;
let compiling: Promise<void> | undefined;

/** The one door from module to instance; compiled at first use where init and initSync were not called. */
export function instantiateKernels(memory: LinearMemory): RawKernels {
  if (!compiled) initSync();
  try {
    return instantiateSync(compiled as WebAssembly.Module, { env: { memory: memory as WebAssembly.Memory } }).instance
      .exports as unknown as RawKernels;
  } catch (cause) {
    // WebKit applies a Content-Security-Policy here, not when it compiles.
    throw cause instanceof WebAssembly.CompileError ? refusal(cause) : cause;
  }
}

/**
 * Compiles the kernels now, synchronously; nothing to do where they are compiled already. The entry `subnewton` has them
 * inside and needs no argument; `subnewton/slim` takes the module or the bytes of `subnewton/kernels.wasm` of its version.
 * @throws InputError "environment" where the engine cannot or may not compile them, with the cure.
 */
export function initSync(source?: KernelSource): void {
  compiled ??= compileSync(checked(source));
}

/**
 * The same without holding the thread: also from a Response (`fetch(...)`, awaited or not) or an address to fetch.
 * Calls during one compilation share it; a failed one can be tried again.
 * @throws InputError "environment" as initSync, and where the address gives no kernels.
 */
export async function init(source?: KernelSource | Response | URL | string | Promise<Response>): Promise<void> {
  if (compiled) return;
  compiling ??= compile(source).finally(() => {
    compiling = undefined;
  });
  await compiling;
}

/** Resolves when the kernels are compiled, so that the first solve does not wait for it. */
export function ready(): Promise<void> {
  return init();
}

async function compile(source: Parameters<typeof init>[0]): Promise<void> {
  const kernels = checked(await fetched(await source));
  if (kindOf(kernels) === "WebAssembly.Module") return initSync(kernels);
  const bytes = compilable(kernels as BufferSource);
  try {
    const module = ours(await WebAssembly.compile(bytes));
    await WebAssembly.instantiate(module, { env: { memory: smallestMemory() as WebAssembly.Memory } });
    compiled ??= module;
  } catch (cause) {
    throw cause instanceof InputError ? cause : refusal(cause as Error);
  }
}

async function fetched(source: KernelSource | Response | URL | string | undefined): Promise<KernelSource | undefined> {
  const address = typeof source === "string" || kindOf(source) === "URL";
  if (!address && kindOf(source) !== "Response") return source as KernelSource | undefined;
  if (address && String(source).startsWith("file:")) {
    throw new InputError(
      "type",
      "source",
      "source is a file: URL, which cannot be fetched: read the file, pass its bytes",
    );
  }
  const response = address ? await fetch(source as URL | string) : (source as Response);
  if (!response.ok) {
    throw new InputError(
      "environment",
      "source",
      `${response.url || "the response"} gave HTTP ${response.status}: serve the package's kernels.wasm there`,
    );
  }
  return response.arrayBuffer();
}

/** The caller's source, or what the package has inside. */
function checked(source: KernelSource | undefined): KernelSource {
  const kernels = source ?? packaged;
  if (kernels === undefined) {
    throw new InputError(
      "environment",
      "source",
      "subnewton/slim has no kernels inside: first call initSync(module or bytes) or await init(module, bytes, response or URL) with subnewton/kernels.wasm",
    );
  }
  const kind = kindOf(kernels);
  if (kind !== "WebAssembly.Module" && kind !== "ArrayBuffer" && !ArrayBuffer.isView(kernels)) {
    throw new InputError("type", "source", `source is ${kind}, not a WebAssembly.Module or the bytes of kernels.wasm`);
  }
  return kernels;
}
