import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

/** Bundles a Worker as wrangler does: the workerd condition, and .wasm imports left to the runtime as modules. */
export async function workerModules(folder, contents, options = {}) {
  const wasm = new Map();
  const beside = {
    name: "wasm",
    setup(bundler) {
      bundler.onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
        const name = `./${path.split("/").at(-1)}`;
        wasm.set(name, join(resolveDir, path));
        return { path: name, external: true };
      });
    },
  };
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    write: false,
    plugins: [beside],
    logLevel: "warning",
    ...options,
  });
  return [
    { type: "ESModule", path: "worker.mjs", contents: outputFiles[0].text },
    ...[...wasm].map(([path, file]) => ({ type: "CompiledWasm", path: path.slice(2), contents: readFileSync(file) })),
  ];
}

const SMOKE = `
  import * as subnewton from "subnewton";
  import { smoke } from "./smoke.mjs";
  export default { fetch: () => Response.json({ report: smoke(subnewton) }) };`;

/** The smoke program's report from workerd with a compatibility date. */
export async function inWorkerd(folder, compatibilityDate) {
  return asked(await workerModules(folder, SMOKE), compatibilityDate);
}

/** What a Worker of these modules answers to one request, as JSON. */
export async function asked(modules, compatibilityDate) {
  const worker = new Miniflare({ modules, compatibilityDate });
  try {
    return await (await worker.dispatchFetch("http://localhost/")).json();
  } finally {
    await worker.dispose();
  }
}
