import { dense, type Problem, type Result, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { instance, LOSSES, regression } from "./support.js";

/** The status is confirmed here again, from x alone and by public functions only. */
function confirmed(problem: Problem, result: Result): void {
  expect(result.status, result.message).toBe("converged");
  expect(result.success).toBe(true);
  expect(problem.value(result.x)).toBe(result.value);
  expect(Math.max(...problem.gradient(result.x).map(Math.abs))).toBe(result.gradientNorm);
  expect(result.certificate.gradientQuotient).toBeLessThanOrEqual(1e-8);
  expect(result.certificate.hessian).not.toBe("indefinite");
}

describe.each(LOSSES)("%s regression", (loss) => {
  for (const w of [0, 0.1, 1.5]) {
    for (const size of [30, 300, 2000, 1e5]) {
      it(`starts at |z| = ${size} with w = ${w}: few iterations, the minimum`, () => {
        const { rows, b, normal } = instance(loss, 11);
        const A = dense(rows);
        const problem = regression[loss]({ A, b, w });
        const direction = rows[0].map(() => normal());
        const reach = Math.max(...rows.map((r) => Math.abs(r.reduce((sum, a, j) => sum + a * direction[j], 0))));
        const result = solve(problem, { x0: direction.map((v) => (v * size) / reach) });
        confirmed(problem, result);
        // Halving alone needs 602 from z = 300 (FORMULAS-regression 4.2).
        expect(result.iterations).toBeLessThanOrEqual(40);
        const h = result.certificate.halvings;
        const begun = problem.value(direction.map((v) => (v * size) / reach / 2 ** h));
        expect(result.history[0].cost / begun).toBeCloseTo(1, 12);
        if (size > 400) {
          expect(result.certificate.halvings).toBeGreaterThan(0);
          expect(result.message).toContain("halved");
        }
        expect(result.value).toBeLessThanOrEqual(solve(problem).value * (1 + 1e-9));
      });
    }
  }

  it("columns scaled from 1e-4 to 1e4 change nothing but x", () => {
    const { rows, b } = instance(loss, 12);
    const scales = [1, 1e4, 1e-4, 1e2, 1];
    const plain = solve(regression[loss]({ A: dense(rows), b, w: 0.1 }));
    const A = dense(rows.map((row) => row.map((a, j) => a * scales[j])));
    const problem = regression[loss]({ A, b, w: 0.1 });
    const result = solve(problem);
    confirmed(problem, result);
    expect(result.value / plain.value).toBeCloseTo(1, 12);
    expect(result.iterations).toBeLessThanOrEqual(plain.iterations + 1);
    plain.x.forEach((v, j) => {
      expect(Math.abs(result.x[j] * scales[j])).toBeCloseTo(Math.abs(v), 8);
    });
  });

  it("rows scaled by 1e3", () => {
    const { rows, b } = instance(loss, 13);
    const A = dense(rows.map((row, i) => (i % 10 === 0 ? row.map((a) => 1e3 * a) : row)));
    const problem = regression[loss]({ A, b, w: 0.1 });
    confirmed(problem, solve(problem));
  });

  it("columns offset by 500", () => {
    const { rows, b } = instance(loss, 14);
    const problem = regression[loss]({ A: dense(rows.map((row) => row.map((a) => a + 500))), b, w: 0.1 });
    confirmed(problem, solve(problem));
  });

  it("repeated, dependent and empty columns: a minimum, called singular", () => {
    const { rows, b } = instance(loss, 15);
    const A = dense(rows.map((row) => [...row, row[0] + row[1], 0, row[2]]));
    const problem = regression[loss]({ A, b, w: 0.1 });
    const result = solve(problem);
    confirmed(problem, result);
    expect(result.certificate.hessian).toBe("singular");
    expect(result.message).toContain("singular");
    const full = solve(regression[loss]({ A: dense(rows), b, w: 0.1 }), { starts: 8 });
    expect(full.solutions.some((s) => Math.abs(s.value / result.value - 1) < 1e-9)).toBe(true);
  });

  it("fewer rows than columns, 100 random instances: a perfect fit or a confirmed minimum", () => {
    for (let seed = 100; seed < 200; seed++) {
      const { rows, uniform } = instance(loss, seed, 3, 6);
      const problem = regression[loss]({ A: dense(rows), b: rows.map(() => 1.1 + 3 * uniform()) });
      const result = solve(problem);
      expect(result.success, `seed ${seed}: ${result.message}`).toBe(true);
    }
  });

  it("targets of 1e9 and of 1e-9", () => {
    const { rows, normal } = instance(loss, 16);
    for (const size of [1e9, 1e-9]) {
      const problem = regression[loss]({ A: dense(rows), b: rows.map(() => size * normal()), w: 0.1 });
      confirmed(problem, solve(problem));
    }
  });
});

describe("saddles", () => {
  it("cosh at x = 0 is left where it is a saddle, both mirror images are found, seeds 1 to 20", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { rows, uniform } = instance("cosh", seed);
      const problem = regression.cosh({ A: dense(rows), b: rows.map(() => 5 + 3 * uniform()), w: 0.2 });
      expect(Math.max(...problem.gradient(new Float64Array(5)).map(Math.abs))).toBe(0);
      const result = solve(problem);
      confirmed(problem, result);
      expect(result.certificate.escapes).toBeGreaterThanOrEqual(1);
      expect(result.history.some((r) => r.hessian === "escape")).toBe(true);
      expect(result.value).toBeLessThan(problem.value(new Float64Array(5)));
    }
  });

  it("cosh at x = 0 is kept where the regulariser makes it the minimum", () => {
    const { rows, b } = instance("cosh", 3);
    const result = solve(regression.cosh({ A: dense(rows), b, w: 6 }));
    expect(result.certificate.convex).toBe(true);
    expect(result.certificate.escapes).toBe(0);
    expect(Array.from(result.x)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("no minimum", () => {
  for (const [name, rows, b] of [
    ["one column", [[1]], [-2]],
    [
      "a column that only negative targets see",
      [
        [1, 1],
        [1, 0],
        [1, 1],
        [1, 0],
      ],
      [-2, 3, -1, 4],
    ],
    [
      "a column that only zero targets see",
      [
        [1, 1],
        [1, 0],
        [1, 1],
        [1, 0],
      ],
      [0, 3, 0, 4],
    ],
  ] as const) {
    it(`${name}: unbounded, with the cure that works`, () => {
      const A = dense(rows.map((row) => [...row]));
      const result = solve(regression.exp({ A, b }));
      expect(result.status).toBe("unbounded");
      expect(result.success).toBe(false);
      expect(result.message).toContain("ridge");
      const problem = regression.exp({ A, b, ridge: 1e-3 });
      confirmed(problem, solve(problem));
    });
  }

  it("an offset that overflows at x = 0: failed, not thrown", () => {
    const result = solve(regression.exp({ A: dense([[1], [1]]), b: [1, 1], offset: [800, 0] }));
    expect(result.status).toBe("failed");
    expect(result.success).toBe(false);
    expect(result.message).toContain("offset");
    expect(JSON.stringify(result)).not.toContain("null");
  });
});
