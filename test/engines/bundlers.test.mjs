// Vite, webpack, Rollup and esbuild build an application from the packed package; Chromium runs it under a strict policy.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { engines, install, root } from "./support/app.mjs";
import { BROWSERS, open } from "./support/browsers.mjs";
import { bundlers } from "./support/bundle.mjs";
import { present, printed, same } from "./support/check.mjs";
import { serve } from "./support/server.mjs";
import { asked, workerModules } from "./support/workerd.mjs";

const { folder } = install();
cpSync(join(engines, "bundled"), folder, { recursive: true });
const { report: reference } = printed(process.execPath, ["start.mjs"], { cwd: folder });
const server = await serve(folder);
after(() => server.close());

const BUILDS = [
  ["esbuild", "main.mjs"],
  ["Rollup", "main.mjs"],
  ["Vite", "main.mjs"],
  ["Vite", "inWorker.mjs"],
  ["Vite", "slimVite.mjs"],
  ["webpack", "main.mjs"],
  ["webpack", "inWorker.mjs"],
  ["webpack", "slimWebpack.mjs"],
];

for (const [bundler, entry] of BUILDS) {
  test(`${bundler} builds ${entry}`, async (t) => {
    const out = `out-${bundler}-${entry.split(".")[0]}`;
    await bundlers[bundler](folder, entry, out);
    const page = ["index.html", entry.replace(".mjs", ".html")].find((name) => existsSync(join(folder, out, name)));
    const script = join(folder, out, "main.js");
    if (existsSync(script)) t.diagnostic(`main.js ${(statSync(script).size / 1000).toFixed(0)} kB`);
    const [chromium] = BROWSERS;
    if (!present(t, chromium.name, chromium.path)) return;
    same(t, await open(chromium, `${server.address}/strict/${out}/${page}`, server.reported(), 60), reference);
  });
}

/** The files of README's blocks that name one. */
const recipe = new Map(
  [...readFileSync(join(root, "README.md"), "utf8").matchAll(/```js (\S+)\n([\s\S]*?)```/g)].map(([, name, text]) => [
    name,
    text,
  ]),
);

test("README's Web Worker recipe, built by Vite, prints what it says", async (t) => {
  assert.deepEqual([...recipe.keys()], ["fit.worker.js", "page.js"]);
  const printing =
    'const console = { log: (...line) => fetch("report", { method: "POST", body: JSON.stringify(line.join(" ")) }) };';
  writeFileSync(join(folder, "fit.worker.js"), recipe.get("fit.worker.js"));
  writeFileSync(join(folder, "page.js"), `${printing}\n${recipe.get("page.js")}`);
  await bundlers.Vite(folder, "page.js", "out-recipe");
  const [chromium] = BROWSERS;
  if (!present(t, chromium.name, chromium.path)) return;
  const said = await open(chromium, `${server.address}/strict/out-recipe/page.html`, server.reported(), 60);
  assert.equal(said, /console\.log.*\n\/\/ (.*)/.exec(recipe.get("page.js"))[1]);
});

const HONO = `
  import { Hono } from "hono";
  import * as subnewton from "subnewton";
  import { smoke } from "./smoke.mjs";
  const app = new Hono();
  app.get("/", (context) => context.json({ report: smoke(subnewton) }));
  export default app;`;

test("Hono on workerd", async (t) => {
  const modules = await workerModules(folder, HONO, { nodePaths: [join(engines, "node_modules")] });
  assert.deepEqual(
    modules.map(({ type }) => type),
    ["ESModule", "CompiledWasm"],
  );
  same(t, await asked(modules, "2025-01-01"), reference);
});

test("a bundle for the condition edge-light takes the module that the platform compiled", async (t) => {
  const { build } = await import("esbuild");
  const platform = {
    name: "compiled-wasm",
    setup(bundler) {
      bundler.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
        path: join(resolveDir, path.replace("?module", "")),
        namespace: "compiled",
      }));
      bundler.onLoad({ filter: /./, namespace: "compiled" }, ({ path }) => ({
        contents: `import { readFileSync } from "node:fs";
          export default new WebAssembly.Module(readFileSync(${JSON.stringify(path)}));`,
      }));
    },
  };
  const { metafile } = await build({
    entryPoints: [join(folder, "start.mjs")],
    outfile: join(folder, "edge-light.mjs"),
    bundle: true,
    format: "esm",
    conditions: ["edge-light"],
    external: ["node:fs"],
    metafile: true,
    plugins: [platform],
  });
  const found = printed(process.execPath, ["edge-light.mjs"], { cwd: folder });
  assert.match(Object.keys(metafile.inputs).join("\n"), /index-edge-light\.js/);
  same(t, found, reference);
});
