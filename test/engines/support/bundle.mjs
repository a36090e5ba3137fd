import { writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { build as vite } from "vite";
import webpack from "webpack";

const html = (script) => `<!doctype html><meta charset="utf-8"><script type="module" src="${script}"></script>\n`;

/** Each builds folder/entry into folder/out with a page, by the bundler's defaults for a browser. */
export const bundlers = {
  async esbuild(folder, entry, out) {
    await esbuild({
      entryPoints: [join(folder, entry)],
      outfile: join(folder, out, "main.js"),
      bundle: true,
      format: "esm",
      minify: true,
      logLevel: "warning",
    });
    writeFileSync(join(folder, out, "index.html"), html("main.js"));
  },

  async Rollup(folder, entry, out) {
    const bundle = await rollup({ input: join(folder, entry), plugins: [nodeResolve({ browser: true })] });
    await bundle.write({ file: join(folder, out, "main.js"), format: "es" });
    await bundle.close();
    writeFileSync(join(folder, out, "index.html"), html("main.js"));
  },

  async Vite(folder, entry, out) {
    const page = join(folder, `${basename(entry, extname(entry))}.html`);
    writeFileSync(page, html(`./${entry}`));
    await vite({
      root: folder,
      base: "./",
      configFile: false,
      logLevel: "warn",
      build: { outDir: out, rollupOptions: { input: page } },
      worker: { format: "es" },
    });
  },

  async webpack(folder, entry, out) {
    const options = {
      mode: "production",
      context: folder,
      entry: join(folder, entry),
      output: { path: join(folder, out), filename: "main.js", publicPath: "auto" },
      performance: false,
    };
    const stats = await new Promise((resolve, reject) =>
      webpack(options, (error, done) => (error ? reject(error) : resolve(done))),
    );
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString("errors-warnings"));
    writeFileSync(join(folder, out, "index.html"), html("main.js"));
  },
};
