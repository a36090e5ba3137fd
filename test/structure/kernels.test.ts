import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import bytes from "../../build/dist/kernels.wasm";
import * as csr from "../reference/csr.js";
import * as dense from "../reference/dense.js";
import * as leastSquares from "../reference/leastSquares.js";
import * as random from "../reference/random.js";
import * as shares from "../reference/shares.js";
import * as sketch from "../reference/sketch.js";
import * as softmax from "../reference/softmax.js";
import * as symmetric from "../reference/symmetric.js";
import * as vector from "../reference/vector.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(root + path, "utf8");
const sources = (folder: string): string[] =>
  readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`);
const sorted = (names: Iterable<string>): string[] => [...names].sort();

const wasm = new WebAssembly.Module(bytes as BufferSource);
const exported = WebAssembly.Module.exports(wasm);
const kernels = sorted(exported.filter(({ kind }) => kind === "function").map(({ name }) => name));

describe("the export table", () => {
  it("of the module holds kernels, heapBase and the memory it was given", () => {
    const rest = exported.filter(({ kind }) => kind !== "function").map(({ name, kind }) => `${kind} ${name}`);
    expect(rest.sort()).toEqual(["global heapBase", "memory memory"]);
    expect(kernels.length).toBeGreaterThan(0);
  });

  it("is what assembly/index.ts exports", () => {
    const lists = [...read("assembly/index.ts").matchAll(/^export \{ (.+) \} from/gm)];
    const names = lists.flatMap(([, list]) => list.split(",").map((name) => name.trim()));
    expect(sorted(names)).toEqual(kernels);
  });

  it("is RawKernels", () => {
    const body = /interface RawKernels \{\n(.*?)\n\}/s.exec(read("src/wasm/raw.ts"))?.[1] ?? "";
    const names = [...body.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name);
    expect(sorted(names)).toEqual(sorted([...kernels, "heapBase"]));
  });

  it("has the number of parameters that RawKernels gives each kernel", () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const instance = new WebAssembly.Instance(wasm, { env: { memory } });
    const raw = read("src/wasm/raw.ts");
    for (const name of kernels) {
      const parameters = new RegExp(`^ {2}${name}\\((.*?)\\): `, "ms").exec(raw)?.[1] ?? "";
      expect((instance.exports[name] as () => void).length, name).toBe(parameters.split(":").length - 1);
    }
  });

  it("imports the memory and nothing else", () => {
    expect(WebAssembly.Module.imports(wasm)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  });
});

describe.each(kernels)("%s", (name) => {
  it("is called by one wrapper and by nothing else", () => {
    const callers = sources("src").filter((path) => new RegExp(`\\braw\\.${name}\\(`).test(read(path)));
    expect(callers.length).toBe(1);
    expect(callers[0]).toMatch(/^src\/wasm\/\w+Kernels\.ts$/);
  });

  it("has a reference of the same name", () => {
    const found = [csr, dense, leastSquares, random, shares, sketch, softmax, symmetric, vector].filter(
      (file) => name in file,
    );
    expect(found.length).toBe(1);
  });

  it("has a test that names it", () => {
    const tests = sources("test/kernels").filter((path) => path.endsWith(".test.ts"));
    const naming = tests.filter((path) => read(path).includes(`describe("${name}"`));
    expect(naming.length).toBeGreaterThan(0);
  });

  it("stands under a comment with its equation", () => {
    const lines = sources("assembly").flatMap((path) => {
      const text = read(path).split("\n");
      const at = text.findIndex((line) => line.startsWith(`export function ${name}(`));
      return at > 0 ? [text[at - 1]] : [];
    });
    expect(lines.length).toBe(1);
    expect(lines[0]).toMatch(/^\/\/ /);
  });
});

describe("assembly", () => {
  it.each(sources("assembly"))("%s has fewer than 300 lines", (path) => {
    expect(read(path).split("\n").length).toBeLessThan(300);
  });

  it("takes no function from the engine or from Math but the square root, and the two of the normal draw", () => {
    const found = sources("assembly").flatMap((path) =>
      [...read(path).matchAll(/\w*Math[f]?\.\w+/g)].map(([name]) => `${path}: ${name}`),
    );
    const allowed = ["NativeMath.log", "NativeMath.cos"].map((name) => `assembly/random/normal.ts: ${name}`);
    expect(found.filter((use) => !use.endsWith(": Math.sqrt") && !allowed.includes(use))).toEqual([]);
  });
});
