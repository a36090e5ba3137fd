import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const file = (path: string): URL => new URL(path, root);
const blocks = [...readFileSync(file("README.md"), "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map((m) => m[1]);

/** The comment lines right after a console.log are its output. */
function promised(code: string): string[] {
  const lines = code.split("\n");
  return lines
    .filter((line, k) => line.startsWith("// ") && lines[k - 1].startsWith("console.log"))
    .map((l) => l.slice(3));
}

describe("README", () => {
  it("has code to run", () => {
    expect(blocks.length).toBeGreaterThan(0);
    expect(existsSync(file("build/dist/index.js")), "run npm run build first").toBe(true);
  });

  it.each(blocks.map((code, k) => [k + 1, code] as const))(
    "block %d prints what it says, from the built package",
    (k, code) => {
      const folder = file("build/readme/");
      mkdirSync(folder, { recursive: true });
      const script = new URL(`readme-${k}.mjs`, folder);
      const built = transformSync(code, { loader: "ts" })
        .code.replaceAll('"subnewton"', '"../dist/index.js"')
        .replaceAll('"subnewton/transformer"', '"../dist/transformer.js"');
      writeFileSync(script, built);
      const output = execFileSync(process.execPath, [script.pathname], { encoding: "utf8" });
      expect(promised(code).length).toBeGreaterThan(0);
      expect(output.trim().split("\n")).toEqual(promised(code));
    },
  );

  it("names every public function", () => {
    const index = readFileSync(file("src/index.ts"), "utf8");
    const names = [...index.matchAll(/export \{([^}]*)\}/g)].flatMap(([, list]) => list.split(","));
    const values = names.map((n) => n.trim()).filter((n) => n !== "" && !n.startsWith("type "));
    const text = readFileSync(file("README.md"), "utf8");
    expect(values.filter((name) => !text.includes(name))).toEqual([]);
  });
});
