import { dense, leverageGradientInversion, leverageInversion, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { error } from "./cases.js";
import { draws } from "./draws.js";

const { rows, vector } = draws(7);
const A = rows(12, 3);
const b = vector(12, 2);
const x = vector(3);

interface Structure {
  A: number[][];
  b: number[];
  /** What the scores leave open, by name in the certificate; nothing where x is returned. */
  open?: Record<string, number | boolean>;
  /** Entries of x that the scores determine all the same. */
  kept?: number[];
}

const structures: Record<string, Structure> = {
  "b in range(A)": {
    A,
    b: A.map((row) => row[0] - 2 * row[1] + 0.5 * row[2]),
    open: { offsetInRange: true, uniqueInOtherCells: false },
  },
  "b = 0": { A, b: A.map(() => 0), open: { offsetInRange: true, uniqueInOtherCells: false } },
  "a coloop": {
    A: A.map((row, i) => (i === 4 ? [0, 1, 3] : [row[0], row[1], 0])),
    b,
    open: { coloops: 1, components: 2, uniqueInOtherCells: false },
    kept: [0, 1],
  },
  "n = d": { A: A.slice(0, 3), b: b.slice(0, 3), open: { coloops: 3, uniqueInOtherCells: false } },
  "two blocks": { A: A.map((row, i) => (i % 2 ? [row[0], 0, row[2]] : [0, row[1], 0])), b },
  "duplicate rows": { A: [...A, ...A], b: [...b, ...b] },
  "a zero row": { A: A.map((row, i) => (i === 5 ? [0, 0, 0] : row)), b: b.map((v, i) => (i === 5 ? 0 : v)) },
};

describe.each(Object.entries(structures))("%s", (_, { A, b, open, kept }) => {
  const M = dense(A);
  const tau = leverageInversion({ A: M, b, tau: b }).predict(x);
  const scores = leverageInversion({ A: M, b, tau });
  // c = 0 with attained scores: every point with these scores is a root.
  const inversion = leverageGradientInversion({ A: M, b, tau, c: [0, 0, 0] });
  const near = x.map((v) => 1.05 * v + 0.01);

  it.each([undefined, near])("scores from %s", (x0) => {
    const result = solve(scores, { x0 });
    expect(error(scores.predict(result.x), tau)).toBeLessThan(1e-12);
    if (open) {
      expect(result.status).toBe("illPosed");
      expect(result.success).toBe(false);
      expect(result.certificate).toMatchObject({ ...open, determined: false });
      for (const j of kept ?? []) expect(result.x[j]).toBeCloseTo(x[j], 8);
    } else {
      expect(result.status).toBe("converged");
      expect(result.certificate).toMatchObject({ determined: true, uniqueInOtherCells: true });
      expect(error(result.x, x)).toBeLessThan(1e-8);
    }
  });

  it("gradient, c = 0, from nearby", () => {
    const result = solve(inversion, { x0: near });
    expect(result.status).toBe(open ? "illPosed" : "converged");
    expect(result.certificate).toMatchObject({ root: true, determined: !open });
    if (!open) expect(error(result.x, x)).toBeLessThan(1e-6);
  });

  it("gradient, c = 0, from the problem's own start: no success that is not a root", () => {
    const result = solve(inversion, { maxIterations: 60 });
    if (result.success) expect(result.certificate.root).toBe(true);
  });
});

describe("n = d + 1: the scores fit in every cell", () => {
  const few = A.slice(0, 4);
  const offset = b.slice(0, 4);
  const tau = leverageInversion({ A: dense(few), b: offset, tau: offset }).predict(x);
  const cells = Array.from({ length: 8 }, (_, k) => [1, k & 1 ? -1 : 1, k & 2 ? -1 : 1, k & 4 ? -1 : 1]);

  it("so 2^(n-1) signs give as many points, each with these scores, and the certificate says so", () => {
    const points = cells.map((signs) => {
      const problem = leverageInversion({ A: dense(few), b: offset, tau, signs });
      const result = solve(problem);
      expect(error(problem.predict(result.x), tau)).toBeLessThan(1e-11);
      expect(result.certificate.determined).toBe(true);
      expect(result.certificate.uniqueInOtherCells).toBe(false);
      return result.x;
    });
    for (let i = 0; i < 8; i++) for (let k = 0; k < i; k++) expect(error(points[i], points[k])).toBeGreaterThan(1e-6);
    expect(points.some((p) => error(p, x) < 1e-9)).toBe(true);
  });
});

describe("far out", () => {
  it("a gradient that vanishes because x is huge is no root", () => {
    const tau = leverageInversion({ A: dense(A), b, tau: b }).predict(x);
    const problem = leverageGradientInversion({ A: dense(A), b, tau, c: [0, 0, 0] });
    const result = solve(problem, { x0: [1e14, -2e14, 3e14], maxIterations: 0 });
    expect(result.certificate.residual).toBeLessThan(1e-13);
    expect(result.certificate.root).toBe(false);
    expect(result.success).toBe(false);
  });
});

describe("in the cell", () => {
  it("every solution has the signs of the start", () => {
    const tau = vector(12);
    const c = leverageInversion({ A: dense(A), b, tau }).gradient(x);
    const problem = leverageGradientInversion({ A: dense(A), b, tau, c, inCell: true });
    const result = solve(problem, { x0: x.map((v) => v + 1e-3), starts: 20 });
    const signs = A.map((row, i) => (row.reduce((sum, a, j) => sum + a * x[j], 0) > b[i] ? "+" : "-")).join("");
    expect(result.solutions.length).toBeGreaterThan(0);
    for (const solution of result.solutions) {
      expect(solution.certificate.cell).toBe(signs);
    }
    expect(result.solutions.some((s) => error(s.x, x) < 1e-8)).toBe(true);
  });
});

it("one column and b in range(A): the scores are the same at every x, which no ratio of singular values shows", () => {
  const one = dense(A.map((row) => [row[0]]));
  const at = A.map((row) => 0.7 * row[0]);
  const tau = leverageInversion({ A: one, b: at, tau: at }).predict([2]);
  for (const method of ["gaussNewton", "exact"] as const) {
    const result = solve(leverageInversion({ A: one, b: at, tau }), { method, x0: [-1] });
    expect(result.status).toBe("illPosed");
    expect(result.certificate).toMatchObject({ offsetInRange: true, determined: false });
  }
});
