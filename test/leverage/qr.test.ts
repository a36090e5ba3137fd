import { describe, expect, it } from "vitest";
import { draws } from "./draws.js";
import { orthonormal } from "./orthonormal.js";

function factored(A: number[][]) {
  const n = A.length;
  const d = A[0].length;
  const { Q, R, order } = orthonormal(n, d, A.flat());
  const product = A.map((_, i) =>
    Array.from({ length: d }, (_, j) => {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += Q[i * d + k] * R[k * d + j];
      return sum;
    }),
  );
  return { n, d, Q, R, order, product };
}

describe.each([
  [1, 1],
  [3, 1],
  [3, 3],
  [8, 3],
  [67, 12],
])("thinQr of %i x %i", (n, d) => {
  const A = draws(n * d).rows(n, d);
  const { Q, R, order, product } = factored(A);

  it("multiplies back to the columns in order", () => {
    for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) expect(product[i][j]).toBeCloseTo(A[i][order[j]], 13);
  });

  it("has orthonormal columns, and R falls along the diagonal", () => {
    for (let j = 0; j < d; j++) {
      for (let k = 0; k < d; k++) {
        let dot = 0;
        for (let i = 0; i < n; i++) dot += Q[i * d + j] * Q[i * d + k];
        expect(dot).toBeCloseTo(Number(j === k), 14);
        if (k < j) expect(R[j * d + k]).toBe(0);
      }
      if (j > 0) expect(Math.abs(R[j * d + j])).toBeLessThanOrEqual(Math.abs(R[(j - 1) * d + j - 1]));
    }
  });
});

describe("thinQr", () => {
  it("keeps small rows beside huge ones, each to its own size", () => {
    const { rows } = draws(3);
    const A = rows(20, 4).map((row, i) => row.map((v) => v * (i < 2 ? 1e12 : 1)));
    const { product, order } = factored(A);
    for (let i = 0; i < 20; i++) {
      const size = Math.max(...A[i].map(Math.abs));
      for (let j = 0; j < 4; j++) expect(Math.abs(product[i][j] - A[i][order[j]])).toBeLessThan(1e-13 * size);
    }
  });

  it("puts a complement behind zero columns", () => {
    const { Q, R } = factored([
      [3, 0, 0],
      [4, 0, 0],
      [0, 0, 0],
    ]);
    expect(Array.from(R.subarray(0, 3))).toEqual([-5, 0, 0]);
    for (const k of [1, 2]) expect(3 * Q[k] + 4 * Q[3 + k]).toBeCloseTo(0, 15);
    expect(Q[2] * Q[2] + Q[5] * Q[5] + Q[8] * Q[8]).toBeCloseTo(1, 15);
  });
});
