import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(root + path, "utf8");
const sources = (folder: string): string[] =>
  readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => posix.join(folder, name.replaceAll("\\", "/")))
    .sort();

interface Edge {
  readonly to: string;
  /** True where no value crosses: `import type`, or every name marked `type`. */
  readonly type: boolean;
  readonly names: readonly string[];
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:([^"';]*?)\s+from\s+)?"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*"([^"]+)"\s*\)/g;

/** What a file takes from others: static and dynamic imports and re-exports, types included. */
function edgesOf(path: string, text: string): Edge[] {
  const target = (from: string): string =>
    from.startsWith(".") ? posix.join(posix.dirname(path), from.replace(/\.js$/, ".ts")) : from;
  const edges = [...text.matchAll(STATEMENT)].map(([, type, clause = "", from]) => {
    const names = (/\{([^}]*)\}/.exec(clause)?.[1] ?? "").split(",").flatMap((name) => name.trim() || []);
    const inline = names.length > 0 && /^\{/.test(clause) && names.every((name) => name.startsWith("type "));
    return { to: target(from), type: Boolean(type) || inline, names: names.map((name) => name.replace(/^type /, "")) };
  });
  return [...edges, ...[...text.matchAll(DYNAMIC)].map(([, from]) => ({ to: target(from), type: false, names: [] }))];
}

const files = sources("src").filter((path) => !path.endsWith(".d.ts"));
const graph = new Map(files.map((path) => [path, edgesOf(path, read(path))]));

/** The layer a file is in: its folder, or "root" for src/*.ts but inputError, which is below all. */
function layerOf(path: string): string {
  const [, folder, rest] = path.split("/");
  if (rest !== undefined) return folder;
  return folder === "inputError.ts" ? "inputError" : "root";
}

const WASM_ONLY = ["build/dist/kernels.wasm", "build/dist/transformer.wasm", "@assemblyscript/loader"];
/** The public names of the two entries. */
const INDEXES = ["src/index.ts", "src/transformer/index.ts"];
const BELOW: Record<string, readonly string[]> = {
  inputError: [],
  wasm: ["wasm", "inputError"],
  matrix: ["matrix", "wasm", "inputError"],
  loss: ["loss"],
  problem: ["problem", "matrix", "loss", "wasm", "inputError"],
  sketch: ["sketch", "matrix", "wasm", "inputError"],
  solver: ["solver", "sketch", "problem", "wasm", "inputError"],
  transformer: ["transformer", "wasm", "inputError"],
  root: ["solver", "sketch", "problem", "matrix", "loss", "wasm", "inputError"],
};

/** True where the layers allow a file to take this from another. */
function allowed(path: string, { to, type, names }: Edge): boolean {
  const layer = layerOf(path);
  if (WASM_ONLY.includes(to)) return layer === "wasm";
  if (!to.startsWith("src/")) return false;
  if (path === "src/index.ts") return true;
  if (BELOW[layer]?.includes(layerOf(to))) return true;
  if (layer === "transformer") return to === "src/matrix/check.ts";
  if (layer === "solver") return ["src/matrix/check.ts", "src/matrix/costs.ts"].includes(to);
  return layer === "loss" && to === "src/wasm/memory.ts" && type && names.join() === "Vector";
}

/** A path of value imports that leads back to where it began. */
function cycle(edges: ReadonlyMap<string, readonly Edge[]>): string[] | undefined {
  const done = new Set<string>();
  const search = (path: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const { to, type } of edges.get(path) ?? []) {
      const found = type ? undefined : search(to, [...way, path]);
      if (found) return found;
    }
    done.add(path);
    return undefined;
  };
  for (const path of edges.keys()) {
    const found = search(path, []);
    if (found) return found;
  }
  return undefined;
}

/** Code without comments and without the insides of strings. */
const code = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, (found) =>
    found.startsWith("/") ? " " : '""',
  );

/** Uses of what the standard leaves to the engine; x ** y is Math.pow by another name, 2 ** -52 a constant. */
function engineDependent(text: string): string[] {
  const exact = /^Math\.(abs|ceil|floor|max|min|sign|sqrt|trunc)$/;
  const maths = [...text.matchAll(/\bMath\.\w+/g)].map(([use]) => use).filter((use) => !exact.test(use));
  const powers = [...text.replace(/(?<![\w.])2 \*\* -?\d+/g, "").matchAll(/\S+ ?\*\* ?\S+/g)].map(([use]) => use);
  return [...maths, ...powers, ...[...text.matchAll(/\b(?:Date|Intl|crypto|toLocale\w*)\b/g)].map(([use]) => use)];
}

