import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const folder = new URL("../../examples/text-recovery/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, folder), "utf8");
const readme = read("README.md");
const record = read("record/RESULTS.md");

describe("the page of honest reading", () => {
  it("quotes only figures that the record has", () => {
    const quoted = [...new Set(readme.match(/\b\d\.\d{3}\b/g))];
    expect(quoted.length).toBeGreaterThan(10);
    expect(quoted.filter((figure) => !record.includes(figure))).toEqual([]);
  });

  it("points to files that are there", () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path);
    expect(links.length).toBeGreaterThan(3);
    for (const path of links) expect(existsSync(new URL(path, folder)), path).toBe(true);
    for (const [, path] of record.matchAll(/\]\(([^)#]+)\)/g)) {
      expect(existsSync(new URL(`record/${path}`, folder)), path).toBe(true);
    }
  });

  it("stands on a record in which every bar is met", () => {
    expect(record).toContain("| PASS |");
    expect(record).not.toContain("BELOW");
  });
});

describe("the record of attacks", () => {
  const [head, ...rows] = read("record/attacks.csv")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const column = (name: string): number => head.indexOf(name);
  const of = (set: string): string[][] => rows.filter((row) => row[column("set")] === set);

  it("has 1000 single mirror starts, each with a seed of its own", () => {
    const mirror = of("mirror");
    expect(mirror.length).toBe(1000);
    expect(new Set(mirror.map((row) => row[column("seed")])).size).toBe(1000);
    const successes = mirror.filter((row) => row[column("success")] === "1").length;
    expect(record).toContain(`(${successes}/1000)`);
  });

  it("has Figure 3 of the same attacks", () => {
    const figure = read("record/figure3-mirror.csv").trim().split("\n");
    const end = figure[figure.length - 1].split(",");
    const successes = of("mirror").filter((row) => row[column("success")] === "1").length;
    expect(figure[0].split(",")[5]).toBe("successes");
    expect(Number(end[5])).toBe(successes);
    expect(end[0]).toBe("25");
  });
});
