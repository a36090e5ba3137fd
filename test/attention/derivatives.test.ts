import { attentionInversion, checkProblem } from "subnewton";
import { describe, expect, it } from "vitest";
import { seeded } from "../kernels/support/seeded.js";
import { apart } from "./support/cases.js";
import * as oracle from "./support/oracle.js";

const SHAPES: [string, oracle.Shape][] = [
  ["one token of one entry", { n: 1, d: 1, widths: [1] }],
  ["one token", { n: 1, d: 3, widths: [2], gamma: 0.3 }],
  ["tokens of one entry", { n: 5, d: 1, widths: [1] }],
  ["a square head", { n: 4, d: 3, widths: [3] }],
  ["the column convention", { n: 3, d: 4, widths: [4], convention: "column", gamma: 0.1 }],
  ["a narrow head", { n: 5, d: 4, widths: [2], gamma: 0.2 }],
  ["a wide head", { n: 3, d: 2, widths: [5] }],
  ["heads of different widths", { n: 4, d: 3, widths: [3, 1, 5], gamma: 0.05 }],
  ["a residual block", { n: 4, d: 3, widths: [3], residualBlock: true }],
  [
    "two residual heads by columns",
    { n: 3, d: 3, widths: [3, 3], residualBlock: true, convention: "column", gamma: 1 },
  ],
  ["sizes beyond a tile", { n: 9, d: 6, widths: [7], gamma: 0.01 }],
];

describe.each(SHAPES)("%s", (_name, shape) => {
  const seed = 17;
  const spec = oracle.spec(seeded(seed), shape);
  const problem = attentionInversion(spec);
  const N = shape.n * shape.d;
  const random = seeded(seed + 1);
  const points = [0, 0.5, 2].map((size) => Float64Array.from(oracle.normals(random, N), (v) => size * v));

  it("output, residual and value are those of the definition", () => {
    for (const x of points) {
      expect(apart(problem.predict(x), oracle.predict(spec, x), 1)).toBeLessThan(1e-12);
      expect(apart(problem.residual(x), oracle.residual(spec, x))).toBeLessThan(1e-13);
      expect(problem.value(x) / oracle.value(spec, x)).toBeCloseTo(1, 12);
    }
  });

  it("every derivative agrees with differences, and with the others", () => {
    for (const scale of [0.3, 1.5]) {
      const report = checkProblem(problem, { seed, points: 4, scale });
      expect(report.checks.filter(({ ok }) => !ok)).toEqual([]);
      expect(new Set(report.checks.map(({ name }) => name)).size).toBe(9);
    }
  });

  it("dense matrices are their products with every unit vector", () => {
    for (const x of points) {
      const [H, J] = [problem.hessian(x), problem.jacobian(x)];
      const [found, seen] = [new Float64Array(N * N), new Float64Array(J.rows * N)];
      for (let j = 0; j < N; j++) {
        const e = new Float64Array(N);
        e[j] = 1;
        problem.hvp(x, e).forEach((v, i) => {
          found[i * N + j] = v;
        });
        problem.jvp(x, e).forEach((v, i) => {
          seen[i * N + j] = v;
        });
      }
      expect(apart(found, H.data)).toBeLessThan(1e-13);
      expect(apart(seen, J.data)).toBeLessThan(1e-13);
      const rows = new Float64Array(J.rows * N);
      for (let i = 0; i < J.rows; i++) {
        const e = new Float64Array(J.rows);
        e[i] = 1;
        rows.set(problem.vjp(x, e), i * N);
      }
      expect(apart(rows, J.data)).toBeLessThan(1e-13);
    }
  });

  it("gnvp is 2 J'J v + 2 gamma v", () => {
    const v = Float64Array.from(oracle.normals(random, N));
    for (const x of points) {
      const twice = problem.vjp(x, problem.jvp(x, v)).map((t, j) => 2 * t + 2 * spec.gamma * v[j]);
      expect(apart(problem.gnvp(x, v), twice)).toBeLessThan(1e-13);
    }
  });
});

describe("symmetries of the output", () => {
  const spec = oracle.spec(seeded(3), { n: 4, d: 3, widths: [2] });
  const problem = attentionInversion(spec);
  const x = Float64Array.from(oracle.normals(seeded(4), 12));

  it("f(-X) = -f(X), and permuted tokens give permuted rows", () => {
    expect(
      apart(
        problem.predict(x.map((v) => -v)),
        problem.predict(x).map((v) => -v),
      ),
    ).toBeLessThan(1e-14);
    const order = [2, 0, 3, 1];
    const permute = (v: Float64Array, width: number): Float64Array =>
      Float64Array.from({ length: 4 * width }, (_, k) => v[order[Math.floor(k / width)] * width + (k % width)]);
    expect(apart(problem.predict(permute(x, 3)), permute(problem.predict(x), 2))).toBeLessThan(1e-14);
  });

  it("the column convention is the row convention with W transposed, and differs from it", () => {
    const { heads, ...rest } = spec;
    const transposed = heads.map((head) => ({ ...head, W: head.W.map((_, i) => head.W.map((row) => row[i])) }));
    const column = attentionInversion({ ...rest, heads: transposed, convention: "column" });
    expect(column.predict(x)).toEqual(problem.predict(x));
    const plain = attentionInversion({ ...rest, heads, convention: "column" });
    expect(apart(plain.predict(x), problem.predict(x))).toBeGreaterThan(0.01);
  });
});

it("scores of thousands neither overflow nor lose the derivatives", () => {
  const spec = oracle.spec(seeded(5), { n: 4, d: 3, widths: [3] });
  const problem = attentionInversion({
    ...spec,
    heads: spec.heads.map((h) => ({ ...h, W: h.W.map((r) => r.map((w) => 1e4 * w)) })),
  });
  const x = Float64Array.from(oracle.normals(seeded(6), 12));
  expect(Number.isFinite(problem.value(x))).toBe(true);
  for (const v of [...problem.gradient(x), ...problem.hessian(x).data]) expect(Number.isFinite(v)).toBe(true);
});

it("a value that overflows is Infinity", () => {
  const problem = attentionInversion({ W: [[1]], V: [[1]], B: [[1], [1]] });
  expect(problem.value([1e300, 1e300])).toBe(Number.POSITIVE_INFINITY);
});
