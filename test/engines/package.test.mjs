// What is in the tarball, what the linters of packages say, and strict TypeScript consumers.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { engines, install } from "./support/app.mjs";

const { folder, tarball, packed } = install();
const installed = join(folder, "node_modules/subnewton");

function clean(command, ...args) {
  const bin = join(engines, "node_modules/.bin", command);
  const run = spawnSync(bin, args, { cwd: folder, encoding: "utf8", env: { ...process.env, FORCE_COLOR: "0" } });
  assert.equal(run.status, 0, `${command}\n${run.stdout}${run.stderr}`);
  return run.stdout;
}

test("the tarball has the entries, their maps and types, and nothing else", () => {
  const entries = readdirSync(join(installed, "build/dist")).filter((name) => name !== "types");
  assert.deepEqual(
    packed.filter((path) => !path.startsWith("build/dist/types/")),
    ["LICENSE", "README.md", ...entries.map((name) => `build/dist/${name}`).sort(), "package.json"],
  );
  assert.ok(packed.every((path) => !path.startsWith("build/dist/types/") || path.endsWith(".d.ts")));
  const scripts = entries.filter((name) => name.endsWith(".js"));
  for (const name of scripts) {
    const text = readFileSync(join(installed, "build/dist", name), "utf8");
    const [, map] = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(text);
    assert.ok(entries.includes(map), `${name} names ${map}`);
    assert.ok(!/^\s*(?:await|for await)\b/m.test(text.replace(/async[\s\S]*/, "")), name);
  }
});

test("the package asks for no other", () => {
  const described = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  for (const key of ["dependencies", "optionalDependencies"]) assert.equal(described[key], undefined);
  for (const name of Object.keys(described.peerDependencies)) {
    assert.equal(described.peerDependenciesMeta[name].optional, true, name);
  }
  assert.equal(described.sideEffects, false);
  assert.deepEqual(
    readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith(".")),
    ["subnewton"],
  );
});

test("sizes after gzip", (t) => {
  const size = (name) => gzipSync(readFileSync(join(installed, "build/dist", name)), { level: 9 }).length / 1000;
  for (const name of ["kernels.wasm", "index.js", "index-slim.js"]) t.diagnostic(`${name} ${size(name).toFixed(1)} kB`);
  assert.ok(size("kernels.wasm") <= 30);
});

test("publint", () => {
  clean("publint", "run", "--strict", tarball);
});

test("are the types wrong", () => {
  clean("attw", tarball, "--profile", "esm-only");
});

const COMPILERS = [
  ["node16", { module: "node16", moduleResolution: "node16", types: ["node"], lib: ["ES2022"] }],
  ["bundler", { module: "esnext", moduleResolution: "bundler", types: [], lib: ["ES2022", "DOM"] }],
  ["bundler in a Worker", { module: "esnext", moduleResolution: "bundler", types: [], lib: ["ES2022", "WebWorker"] }],
];

for (const [name, options] of COMPILERS) {
  test(`TypeScript, strict, moduleResolution ${name}`, () => {
    for (const file of ["consumer.ts", "wasm.ts"]) copyFileSync(join(engines, "consumers", file), join(folder, file));
    const compilerOptions = {
      target: "es2022",
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: false,
      skipLibCheck: false,
      noEmit: true,
      typeRoots: [join(engines, "node_modules/@types")],
      ...options,
    };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["consumer.ts", "wasm.ts"] }),
    );
    clean("tsc", "-p", "tsconfig.json");
  });
}
