import { describe, expect, it } from "vitest";
import { gemmPack } from "../../../src/wasm/f32/gemmKernels.js";
import type { Reals } from "../../../src/wasm/f32/memory.js";
import type { Words } from "../../../src/wasm/memory.js";
import { PRECISIONS } from "./support/precisions.js";

const [{ box }] = PRECISIONS;
const k = box.kernels;

/** A call with every array as short as it may be: lengths of reals, entries of words. */
interface Call {
  readonly kernel: string;
  readonly reals: Record<string, number>;
  readonly words?: Record<string, number[]>;
  run(r: Record<string, Reals>, w: Record<string, Words>): void;
}

const H = { sequences: 2, T: 3, heads: 2, d: 5 };
const [ROWS, SQUARE] = [60, 36];
const CALLS: Call[] = [
  {
    kernel: "gemm",
    reals: { A: 35, B: 63, C: 45, pack: gemmPack(5, 9, 7) },
    run: ({ A, B, C, pack }) => k.gemm.multiplyAdd("TN", 5, 9, 7, A, B, C, pack),
  },
  { kernel: "fillRows", reals: { b: 5, Y: 15 }, run: ({ b, Y }) => k.layer.fillRows(3, 5, b, Y) },
  { kernel: "addRow", reals: { b: 5, Y: 15 }, run: ({ b, Y }) => k.layer.addRow(3, 5, b, Y) },
  { kernel: "columnSumsAdd", reals: { Y: 15, out: 5 }, run: ({ Y, out }) => k.layer.columnSumsAdd(3, 5, Y, out) },
  {
    kernel: "layerNorm",
    reals: { x: 15, g: 5, b: 5, y: 15, stats: 6 },
    run: ({ x, g, b, y, stats }) => k.layer.layerNorm(3, 5, x, g, b, y, stats),
  },
  {
    kernel: "layerNormBackward",
    reals: { x: 15, g: 5, stats: 6, dy: 15, dx: 15 },
    run: ({ x, g, stats, dy, dx }) => k.layer.layerNormBackward(3, 5, x, g, stats, dy, dx),
  },
  {
    kernel: "layerNormWeights",
    reals: { x: 15, stats: 6, dy: 15, dg: 5, db: 5 },
    run: ({ x, stats, dy, dg, db }) => k.layer.layerNormWeights(3, 5, x, stats, dy, dg, db),
  },
  { kernel: "gelu", reals: { x: 9, y: 9 }, run: ({ x, y }) => k.layer.gelu(9, x, y) },
  { kernel: "geluBackward", reals: { x: 9, dy: 9, dx: 9 }, run: ({ x, dy, dx }) => k.layer.geluBackward(9, x, dy, dx) },
  {
    kernel: "embed",
    reals: { wte: 15, wpe: 10, soft: 10, x: 20 },
    words: { tokens: [2, -2, 0, -1] },
    run: ({ wte, wpe, soft, x }, { tokens }) => k.layer.embed(4, 2, 5, tokens, wte, wpe, soft, x),
  },
  {
    kernel: "embedBackward",
    reals: { dx: 20, wte: 15, soft: 10 },
    words: { tokens: [2, -2, 0, -1] },
    run: ({ dx, wte, soft }, { tokens }) => k.layer.embedBackward(4, 5, tokens, dx, wte, soft),
  },
  {
    kernel: "attentionScores",
    reals: { qkv: 3 * ROWS, S: SQUARE },
    run: ({ qkv, S }) => k.attention.scores(H, qkv, S),
  },
  {
    kernel: "attentionScoresBackward",
    reals: { qkv: 3 * ROWS, dS: SQUARE, dqkv: 3 * ROWS },
    run: ({ qkv, dS, dqkv }) => k.attention.scoresBackward(H, qkv, dS, dqkv),
  },
  { kernel: "causalSoftmax", reals: { S: 27 }, run: ({ S }) => k.attention.causalSoftmax(3, 3, S) },
  {
    kernel: "causalSoftmaxBackward",
    reals: { P: 27, D: 27 },
    run: ({ P, D }) => k.attention.causalSoftmaxBackward(3, 3, P, D),
  },
  {
    kernel: "attentionMix",
    reals: { P: SQUARE, qkv: 3 * ROWS, y: ROWS },
    run: ({ P, qkv, y }) => k.attention.mix(H, P, qkv, y),
  },
  {
    kernel: "attentionMixBackward",
    reals: { P: SQUARE, qkv: 3 * ROWS, dy: ROWS, dP: SQUARE, dqkv: 3 * ROWS },
    run: ({ P, qkv, dy, dP, dqkv }) => k.attention.mixBackward(H, P, qkv, dy, dP, dqkv),
  },
  {
    kernel: "crossEntropy",
    reals: { z: 20, S: 10, lse: 4, loss: 4 },
    words: { targets: [4, -3, -1, -2] },
    run: ({ z, S, lse, loss }, { targets }) => k.loss.crossEntropy(4, 5, targets, z, S, lse, loss),
  },
  {
    kernel: "crossEntropyBackward",
    reals: { z: 20, S: 10, lse: 4, dS: 10 },
    words: { targets: [4, -3, -1, -2] },
    run: ({ z, S, lse, dS }, { targets }) => k.loss.crossEntropyBackward(4, 5, 1, targets, z, S, lse, dS),
  },
  { kernel: "softmax", reals: { X: 15, S: 15 }, run: ({ X, S }) => k.step.softmax(3, 5, X, S) },
  { kernel: "softmaxBackward", reals: { S: 15, D: 15 }, run: ({ S, D }) => k.step.softmaxBackward(3, 5, S, D) },
  { kernel: "mirrorStep", reals: { S: 15, D: 15, X: 15 }, run: ({ S, D, X }) => k.step.mirror(3, 5, 2, S, D, X) },
  {
    kernel: "adamStep",
    reals: { g: 9, m: 9, v: 9, x: 9 },
    run: ({ g, m, v, x }) => k.step.adam(9, 0.1, 0.1, 0.1, g, m, v, x),
  },
];

function place({ reals, words = {} }: Call, short?: string): [Record<string, Reals>, Record<string, Words>] {
  const cut = (name: string): number => (name === short ? 1 : 0);
  return [
    Object.fromEntries(Object.entries(reals).map(([name, n]) => [name, box.reals(new Float64Array(n - cut(name)))])),
    Object.fromEntries(
      Object.entries(words).map(([name, list]) => [name, box.words(list.slice(0, list.length - cut(name)))]),
    ),
  ];
}

describe("the wrappers' length checks", () => {
  it.each(CALLS)("$kernel takes arrays that are just long enough", (call) => {
    box.reset(1);
    const placed = place(call);
    expect(() => call.run(...placed)).not.toThrow();
  });

  const shortened = CALLS.flatMap((call) =>
    [...Object.keys(call.reals), ...Object.keys(call.words ?? {})].map((name) => ({ kernel: call.kernel, name, call })),
  );
  it.each(shortened)("$kernel refuses $name one entry too short, and touches nothing", ({ name, call }) => {
    box.reset(2);
    const placed = place(call, name);
    box.run(call.kernel, [], () => {
      expect(() => call.run(...placed)).toThrow(/^\w+ has \d+ entries, the kernel needs \d+$/);
    });
  });

  it("refuse a target outside the vocabulary", () => {
    box.reset(3);
    const [z, none, one] = [box.reals(5), box.reals(0), box.reals(1)];
    const call = () => k.loss.crossEntropy(1, 5, box.words([5]), z, none, one, one);
    expect(call).toThrow("target 5 of row 0 is not under 5");
  });
});
