import {
  checkProblem,
  covariance,
  csrFromTriplets,
  dense,
  type Problem,
  plan,
  softmaxRegression,
  solve,
} from "subnewton";
import { describe, expect, it } from "vitest";
import { withoutClock } from "../endToEnd/cases.js";
import { reals, seeded } from "../kernels/support/seeded.js";

/** n x d normal-like entries over d columns, a tenth of them stored; shares of a hidden x, disturbed. */
function sparse(seed: number, n: number, d: number, w = 0.01) {
  const random = seeded(seed);
  const cells = Array.from({ length: n * d }, (_, k) => k).filter(() => random() < 0.2);
  const value = reals(random, cells.length).map((v) => v / 64);
  const A = csrFromTriplets({
    rows: n,
    columns: d,
    row: cells.map((k) => Math.floor(k / d)),
    column: cells.map((k) => k % d),
    value,
  });
  const hidden = reals(random, d).map((v) => v / 100);
  const f = softmaxRegression({ A, b: new Float64Array(n) }).predict(hidden);
  const b = f.map((v) => v * (0.5 + random()));
  return softmaxRegression({ A, b, w: w / Math.sqrt(n) });
}

describe("methods", () => {
  const problem = sparse(3, 1500, 12);
  const exact = solve(problem, { method: "exact" });

  it("agree on the minimum", () => {
    expect(exact.status).toBe("converged");
    for (const method of ["sampled", "pcg", "auto"] as const) {
      const result = solve(problem, { method, sampling: { rows: 150 } });
      expect(result.status, result.message).toBe("converged");
      expect(Math.abs(result.value - exact.value) / exact.value).toBeLessThan(1e-8);
      expect(result.certificate.hessian).toBe("positive definite");
    }
  });

  it("pcg and sampled do sample, and sampling by leverage scores finds their sum to be about d", () => {
    for (const method of ["sampled", "pcg"] as const) {
      const result = solve(problem, { method, sampling: { rows: 150 } });
      const rows = result.history.map((r) => r.sampledRows);
      expect(Math.max(...rows)).toBeGreaterThan(90);
      expect(Math.max(...rows)).toBeLessThan(700);
      expect(result.certificate.sampling?.sumOfScores).toBeGreaterThan(6);
      expect(result.certificate.sampling?.sumOfScores).toBeLessThan(24);
    }
  });

  it("a sample of all rows is the majorant itself, but for the last step between the two", () => {
    const result = solve(problem, { method: "sampled", sampling: { rows: 1500, certify: true } });
    expect(result.certificate.sampling?.epsilon?.measured).toBeLessThan(1e-3);
  });

  it.each(["exact", "sampled", "pcg", "auto"] as const)("%s: the same call gives the same bits", (method) => {
    const again = () => withoutClock(solve(sparse(5, 600, 8), { method, seed: 7, starts: 3, sampling: { rows: 80 } }));
    expect(again()).toEqual(again());
  });
});

describe("statuses where values are stationary at infinity", () => {
  const A = dense([
    [1, 0],
    [0, 1],
    [-1, -1],
    [0.5, -2],
  ]);

  it("a target that only infinity meets is unbounded, with a ridge converged", () => {
    const b = [1, 0, 0, 0];
    const open = solve(softmaxRegression({ A, b }));
    expect(open.success).toBe(false);
    expect(open.status).toBe("unbounded");
    expect(open.value).toBeLessThan(1e-8);
    expect(solve(softmaxRegression({ A, b, ridge: 1e-3 })).status).toBe("converged");
  });

  it("a start where one share is all of 1 is halved, left and said; what is no minimum is no success", () => {
    const problem = softmaxRegression({ A, b: [0.4, 0.3, 0.2, 0.1] });
    const best = solve(problem, { starts: 16 });
    expect(best.status).toBe("converged");
    const far = solve(problem, { x0: [3000, 100] });
    // The plateau's F.
    expect(far.value).toBeLessThan(0.2);
    expect(far.success).toBe(far.value <= best.value * (1 + 1e-8));
    expect(far.certificate.halvings).toBeGreaterThan(0);
    expect(far.message).toContain("halved");
  });

  it("far starts that are not saturated come back from their plateau", () => {
    const problem = softmaxRegression({ A: dense([[1], [0.2], [-0.4]]), b: [0.4, 0.35, 0.25] });
    const near = solve(problem);
    expect(near.status).toBe("converged");
    for (const x0 of [60, 300, 550]) {
      const result = solve(problem, { x0: [x0] });
      expect(result.status).toBe("converged");
      expect(Math.abs(result.value - near.value)).toBeLessThanOrEqual(1e-8 * near.value);
      expect(result.iterations).toBeLessThan(60);
    }
  });

  it("a column of ones leaves x undetermined, not unbounded", () => {
    const ones = dense([0, 1, 2, 3].map((i) => [1, A.data[2 * i], A.data[2 * i + 1]]));
    const result = solve(softmaxRegression({ A: ones, b: [0.4, 0.3, 0.2, 0.1] }));
    expect(result.status).toBe("converged");
    expect(result.certificate.hessian).toBe("singular");
    expect(result.message).toContain("one of many");
  });
});

