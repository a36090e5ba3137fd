// Prints what a download weighs, after gzip -9: run by `npm run sizes` after a build.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** What an application takes of the package: all of it, and one family of problems. */
const APPLICATIONS = {
  "import * as subnewton": 'import * as subnewton from "subnewton"; globalThis.subnewton = subnewton;',
  "import { csr, expRegression, solve }":
    'import { csr, expRegression, solve } from "subnewton"; globalThis.fit = (A, b) => solve(expRegression({ A: csr(A), b }));',
};

const gzipped = (bytes) => (gzipSync(bytes, { level: 9 }).length / 1000).toFixed(1);
const line = (what, size) => console.log(`${what.padEnd(64)}${size.padStart(6)} kB`);

async function bundled(contents, entry) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: "." },
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
    alias: { subnewton: `./build/dist/${entry}` },
    logLevel: "warning",
  });
  return outputFiles[0].contents;
}

for (const entry of ["kernels.wasm", "index.js", "index-slim.js"]) {
  line(`build/dist/${entry}`, gzipped(readFileSync(`build/dist/${entry}`)));
}
for (const [name, code] of Object.entries(APPLICATIONS)) {
  line(`${name}, kernels inside`, gzipped(await bundled(code, "index.js")));
  line(`${name}, kernels beside`, gzipped(await bundled(code, "index-slim.js")));
}
