import { describe, expect, it } from "vitest";
import { checkAttention } from "../../src/problem/attention/input.js";
import { layoutAttention } from "../../src/problem/attention/layout.js";
import { gramDepth, packLength } from "../../src/wasm/denseKernels.js";
import { planBytes } from "../../src/wasm/memory.js";
import { productPack } from "../../src/wasm/productKernels.js";
import { seeded } from "../kernels/support/seeded.js";
import * as oracle from "./support/oracle.js";

/** Bytes of arrays of doubles, each on 16 bytes. */
const bytes = (...lengths: number[]): number => lengths.reduce((sum, n) => sum + 16 * Math.ceil(n / 2), 0);
const times = (count: number, length: number): number[] => new Array<number>(count).fill(length);

describe("layoutAttention is the documented formula to the byte:", () => {
  it.each([
    ["one head", { n: 5, d: 3, widths: [3] }],
    ["heads of different widths", { n: 4, d: 3, widths: [2, 5] }],
    ["one token", { n: 1, d: 7, widths: [1] }],
  ])("%s", (_what, shape) => {
    const { n, d, widths } = shape;
    const model = checkAttention(oracle.spec(seeded(1), shape));
    const [N, dv] = [n * d, Math.max(...widths)];
    const side = Math.max(n, d, dv);
    const heads = widths.flatMap((w) => [d * d, d * w, n * d, n * n, ...times(4, n * w)]);
    const shared = [...times(3, n * n), ...times(3, n * d), ...times(3, n * dv), ...times(4, N), dv * N, dv * d];
    const common = bytes(...heads, ...shared, productPack(side, side, side)) + 16;
    expect(planBytes((arena) => layoutAttention(model, arena, false))).toBe(common);
    const m = widths.reduce((sum, w) => sum + n * w, 0);
    const dense = [N * Math.max(N, m), n * N, n * N, m, packLength(N, gramDepth(N)), productPack(N, N, n)];
    expect(planBytes((arena) => layoutAttention(model, arena, true))).toBe(common + bytes(...dense));
  });
});