describe("beside solve", () => {
  const rows = [
    [1, 0.2],
    [0.3, -1],
    [-0.7, 0.4],
    [0.1, 0.9],
    [-1, -0.5],
  ];
  const problem = softmaxRegression({ A: dense(rows), b: [0.5, -0.2, 0.3, 0.1, 2], w: 0.7, ridge: 0.1 });

  it("checkProblem finds nothing wrong", () => {
    const report = checkProblem(problem, { points: 5 });
    expect(report.checks.filter((check) => !check.ok)).toEqual([]);
  });

  it("a problem of functions alone has the same minimum", () => {
    const own: Problem = {
      dimension: 2,
      value: problem.value,
      gradient: problem.gradient,
      hvp: problem.hvp,
      hessian: problem.hessian,
    };
    expect(solve(own).value).toBeCloseTo(solve(problem).value, 12);
  });

  it("covariance: s^2 H^-1 and H^-1 (sum of scores) H^-1, written out", () => {
    const model = softmaxRegression({ A: dense(rows), b: [0.4, 0.1, 0.2, 0.2, 0.1] });
    const { x } = solve(model);
    const H = model.hessian(x).data;
    const determinant = H[0] * H[3] - H[1] * H[2];
    const inverse = [H[3], -H[1], -H[2], H[0]].map((v) => v / determinant);
    const r = model.residual(x);
    const variance = r.reduce((sum, v) => sum + v * v, 0) / 3;
    const plain = covariance(model, x).data;
    for (const [k, v] of inverse.entries()) expect(plain[k] / (variance * v)).toBeCloseTo(1, 9);
    const J = model.jacobian(x).data;
    const meat = [0, 1, 2, 3].map((k) =>
      r.reduce((sum, v, i) => sum + v * v * J[2 * i + (k >> 1)] * J[2 * i + (k & 1)], 0),
    );
    const times = (M: number[], N: number[]): number[] =>
      [0, 1, 2, 3].map((k) => M[k & 2] * N[k & 1] + M[(k & 2) + 1] * N[2 + (k & 1)]);
    const sandwich = times(times(inverse, meat), inverse).map((v) => (5 / 3) * v);
    const found = covariance(model, x, { kind: "sandwich" }).data;
    for (const [k, v] of sandwich.entries()) expect(found[k] / v).toBeCloseTo(1, 9);
  });

  it("plan counts vectors, the gathered rows and the negative part", () => {
    const piece = (bytes: number): number => 16 * Math.ceil(bytes / 16);
    const doubles = (n: number): number => piece(8 * n);
    const [n, d] = [5, 2];
    const packed = (columns: number, depth: number): number => doubles(16 + 2 * depth * 4 * Math.ceil(columns / 4));
    const exact = 2 * doubles(d * d) + 5 * doubles(d) + packed(d, 64);
    const matrix = doubles(n * d) + packed(d, 128);
    const centred = doubles(d) + doubles(n) + doubles(32);
    const common = 6 * doubles(n) + 9 * doubles(d) + centred + piece(4 * n) + doubles(n) + doubles(4) + piece(16);
    const expected = matrix + exact + common + doubles(d * d);
    const b = [0.4, 0.1, 0.2, 0.2, 0.1];
    expect(plan(softmaxRegression({ A: dense(rows), b }), { method: "exact" })).toBe(expected);
    const regularised = plan(softmaxRegression({ A: dense(rows), b, w: 1 }), { method: "exact" });
    expect(regularised).toBe(expected + 2 * doubles(n));
  });

  it("refuses what it cannot use", () => {
    const A = dense(rows);
    expect(() => softmaxRegression({ A, b: [1] })).toThrow(/b/);
    expect(() => softmaxRegression({ A, b: [1, 2, 3, 4, Number.NaN] })).toThrow(/b\[4\]/);
    expect(() => softmaxRegression({ A, b: [1, 2, 3, 4, 5], ridge: -1 })).toThrow(/ridge/);
    expect(() => softmaxRegression({ A, b: [1, 2, 3, 4, 5], weights: [] } as never)).toThrow(/weights/);
    problem.dispose();
    expect(() => problem.value([0, 0])).toThrow(/disposed/);
  });
});