describe("the reader of imports", () => {
  it("knows every form", () => {
    const text = [
      'import { type A, type B } from "../wasm/a.js";',
      'import type { C } from "./c.js";',
      'import {\n  d,\n  type E,\n} from "./d.js";',
      'export { f } from "../f.js";',
      'export * from "./g.js";',
      'import "./h.js";',
      'import * as i from "i";',
      'import j, { type K } from "./j.js";',
      'const l = await import("./l.js");',
    ].join("\n");
    expect(edgesOf("src/x/y.ts", text)).toEqual([
      { to: "src/wasm/a.ts", type: true, names: ["A", "B"] },
      { to: "src/x/c.ts", type: true, names: ["C"] },
      { to: "src/x/d.ts", type: false, names: ["d", "E"] },
      { to: "src/f.ts", type: false, names: ["f"] },
      { to: "src/x/g.ts", type: false, names: [] },
      { to: "src/x/h.ts", type: false, names: [] },
      { to: "i", type: false, names: [] },
      { to: "src/x/j.ts", type: false, names: ["K"] },
      { to: "src/x/l.ts", type: false, names: [] },
    ]);
  });

  it("finds as many edges as there are lines that name a module", () => {
    for (const [path, edges] of graph) {
      expect(edges.length, path).toBe([...read(path).matchAll(/\bfrom "|\bimport\(|^import "/gm)].length);
    }
  });

  it("finds a cycle of values and lets one of types pass", () => {
    const edge = (to: string, type = false): Edge => ({ to, type, names: [] });
    const ring = (type: boolean) =>
      new Map([
        ["a", [edge("b")]],
        ["b", [edge("c")]],
        ["c", [edge("b", type)]],
      ]);
    expect(cycle(ring(false))).toEqual(["b", "c", "b"]);
    expect(cycle(ring(true))).toBeUndefined();
  });
});

describe("the layers", () => {
  it("are all known", () => {
    expect([...new Set(files.map(layerOf))].sort()).toEqual(Object.keys(BELOW).sort());
  });

  it("take only from those below them", () => {
    const found = [...graph].flatMap(([path, edges]) =>
      edges.filter((edge) => !allowed(path, edge)).map((edge) => `${path} takes from ${edge.to}`),
    );
    expect(found).toEqual([]);
  });

  it("take only from files that exist", () => {
    const inside = [...graph.values()].flat().filter(({ to }) => to.startsWith("src/"));
    expect(inside.filter(({ to }) => !files.includes(to))).toEqual([]);
    expect(inside.length).toBeGreaterThan(files.length);
  });

  it("keep the two entries apart: neither loads the other's module of kernels", () => {
    const reached = (entry: string): string[] => {
      const found = [entry];
      for (const path of found) {
        for (const { to, type } of graph.get(path) ?? []) if (!type && !found.includes(to)) found.push(to);
      }
      return found.filter((path) => path.endsWith(".wasm") || path.startsWith("src/transformer/"));
    };
    expect(reached("src/index.ts")).toEqual(["build/dist/kernels.wasm"]);
    expect(reached("src/transformer/index.ts").filter((path) => path.endsWith(".wasm"))).toEqual([
      "build/dist/transformer.wasm",
    ]);
  });

  it("have no cycles but of types", () => {
    expect(cycle(graph)).toBeUndefined();
  });

  it("re-export nothing but from the entries' index.ts, which do it one by one", () => {
    for (const path of files) {
      const text = code(read(path));
      expect(/^export\s*(?:type\s*)?\*/m.test(text), path).toBe(false);
      if (!INDEXES.includes(path)) expect(/^export[^;]*?\}\s*from/m.test(text), path).toBe(false);
    }
    for (const index of INDEXES) {
      const lines = read(index)
        .split(";\n")
        .filter((line) => line.trim() !== "");
      for (const line of lines) expect(line.trim()).toMatch(/^export (?:type )?\{[^}]+\} from "\.{1,2}\/[\w/]+\.js"$/);
    }
  });
});

describe("the sources", () => {
  it("have fewer than 300 lines each", () => {
    const all = [...sources("src"), ...sources("assembly")];
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter((path) => read(path).split("\n").length >= 300)).toEqual([]);
  });

  it("take no function whose bits depend on the engine", () => {
    const found = files.flatMap((path) => engineDependent(code(read(path))).map((use) => `${path}: ${use}`));
    expect(found).toEqual([]);
    expect(engineDependent("Math.exp(x) + Math.abs(x) * y ** 2 + 2 ** -52 + Date.now()")).toEqual([
      "Math.exp",
      "y ** 2",
      "Date",
    ]);
  });

  it("read the clock in two places: the driver reports seconds, calibrate() measures the machine", () => {
    expect(files.filter((path) => /\bperformance\b/.test(code(read(path))))).toEqual([
      "src/calibrate.ts",
      "src/solver/driver.ts",
    ]);
  });
});
