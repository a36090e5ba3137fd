import { attentionInversion, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { snap } from "../../src/problem/attention/snap.js";
import { seeded } from "../kernels/support/seeded.js";
import { normals } from "./support/oracle.js";

describe("snap", () => {
  const table = { rows: 4, columns: 2, data: Float64Array.of(0, 0, 3, 0, 0, 4, 3, 0) };
  it("finds the nearest two rows of each token, the lower one in a tie", () => {
    expect(snap(table, Float64Array.of(0.5, 0, 3, 0, 0, 3))).toEqual([
      { nearest: 0, distance: 0.5, second: 1, margin: 2 },
      { nearest: 1, distance: 0, second: 3, margin: 0 },
      { nearest: 2, distance: 1, second: 0, margin: 2 },
    ]);
  });
});

describe("an embedding table", () => {
  const [n, d, words] = [4, 4, [7, 0, 19, 7]];
  const random = seeded(5);
  const matrix = (rows: number, columns: number, size: number): number[][] =>
    Array.from({ length: rows }, () => normals(random, columns).map((v) => size * v));
  const embedding = matrix(20, d, 1);
  const truth = words.flatMap((w) => embedding[w]);
  const heads = [0, 1].map(() => ({ W: matrix(d, d, 1 / d), V: matrix(d, d, 0.5), B: matrix(n, d, 0) }));
  const Y = attentionInversion({ heads }).predict(truth);
  heads.forEach((head, k) => {
    head.B = head.B.map((_, i) => Array.from(Y.subarray((k * n + i) * d, (k * n + i + 1) * d)));
  });

  it("names the tokens with a margin, and F at them is 0: they are the input", () => {
    const { certificate, solutions } = solve(attentionInversion({ heads, embedding }), { starts: 10 });
    expect(certificate.tokens!.map(({ nearest }) => nearest)).toEqual(words);
    for (const { distance, margin } of certificate.tokens!) {
      expect(distance).toBeLessThan(1e-6);
      expect(margin).toBeGreaterThan(0.1);
    }
    expect(certificate.snappedValue).toBeLessThan(1e-20);
    for (const s of solutions) expect(s.certificate.tokens!.length).toBe(n);
  });

  it("is used by methods without matrices too, and a wrong fit snaps to a large F", () => {
    const problem = attentionInversion({ heads, embedding });
    const { certificate, x } = solve(problem, { method: "gradient", maxIterations: 0, x0: truth.map((v) => -v) });
    expect(certificate.tokens).toBeUndefined();
    const found = solve(problem, { method: "pcg", x0: truth.map((v) => v + 0.01) });
    expect(found.certificate.tokens!.map(({ nearest }) => nearest)).toEqual(words);
    expect(found.certificate.snappedValue).toBe(problem.value(truth));
    expect(x.length).toBe(n * d);
  });
});
