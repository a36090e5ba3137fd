// GPT-2-small's sizes, 124 million random weights: that they load and run, in how much memory. In a process of its own,
// whose peak is its own; from the built package, by a range function, so that no half gigabyte is written anywhere.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { gpt2Header } from "./safetensorsFiles.js";

const root = new URL("../../", import.meta.url);
const SMALL = { vocabulary: 50257, context: 1024, width: 768, layers: 12 };

const script = (header: string): string => `
import { attack, loadModel, modelBytes } from "../dist/transformer.js";
const text = new TextEncoder().encode(${JSON.stringify(header)});
const head = new Uint8Array(8 + text.length);
new DataView(head.buffer).setBigUint64(0, BigInt(text.length), true);
head.set(text, 8);
// Random weights within 0.05, the same wherever they are read: entry i of the data is entry i mod 2^20 of a table.
const table = new Float32Array(2 ** 21);
let state = 1;
for (let i = 0; i < 2 ** 20; i++) {
  state = Math.imul(state, 1664525) + 1013904223 | 0;
  table[i] = table[i + 2 ** 20] = state / 2 ** 31 / 20;
}
const bytes = new Uint8Array(table.buffer);
const source = (start, end) => {
  if (end <= head.length) return head.slice(start, end);
  const at = (start - head.length) % 2 ** 22;
  return bytes.subarray(at, at + end - start);
};
const began = performance.now();
const model = await loadModel(source);
const loaded = performance.now();
const tokens = [15, 50256, 0, 7, 300, 4000, 50000, 12, 9, 11];
const logits = model.logits(tokens);
const forward = performance.now();
const { gradients, loss } = attack(model, tokens, [0, 1], { steps: 1 });
const wte = model.tensor("wte.weight");
console.log(JSON.stringify({
  config: model.config,
  weights: modelBytes(model.config) / 4,
  right: [0, 1, 2 ** 20 + 5, wte.length - 1].every((i) => wte[i] === table[i % 2 ** 20]),
  finite: logits.every(Number.isFinite) && Number.isFinite(loss),
  logits: logits.length,
  gradients,
  megabytes: process.resourceUsage().maxRSS / 1024,
  seconds: [loaded - began, forward - loaded, performance.now() - forward].map((ms) => ms / 1000),
}));
`;

describe("a checkpoint of GPT-2-small's size", () => {
  it("loads, runs forward and back to its input at 10 tokens, in less than 1.2 GB", () => {
    expect(existsSync(new URL("build/dist/transformer.js", root)), "run npm run build first").toBe(true);
    const folder = new URL("build/docs/", root);
    mkdirSync(folder, { recursive: true });
    const path = new URL("gpt2Size.mjs", folder);
    writeFileSync(path, script(gpt2Header(SMALL)));
    const found = JSON.parse(execFileSync(process.execPath, [path.pathname], { encoding: "utf8" }));
    console.log(`GPT-2-small: ${found.megabytes.toFixed(0)} MB, seconds to load, forward, attack: ${found.seconds}`);
    expect(found.config).toEqual({ ...SMALL, heads: 12 });
    expect(found.weights).toBeGreaterThan(124_400_000);
    expect(found).toMatchObject({ right: true, finite: true, logits: 502_570, gradients: 1 });
    expect(found.megabytes).toBeLessThan(1200);
  });
});
