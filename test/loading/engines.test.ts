import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const root = new URL("../../", import.meta.url);

/** What a solve with a built entry ends in, on a Node with these flags. */
function solved(entry: string, before: string, ...flags: string[]): string {
  const script = `
    import { readFileSync } from "node:fs";
    import { init, initSync, ready, dense, expRegression, solve } from "./build/dist/${entry}";
    const bytes = readFileSync("build/dist/kernels.wasm");
    try {
      ${before}
      console.log(solve(expRegression({ A: dense([[1]]), b: [2] })).status);
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }`;
  const run = spawnSync(process.execPath, [...flags, "--input-type=module", "-e", script], {
    cwd: root,
    encoding: "utf8",
  });
  return run.stdout.trim() || run.stderr;
}

it("an engine without WebAssembly gets the engines that have it", () => {
  expect(solved("index.js", "", "--jitless")).toMatch(
    /^InputError environment this engine has no WebAssembly.*Node 20/,
  );
  expect(solved("index.js", "await ready();", "--jitless")).toMatch(
    /^InputError environment this engine has no WebAss/,
  );
});

it("an engine without SIMD likewise", () => {
  const sentence = /^InputError environment this engine's WebAssembly has no SIMD: subnewton needs .*Safari 16\.4/;
  expect(solved("index.js", "", "--no-enable-sse4-1", "--no-enable-ssse3")).toMatch(sentence);
  expect(solved("index.js", "await ready();", "--no-enable-sse4-1", "--no-enable-ssse3")).toMatch(sentence);
});

it("nothing has to be called before the default entry, and ready, init and initSync may be, often", () => {
  expect(solved("index.js", "")).toBe("converged");
  expect(solved("index.js", "await Promise.all([ready(), ready(), init()]); initSync(); initSync(bytes);")).toBe(
    "converged",
  );
});

it("the slim entry says what it needs", () => {
  expect(solved("index-slim.js", "")).toMatch(
    /^InputError environment subnewton\/slim has no kernels inside.*initSync/,
  );
});

it.each([
  "initSync(bytes);",
  "initSync(new WebAssembly.Module(bytes)); initSync();",
  "await init(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));",
  "await init(new WebAssembly.Module(bytes));",
  "await init(new Response(bytes));",
  "await init(Promise.resolve(new Response(bytes)));",
  "await init(new URL('data:application/octet-stream;base64,' + bytes.toString('base64')));",
  "await Promise.all([init(bytes), init(bytes)]); await ready();",
  "await init(new Response('', { status: 404 })).catch(() => {}); await init(bytes);",
])("the slim entry solves after %s", (before) => {
  expect(solved("index-slim.js", before)).toBe("converged");
});

it.each([
  ["initSync(bytes.subarray(0, 1000));", /^InputError type source is not the bytes of subnewton's kernels\.wasm/],
  [
    "initSync(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));",
    /^InputError type source is a WebAssembly module, but not/,
  ],
  [
    "await init(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));",
    /^InputError type source is a WebAssembly module, but n/,
  ],
  ["initSync(7);", /^InputError type source is Number, not a WebAssembly\.Module or the bytes of kernels\.wasm/],
  ["await init(new Response('', { status: 404 }));", /^InputError environment the response gave HTTP 404: serve/],
  ["await init(new URL('file:///kernels.wasm'));", /^InputError type source is a file: URL.*read the file/],
])("the slim entry refuses %s", (before, sentence) => {
  expect(solved("index-slim.js", before)).toMatch(sentence);
});

it("a browser with a limit on synchronous compilation is told where it may", () => {
  const before = "WebAssembly.Module = class { constructor() { throw new RangeError('larger than 4KB'); } };";
  expect(solved("index.js", before)).toMatch(/^InputError environment .*\(larger than 4KB\): solve in a Web W/);
});
