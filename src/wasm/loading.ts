import { instantiateSync } from "@assemblyscript/loader";
import { InputError } from "../inputError.js";
import { compilable, refusal, wasmMissing } from "./support.js";

/**
 * What a module can be made from: a compiled WebAssembly.Module, or the bytes of its file. The types of the DOM, which not
 * every project has, know no more of a Module than that it is an object.
 */
export type KernelSource = object | ArrayBuffer | ArrayBufferView;

/** A source, or where to fetch one. */
export type KernelOrigin = KernelSource | Response | URL | string | Promise<Response>;

/** The part of WebAssembly.Memory that is used. */
export interface LinearMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** One of the package's modules, compiled once. */
export interface Loader {
  /** Compiled at first use where neither of the others was called. */
  module(): WebAssembly.Module;
  initSync(source?: KernelSource): void;
  init(source?: KernelOrigin): Promise<void>;
}

/**
 * The loader of the module in `file`, which an entry has inside (`packaged`: its bytes, an edge runtime's module, or
 * undefined for an entry without); `mark` is an export that tells it from other modules.
 */
export function loaderOf(packaged: KernelSource | undefined, file: string, mark: string): Loader {
  let compiled: WebAssembly.Module | undefined;
  let compiling: Promise<void> | undefined;

  /** The caller's source, or what the package has inside. */
  function checked(source: KernelSource | undefined): KernelSource {
    const kernels = source ?? packaged;
    if (kernels === undefined) {
      throw new InputError(
        "environment",
        "source",
        `subnewton/slim has no kernels inside: first call initSync(module or bytes) or await init(module, bytes, response or URL) with subnewton/${file}`,
      );
    }
    const kind = kindOf(kernels);
    if (kind !== "WebAssembly.Module" && kind !== "ArrayBuffer" && !ArrayBuffer.isView(kernels)) {
      throw new InputError("type", "source", `source is ${kind}, not a WebAssembly.Module or the bytes of ${file}`);
    }
    return kernels;
  }

  function ours(module: WebAssembly.Module): WebAssembly.Module {
    if (WebAssembly.Module.exports(module).some(({ name }) => name === mark)) return module;
    throw new InputError("type", "source", `source is a WebAssembly module, but not subnewton's ${file}`);
  }

  function compileSync(source: KernelSource): WebAssembly.Module {
    if (kindOf(source) === "WebAssembly.Module") return ours(source as WebAssembly.Module);
    const bytes = compilable(source as BufferSource);
    let module: WebAssembly.Module;
    try {
      module = new WebAssembly.Module(bytes);
    } catch (cause) {
      throw refusal(cause as Error);
    }
    return ours(module);
  }

  async function compile(origin: KernelOrigin | undefined): Promise<void> {
    const kernels = checked(await fetched(await origin, file));
    if (kindOf(kernels) === "WebAssembly.Module") return self.initSync(kernels);
    const bytes = compilable(kernels as BufferSource);
    try {
      const module = ours(await WebAssembly.compile(bytes));
      await WebAssembly.instantiate(module, { env: { memory: smallestMemory() as WebAssembly.Memory } });
      compiled ??= module;
    } catch (cause) {
      throw cause instanceof InputError ? cause : refusal(cause as Error);
    }
  }

  const self: Loader = {
    module() {
      if (!compiled) self.initSync();
      return compiled as WebAssembly.Module;
    },
    initSync(source) {
      compiled ??= compileSync(checked(source));
    },
    async init(origin) {
      if (compiled) return;
      compiling ??= compile(origin).finally(() => {
        compiling = undefined;
      });
      await compiling;
    },
  };
  return self;
}

/** The one door from module to instance. */
export function instantiate<Raw>(module: WebAssembly.Module, memory: LinearMemory): Raw {
  try {
    return instantiateSync(module, { env: { memory: memory as WebAssembly.Memory } }).instance
      .exports as unknown as Raw;
  } catch (cause) {
    // WebKit applies a Content-Security-Policy here, not when it compiles.
    throw cause instanceof WebAssembly.CompileError ? refusal(cause) : cause;
  }
}

/** A memory of the least size a module can be imported with; a plan grows it before any view is made. */
export function smallestMemory(): LinearMemory {
  if (typeof WebAssembly === "undefined") throw wasmMissing();
  return new WebAssembly.Memory({ initial: 1 }) as LinearMemory;
}

async function fetched(
  source: KernelSource | Response | URL | string | undefined,
  file: string,
): Promise<KernelSource | undefined> {
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
      `${response.url || "the response"} gave HTTP ${response.status}: serve the package's ${file} there`,
    );
  }
  return response.arrayBuffer();
}

/** "Response", "ArrayBuffer" and so on, also for an object of another realm. */
const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
