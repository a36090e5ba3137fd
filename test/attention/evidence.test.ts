import { type AttentionInput, attentionInversion, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { norm } from "./support/cases.js";
import { instance } from "./support/recovery.js";

/** J^+ by Gauss and Jordan on J'J: N x m, for a J of full column rank. */
function pseudoInverse({ rows: m, columns: N, data: J }: { rows: number; columns: number; data: Float64Array }) {
  const M = Array.from({ length: N }, (_, a) =>
    Array.from({ length: N + m }, (_, b) => {
      if (b >= N) return J[(b - N) * N + a];
      let sum = 0;
      for (let k = 0; k < m; k++) sum += J[k * N + a] * J[k * N + b];
      return sum;
    }),
  );
  for (let p = 0; p < N; p++) {
    const best = M.slice(p).reduce((at, row, k) => (Math.abs(row[p]) > Math.abs(M[at][p]) ? p + k : at), p);
    [M[p], M[best]] = [M[best], M[p]];
    const pivot = M[p][p];
    M[p] = M[p].map((v) => v / pivot);
    for (let i = 0; i < N; i++) if (i !== p) M[i] = M[i].map((v, k) => v - M[i][p] * M[p][k]);
  }
  return M.map((row) => row.slice(N));
}

const rounded = (B: number[][], round: (b: number) => number): number[][] => B.map((row) => row.map(round));

describe("the certificate of a perfect fit", () => {
  const { heads, truth } = instance(11, 4, 3, [3, 3]);
  const inverse = pseudoInverse(attentionInversion({ heads }).jacobian(truth));

  it("errorPerNoise is |J^+|_F, and without noise there are no standard errors", () => {
    const { certificate } = solve(attentionInversion({ heads }), { x0: truth });
    expect(certificate.errorPerNoise! / norm(inverse.flat())).toBeCloseTo(1, 6);
    expect(certificate.standardErrors).toBeUndefined();
    expect(certificate.lostBasis).toBeUndefined();
  });

  it("standard errors are the noise times the norms of J^+'s rows", () => {
    const { certificate } = solve(attentionInversion({ heads, noise: 1e-9 }), { x0: truth });
    certificate.standardErrors!.forEach((s, j) => {
      expect(s / (1e-9 * norm(inverse[j]))).toBeCloseTo(1, 6);
    });
  });

  it.each([
    ["float32", 24, -126],
    ["float16", 11, -14],
    ["bfloat16", 8, -126],
  ] as const)("%s: each entry of B has the error of its own last place", (noise, digits, least) => {
    const sigma = heads
      .flatMap(({ B }) => B.flat())
      .map((b) => 2 ** (Math.max(Math.floor(Math.log2(Math.abs(b))), least) + 1 - digits) / Math.sqrt(12));
    const { certificate } = solve(attentionInversion({ heads, noise }), { x0: truth });
    certificate.standardErrors!.forEach((s, j) => {
      expect(s / norm(inverse[j].map((v, k) => v * sigma[k]))).toBeCloseTo(1, 6);
    });
  });
});

describe("a rounded B", () => {
  it("fits perfectly only where the noise is stated, if there are more equations than unknowns", () => {
    const { heads, truth } = instance(12, 4, 4, [4, 4, 4]);
    const coarse = heads.map((head) => ({ ...head, B: rounded(head.B, (b) => Math.round(1e4 * b) / 1e4) }));
    const ask = (more: Partial<AttentionInput>) => solve(attentionInversion({ heads: coarse, ...more }), { x0: truth });
    expect(ask({}).certificate.zeroLoss).toBe(false);
    expect(ask({ noise: 1e-4 / Math.sqrt(12) }).certificate.zeroLoss).toBe(true);
    // Ten times less noise than there is explains a hundredth of F.
    expect(ask({ noise: 1e-5 / Math.sqrt(12) }).certificate.zeroLoss).toBe(false);
  });

  it("95 % intervals hold 95 % of the tokens' entries, 8 instances of 4 x 4 with 3 heads", () => {
    let [inside, all] = [0, 0];
    for (const [decimals, seed] of [3, 4, 5, 6].flatMap((k) => [[k, 20 + k] as const, [k, 30 + k] as const])) {
      const { heads, truth } = instance(seed, 4, 4, [4, 4, 4]);
      const coarse = heads.map((head) => ({ ...head, B: rounded(head.B, (b) => Number(b.toFixed(decimals))) }));
      const problem = attentionInversion({ heads: coarse, noise: 10 ** -decimals / Math.sqrt(12) });
      const { x, certificate } = solve(problem, { x0: truth });
      certificate.standardErrors!.forEach((s, j) => {
        all++;
        if (Math.abs(x[j] - truth[j]) <= 1.96 * s) inside++;
      });
    }
    expect(all).toBe(128);
    // 0.95 give or take 4.5 standard deviations of 128 coins; errors of one instance go together. Half the noise gives 0.67.
    expect(inside / all).toBeGreaterThan(0.86);
  });

  it("is solved from random starts through the normal form", () => {
    const { heads, truth } = instance(13, 4, 8, [8, 8, 8]);
    const coarse = heads.map((head) => ({ ...head, B: rounded(head.B, Math.fround) }));
    const { x, certificate, iterations } = solve(attentionInversion({ heads: coarse, noise: "float32" }), {
      starts: 4,
    });
    expect(certificate.zeroLoss).toBe(true);
    expect(norm(x.map((v, j) => v - truth[j])) / norm(truth)).toBeLessThan(1e-4);
    // Starts that end in a fit within the noise do not begin anew.
    expect(iterations).toBeLessThan(4 * 200);
  });
});

describe("lost directions", () => {
  it("are orthonormal vectors that J maps to 0, as many as n (d - rank V)", () => {
    const { problem } = instance(3, 3, 4, [2]);
    const { x, certificate } = solve(problem, { starts: 6, seed: 1 });
    const basis = certificate.lostBasis!;
    expect(basis.length).toBe(6);
    expect(certificate.lostDirections).toBe(6);
    const size = norm(problem.jacobian(x).data);
    basis.forEach((v, k) => {
      expect(norm(problem.jvp(x, v))).toBeLessThan(1e-9 * size);
      basis.forEach((u, l) => {
        expect(v.reduce((sum, a, j) => sum + a * u[j], 0)).toBeCloseTo(k === l ? 1 : 0, 10);
      });
    });
  });

  it("leave entries of x without a finite error", () => {
    const { heads } = instance(3, 3, 4, [2]);
    const { certificate } = solve(attentionInversion({ heads, noise: 1e-8 }), { starts: 6, seed: 1 });
    expect(certificate.errorPerNoise).toBe(Number.MAX_VALUE);
    expect(certificate.standardErrors!.filter((s) => s === Number.MAX_VALUE).length).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(certificate))).toEqual(certificate);
  });
});

