// The whole experiment at its smallest: every table and plot, ended half-way, gone on with by one worker.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, "build", "experimentTest");
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

function run(...options: string[]): string {
  const main = join(folder, "main.js");
  const places = ["--output", folder, "--store", join(folder, "store")];
  return execFileSync(process.execPath, [main, "--quick", ...places, ...options], { cwd: root, encoding: "utf8" });
}

describe("npm run experiment", () => {
  beforeAll(async () => {
    expect(existsSync(join(root, "build/dist/transformer.js")), "run npm run build first").toBe(true);
    rmSync(folder, { recursive: true, force: true });
    await build({
      entryPoints: ["main", "worker"].map((name) => join(root, `bench/experiment/${name}.ts`)),
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      external: ["vega", "vega-lite"],
      alias: { "subnewton/transformer": join(root, "build/dist/transformer.js") },
      outdir: folder,
      logLevel: "warning",
    });
  });

  it("writes tables, CSV and plots, and goes on where it was ended, to the same bits with one worker", () => {
    const whole = run("--workers", "2");
    expect(whole).toMatch(/^Text recovery: 2 workers/);
    for (const title of ["Table 1", "Methods at equal gradients", "The onset", "Control", "What the training"]) {
      expect(whole).toContain(title);
    }
    // Seconds are told: nothing in a method's line is unknown.
    expect(/^mirror {2}.*$/m.exec(whole)?.[0]).not.toMatch(/ - /);
    const attacks = read("attacks.csv");
    // A header and 8 attacks in each of 10 sets.
    expect(attacks.trim().split("\n").length).toBe(1 + 8 * 10);
    const page = read("RESULTS.md");
    for (const [, plot] of page.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) expect(read(plot)).toMatch(/^<svg .*<\/svg>$/s);
    expect(read("figure3-mirror.csv").trim().split("\n").length).toBe(1 + 26);

    const [store] = readdirSync(join(folder, "store"));
    const results = join(folder, "store", store, "results.jsonl");
    const lines = readFileSync(results, "utf8").trim().split("\n");
    // Ended in the middle of writing the tenth.
    writeFileSync(results, `${lines.slice(0, 9).join("\n")}\n${lines[9].slice(0, 50)}`);
    const rest = run("--workers", "1");
    expect(rest).toContain(`9 of ${lines.length} parts are there`);
    expect(read("attacks.csv")).toBe(attacks);
    expect(run()).toContain(`${lines.length} of ${lines.length} parts are there`);
  });
});
