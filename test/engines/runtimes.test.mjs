// Node 20 to 26, Deno, Bun and workerd solve the same cases to the same bits.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { engines, install } from "./support/app.mjs";
import { present, printed, same } from "./support/check.mjs";
import { inWorkerd } from "./support/workerd.mjs";

const { folder } = install();
const binary = (path) => join(engines, "node_modules", path);
const { report: reference } = printed(process.execPath, ["start.mjs"], { cwd: folder });

const RUNTIMES = [
  ...[20, 22, 24, 26].map((version) => ({ name: `Node ${version}`, path: `node${version}/bin/node`, args: [] })),
  { name: "Deno", path: "@deno/linux-x64-glibc/deno", args: ["run", "--allow-read", "--cached-only"] },
  { name: "Bun", path: "@oven/bun-linux-x64/bin/bun", args: ["run"] },
];

for (const { name, path, args } of RUNTIMES) {
  test(name, (t) => {
    if (!present(t, name, existsSync(binary(path)))) return;
    same(t, printed(binary(path), [...args, "start.mjs"], { cwd: folder }), reference);
  });
}

const transformer = printed(process.execPath, ["transformer.mjs"], { cwd: folder });

for (const { name, path, args } of RUNTIMES) {
  test(`subnewton/transformer in ${name}`, (t) => {
    if (!present(t, name, existsSync(binary(path)))) return;
    assert.deepEqual(printed(binary(path), [...args, "transformer.mjs"], { cwd: folder }), transformer);
    assert.deepEqual(transformer.sentence, [0, 1, 2, 3, 4]);
  });
}

for (const version of [20, 22, 24, 26]) {
  test(`require() in CommonJS on Node ${version}`, (t) => {
    const path = binary(`node${version}/bin/node`);
    if (present(t, `Node ${version}`, existsSync(path)))
      same(t, printed(path, ["start.cjs"], { cwd: folder }), reference);
  });
}

for (const date of ["2023-08-01", "2026-04-01"]) {
  test(`workerd with compatibility date ${date}`, async (t) => {
    same(t, await inWorkerd(folder, date), reference);
  });
}
