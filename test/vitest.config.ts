import { readFileSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

// SUBNEWTON_KERNELS: "debug" for the build with assertions, or a .wasm file (planted faults), else the release build.
function kernelsFile(imported: string): string {
  if (!imported.endsWith("/kernels.wasm")) return imported;
  const choice = process.env.SUBNEWTON_KERNELS ?? "";
  if (choice === "" || choice === "release") return imported;
  if (choice === "debug") return resolve(root, "build/debug/kernels.wasm");
  return isAbsolute(choice) ? choice : resolve(root, choice);
}

/** `import bytes from "x.wasm"` gives the file's bytes, as esbuild's binary loader does in the build. */
function wasmBytes(): Plugin {
  return {
    name: "wasm-bytes",
    enforce: "pre",
    load(id) {
      if (!id.endsWith(".wasm")) return null;
      const base64 = readFileSync(kernelsFile(id)).toString("base64");
      return `export default Uint8Array.from(atob("${base64}"), (c) => c.charCodeAt(0));`;
    },
  };
}

export default defineConfig({
  root,
  plugins: [wasmBytes()],
  resolve: {
    alias: {
      "subnewton/transformer": resolve(root, "src/transformer/index.ts"),
      subnewton: resolve(root, "src/index.ts"),
    },
  },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
  },
});