it("what overflows is written as a number: V = 0, and noise that explains everything", () => {
  const zero = [
    [0, 0],
    [0, 0],
  ];
  const W = [
    [1, 0.5],
    [0.2, -1],
  ];
  const lost = solve(attentionInversion({ W, V: zero, B: zero })).certificate;
  expect(lost.lostDirections).toBe(4);
  expect(lost.jacobianCondition).toBe(Number.MAX_VALUE);
  const V = [
    [1, 0.3],
    [0.1, 1],
  ];
  const loud = solve(attentionInversion({ W, V, B: [...W, [-1, 0.5]], noise: 1e300 })).certificate;
  expect(loud.standardErrors?.every(Number.isFinite)).toBe(true);
});

it("a gradient whose terms overflow where F does not is no success", () => {
  const W = [
    [1, 0.5],
    [0.2, -1],
  ];
  const V = [
    [1e300, 0.3e300],
    [0.1e300, 1e300],
  ];
  for (const method of ["exact", "adam"] as const) {
    // At 0 the outputs are 0 and F is |B|^2.
    const result = solve(attentionInversion({ W, V, B: W }), { method, x0: [0, 0, 0, 0] });
    expect(result.success).toBe(false);
    expect(Array.from(result.gradient).every(Number.isFinite)).toBe(true);
    expect(JSON.stringify(result)).not.toContain("null");
  }
});
