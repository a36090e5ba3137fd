// Bundles the package's entries, once with the kernels inside and once with an import of kernels.wasm, of which the
// edge runtimes and the slim entry are the same text with another first import.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { build } from "esbuild";

/** Public entries: the file's name in build/dist and its source. */
const ENTRIES = { index: "src/index.ts", transformer: "src/transformer/index.ts" };

/** What stands for `import kernels from "./kernels.wasm"` in each entry without the bytes, by the suffix of its name. */
const WITHOUT_BYTES = {
  "-workerd": (name, file) => `import ${name} from"${file}";`,
  "-edge-light": (name, file) => `import ${name} from"${file}?module";`,
  "-slim": (name) => `const ${name}=void 0;`,
};

const shared = {
  outdir: "build/dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "neutral",
  target: "es2022",
  mainFields: ["module", "main"],
  minify: true,
  lineLimit: 600, // Node prints the whole line that an uncaught error came from
  sourcemap: true,
  logLevel: "warning",
};

/**
 * Hexadecimal rather than base64: 3 kB less after gzip, which sees whole bytes. Decoded by the engine where it can: a
 * loop that runs once is interpreted, 4 ms.
 */
function inlined(path) {
  return `const digit = (code) => code - (code < 58 ? 48 : 87);
    function decode(hex) {
      if (Uint8Array.fromHex) return Uint8Array.fromHex(hex);
      if (globalThis.Buffer) return globalThis.Buffer.from(hex, "hex");
      const bytes = new Uint8Array(hex.length / 2);
      for (let k = 0; k < bytes.length; k++) {
        bytes[k] = 16 * digit(hex.charCodeAt(2 * k)) + digit(hex.charCodeAt(2 * k + 1));
      }
      return bytes;
    }
    export default /* @__PURE__ */ decode("${readFileSync(path).toString("hex")}");`;
}

const wasmInside = {
  name: "wasm-inside",
  setup(bundler) {
    bundler.onLoad({ filter: /\.wasm$/ }, ({ path }) => ({ contents: inlined(path), loader: "js" }));
  },
};

const wasmBeside = {
  name: "wasm-beside",
  setup(bundler) {
    const beside = ({ path }) => ({ path: `./${basename(path)}`, external: true });
    bundler.onResolve({ filter: /\.wasm$/ }, beside);
  },
};

function entryPoints(suffix) {
  return Object.fromEntries(Object.entries(ENTRIES).map(([name, source]) => [name + suffix, resolve(source)]));
}

for (const name of readdirSync("build/dist")) if (/\.js(\.map)?$/.test(name)) rmSync(`build/dist/${name}`);

await build({ ...shared, entryPoints: entryPoints(""), plugins: [wasmInside], chunkNames: "shared-[hash]" });

const { outputFiles } = await build({
  ...shared,
  entryPoints: entryPoints("-workerd"),
  plugins: [wasmBeside],
  chunkNames: "shared-[hash]-workerd",
  write: false,
});
for (const { path, text } of outputFiles) {
  if (path.endsWith(".map")) {
    writeFileSync(path, text);
    continue;
  }
  const [code, map] = text.split("//# sourceMappingURL=");
  for (const [suffix, imported] of Object.entries(WITHOUT_BYTES)) {
    // The package offers no slim transformer.
    if (suffix === "-slim" && basename(path).startsWith("transformer")) continue;
    const own = code
      .replace(/import ([\w$]+) from"(\.\/[\w.-]+\.wasm)";/g, (_, name, file) => imported(name, file))
      .replaceAll("-workerd.js", `${suffix}.js`);
    writeFileSync(path.replace("-workerd.js", `${suffix}.js`), `${own}//# sourceMappingURL=${map}`);
  }
}

// An edge runtime gives a WebAssembly.Module, a name that only the DOM's types know; "?url" brings a type of its own.
for (const file of ["kernels", "transformer"]) {
  writeFileSync(`build/dist/${file}.wasm.d.ts`, "declare const kernels: object;\nexport default kernels;\n");
}
