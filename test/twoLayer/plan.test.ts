import { csr, dense } from "subnewton";
import { describe, expect, it } from "vitest";
import { layoutMatrix, type Matrix } from "../../src/matrix/matrix.js";
import { layoutTwoLayer, TILE } from "../../src/problem/twoLayer/layout.js";
import { gramDepth, packLength } from "../../src/wasm/denseKernels.js";
import { planBytes } from "../../src/wasm/memory.js";
import { productPack } from "../../src/wasm/productKernels.js";

const bytes = (...lengths: number[]): number => lengths.reduce((sum, n) => sum + 16 * Math.ceil(n / 2), 0);
const times = (count: number, length: number): number[] => new Array<number>(count).fill(length);

describe("layoutTwoLayer is the documented formula to the byte:", () => {
  const [n, d, m] = [7, 5, 3];
  const full = (rows: number, columns: number): Matrix =>
    dense({ rows, columns, data: new Float64Array(rows * columns).fill(1) });
  const thin = csr({ rows: n, columns: d, indptr: [0, 1, 1, 2, 2, 2, 2, 2], indices: [0, 1], data: [1, 1] });
  it.each([
    ["both dense", full(n, d), true],
    ["one sparse", thin, false],
  ])("%s", (_what, A1, product) => {
    const A2 = full(m, n);
    const model = { A1, A2, b: new Float64Array(m), w2: new Float64Array(m), ridge: 0 };
    const layers = planBytes((arena) => [layoutMatrix(A1, arena), layoutMatrix(A2, arena)]);
    const vectors = layers + bytes(...times(8, n), ...times(6, m), ...times(5, d)) + 16;
    expect(planBytes((arena) => layoutTwoLayer(model, arena, false))).toBe(vectors);
    const square = [d * d, d * d, TILE * d, TILE, packLength(d, gramDepth(d)), 2 * m + d, 2 * m + d, 16 * d];
    const kernel = product ? [TILE * n, productPack(TILE, d, n)] : [];
    expect(planBytes((arena) => layoutTwoLayer(model, arena, true))).toBe(vectors + bytes(...square, ...kernel));
  });
});
