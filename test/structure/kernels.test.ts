import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import bytes from "../../build/dist/kernels.wasm";
import transformerBytes from "../../build/dist/transformer.wasm";
import doubleBytes from "../../build/test/transformer64.wasm";
import * as csr from "../reference/csr.js";
import * as dense from "../reference/dense.js";
import * as leastSquares from "../reference/leastSquares.js";
import * as random from "../reference/random.js";
import * as shares from "../reference/shares.js";
import * as sketch from "../reference/sketch.js";
import * as softmax from "../reference/softmax.js";
import * as symmetric from "../reference/symmetric.js";
import * as transformer from "../reference/transformer.js";
import * as vector from "../reference/vector.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(root + path, "utf8");
const sources = (folder: string): string[] =>
  readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`);
const sorted = (names: Iterable<string>): string[] => [...names].sort();

/** A module, where its export table, its raw interface and its tests stand, and what else it exports. */
const MODULES = [
  {
    title: "the package's module",
    bytes,
    table: "assembly/index.ts",
    raw: "src/wasm/raw.ts",
    tests: "test/kernels",
    globals: ["heapBase"],
  },
  {
    title: "the transformer's module",
    bytes: transformerBytes,
    table: "assembly/f32/index.ts",
    raw: "src/wasm/f32/raw.ts",
    tests: "test/kernels/f32",
    globals: ["heapBase", "realBytes"],
  },
  {
    title: "the transformer's module in doubles, for tests",
    bytes: doubleBytes,
    table: "assembly/f32/index.ts",
    raw: "src/wasm/f32/raw.ts",
    tests: "test/kernels/f32",
    globals: ["heapBase", "realBytes"],
  },
].map((place) => {
  const wasm = new WebAssembly.Module(place.bytes as BufferSource);
  const exported = WebAssembly.Module.exports(wasm);
  const kernels = sorted(exported.filter(({ kind }) => kind === "function").map(({ name }) => name));
  return { ...place, wasm, exported, kernels };
});

describe.each(MODULES)("the export table of $title", ({ wasm, exported, kernels, table, raw, globals }) => {
  it("holds kernels, globals and the memory it was given", () => {
    const rest = exported.filter(({ kind }) => kind !== "function").map(({ name, kind }) => `${kind} ${name}`);
    expect(rest.sort()).toEqual([...globals.map((name) => `global ${name}`), "memory memory"]);
    expect(kernels.length).toBeGreaterThan(0);
  });

  it("is what its index.ts exports", () => {
    const lists = [...read(table).matchAll(/^export \{ (.+) \} from/gm)];
    const names = lists.flatMap(([, list]) => list.split(",").map((name) => name.trim()));
    expect(sorted(names)).toEqual(kernels);
  });

  it("is its raw interface", () => {
    const body = /interface Raw\w+ \{\n(.*?)\n\}/s.exec(read(raw))?.[1] ?? "";
    const names = [...body.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name);
    expect(sorted(names)).toEqual(sorted([...kernels, ...globals]));
  });

  it("has the number of parameters that the interface gives each kernel", () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const instance = new WebAssembly.Instance(wasm, { env: { memory } });
    const text = read(raw);
    for (const name of kernels) {
      const parameters = new RegExp(`^ {2}${name}\\((.*?)\\): `, "ms").exec(text)?.[1] ?? "";
      expect((instance.exports[name] as () => void).length, name).toBe(parameters.split(":").length - 1);
    }
  });

  it("imports the memory and nothing else", () => {
    expect(WebAssembly.Module.imports(wasm)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  });
});

const EVERY = MODULES.slice(0, 2).flatMap(({ kernels, tests, title }) =>
  kernels.map((name) => ({ name, tests, title })),
);

describe.each(EVERY)("$name of $title", ({ name, tests: folder }) => {
  it("is called by one wrapper and by nothing else", () => {
    const callers = sources("src").filter((path) => new RegExp(`\\braw\\.${name}\\(`).test(read(path)));
    expect(callers.length).toBe(1);
    expect(callers[0]).toMatch(/^src\/wasm\/(?:f32\/)?\w+Kernels\.ts$/);
  });

  it("has a reference of the same name", () => {
    const files = [csr, dense, leastSquares, random, shares, sketch, softmax, symmetric, transformer, vector];
    expect(files.filter((file) => name in file).length).toBe(1);
  });

  it("has a test that names it", () => {
    const tests = sources(folder).filter((path) => path.endsWith(".test.ts"));
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

  it("takes no function from the engine or from Math but the square root, those of the normal draw and a row's logarithm", () => {
    const found = sources("assembly").flatMap((path) =>
      [...read(path).matchAll(/\w*Math[f]?\.\w+/g)].map(([name]) => `${path}: ${name}`),
    );
    const allowed = [
      "assembly/random/normal.ts: NativeMath.log",
      "assembly/random/normal.ts: NativeMath.cos",
      "assembly/f32/loss/crossEntropy.ts: NativeMath.log",
    ];
    expect(found.filter((use) => !use.endsWith(": Math.sqrt") && !allowed.includes(use))).toEqual([]);
  });
});
