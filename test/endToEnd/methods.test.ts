import { type Csr, csr, dense, expRegression, type Problem, type Result, type SolveOptions, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { cases, confirmed, problemOf } from "./cases.js";
import { draws, instance, LOSSES, regression } from "./support.js";

const METHODS: [string, SolveOptions][] = [
  ["pcg", { method: "pcg" }],
  ["sampled", { method: "sampled" }],
  ["auto", { method: "auto" }],
];

/** Solves that ended in another local minimum than the exact method: there may be a few, on problems that have several. */
const elsewhere: string[] = [];

/** The value of the exact method, or that of another minimum, where the exact method started from there stays. */
function sameMinimum(what: string, problem: Problem, result: Result, exact: Result, unique: boolean): void {
  const gap = Math.abs(result.value / exact.value - 1);
  if (gap <= 1e-8) return;
  expect(unique, `${what}: ${result.value}, not ${exact.value}`).toBe(false);
  elsewhere.push(what);
  const there = solve(problem, { x0: result.x, method: "exact" });
  expect(Math.abs(result.value / there.value - 1), what).toBeLessThanOrEqual(1e-8);
}

describe.each(cases)("$name", (c) => {
  const problem = problemOf(c);
  const exact = solve(problem, { x0: c.x0, method: "exact" });

  it.each([...METHODS, ["pcg", { method: "pcg", sampling: { rows: 3 * c.d } }]] as [string, SolveOptions][])(
    "%s %o: the value of the exact method, confirmed",
    (name, options) => {
      const result = solve(problem, { x0: c.x0, ...options });
      confirmed(problem, result);
      // What the tests of the exact method ask of it (certified.test.ts).
      sameMinimum(`${c.name}, ${name}`, problem, result, exact, c.strictly_convex === true);
      if (c.strictly_convex) expect((result.value - c.fstar) / c.fstar).toBeLessThanOrEqual(1e-8);
      expect(result.certificate.hessian).toBe("positive definite");
      if (name === "auto") expect(result.choice.method).toBe("exact");
      else expect(result.choice).toMatchObject({ method: name, why: "asked for" });
      const { sampling } = result.certificate;
      if (result.choice.method === "exact") expect(sampling).toBeUndefined();
      else expect(sampling?.rowsAsked).toBeLessThanOrEqual(c.n);
    },
  );
});

it("at most 4 of these 84 solves ended in another local minimum", () => {
  expect(elsewhere.length, elsewhere.join("; ")).toBeLessThanOrEqual(4);
});

/** n x d problems on which a sample leaves most rows out. */
function large(
  loss: (typeof LOSSES)[number],
  seed: number,
  change: (row: number[], i: number) => number[] = (row) => row,
) {
  const { rows, b, normal } = instance(loss, seed, 600, 6);
  return { A: dense(rows.map(change)), b, rows, normal };
}

describe.each(LOSSES)("%s regression with many rows", (loss) => {
  it.each([
    ["columns scaled from 1e-6 to 1e4", (row: number[]) => row.map((a, j) => a * 10 ** (2 * j - 6))],
    ["columns offset by 500", (row: number[]) => row.map((a) => a + 500)],
    [
      "one row in ten a thousand times as long",
      (row: number[], i: number) => row.map((a) => (i % 10 === 0 ? 1e3 : 1) * a),
    ],
    ["every column twice", (row: number[]) => [...row, ...row]],
  ])("%s: pcg and sampled reach the value of the exact method, seeds 1 to 5", (_what, change) => {
    for (let seed = 1; seed <= 5; seed++) {
      const { A, b } = large(loss, seed, change);
      const problem = regression[loss]({ A, b, w: 0.1 });
      const exact = solve(problem, { method: "exact" });
      for (const method of ["pcg", "sampled"] as const) {
        const result = solve(problem, { method, seed });
        confirmed(problem, result);
        sameMinimum(`seed ${seed}, ${method}`, problem, result, exact, exact.certificate.convex === true);
        expect(result.certificate.hessian).toBe(exact.certificate.hessian);
      }
    }
  });

  it("starts far out, where F is 1e100 and more: pcg and sampled end where they say, seeds 1 to 3", () => {
    for (let seed = 1; seed <= 3; seed++) {
      for (const w of [0, 0.1, 1.5]) {
        const { A, b, rows, normal } = large(loss, seed);
        const problem = regression[loss]({ A, b, w });
        const direction = rows[0].map(() => normal());
        const reach = Math.max(...rows.map((r) => Math.abs(r.reduce((sum, a, j) => sum + a * direction[j], 0))));
        for (const size of [30, 300, 1e5]) {
          const x0 = direction.map((v) => (v * size) / reach);
          for (const method of ["pcg", "sampled"] as const) {
            const result = solve(problem, { method, seed, x0 });
            confirmed(problem, result);
            // Newton's method with the exact Hessian needs 40 at most (traps.test.ts).
            if (method === "pcg") expect(result.iterations).toBeLessThanOrEqual(60);
            if (size > 400) expect(result.certificate.halvings).toBeGreaterThan(0);
          }
        }
      }
    }
  });

  it("rows of weight 0 are never sampled and never matter, seeds 1 to 5", () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { rows, b, uniform } = instance(loss, seed, 600, 6);
      const weights = rows.map(() => (uniform() < 0.5 ? 0 : 1));
      // What stands in a row without weight may be anything that does not overflow; w is 0 there too.
      const w = weights.map((v) => 0.2 * v);
      const wild = rows.map((row, i) => (weights[i] === 0 ? row.map((a) => 50 * a) : row));
      const left = rows.filter((_, i) => weights[i] > 0);
      const few = regression[loss]({ A: dense(left), b: b.filter((_, i) => weights[i] > 0), w: 0.2 });
      const exact = solve(few, { method: "exact" });
      for (const method of ["pcg", "sampled"] as const) {
        const problem = regression[loss]({ A: dense(wild), b, w, weights });
        const result = solve(problem, { method, seed, sampling: { rows: 600 } });
        confirmed(problem, result);
        expect(Math.abs(result.value / exact.value - 1)).toBeLessThanOrEqual(1e-8);
        expect(result.certificate.sampling?.rowsKept).toBe(left.length);
      }
    }
  });

  it("fewer rows than columns: a perfect fit or a confirmed minimum with pcg and sampled, seeds 100 to 149", () => {
    for (let seed = 100; seed < 150; seed++) {
      const { rows, uniform } = instance(loss, seed, 3, 6);
      const problem = regression[loss]({ A: dense(rows), b: rows.map(() => 1.1 + 3 * uniform()) });
      for (const method of ["pcg", "sampled"] as const) {
        const result = solve(problem, { method });
        expect(result.success, `seed ${seed}: ${result.message}`).toBe(true);
      }
    }
  });
});

describe("found while these tests were written:", () => {
  // Bug: the preconditioner of a singular sample is shifted by 1e-12 of its diagonal. Near the minimum rounding errors of
  // the gradient along the null space are then 1e12 times as large in its norm: conjugate gradients run after them, |x|
  // reaches 1e13 and A x loses every digit.
  it.fails("columns that depend on others: pcg stays where A x can be trusted, seeds 1 to 20", () => {
    for (const loss of LOSSES) {
      for (let seed = 1; seed <= 20; seed++) {
        const { A, b } = large(loss, seed, (row) => [...row, row[0] + row[1], 0, row[2]]);
        const problem = regression[loss]({ A, b, w: 0.1 });
        const result = solve(problem, { method: "pcg", seed });
        expect(result.success, `${loss}, seed ${seed}: ${result.message}`).toBe(true);
        expect(Math.max(...result.x.map(Math.abs))).toBeLessThan(1e6);
      }
    }
  });

  // Bug: advance() returns "stalled" after fullStep() has put x back, but leaves F, g and the quotient of the trial behind
  // (its comment says that every caller ends the solve there); minimise() goes on to newtonDirection with that g.
  it.fails("a sampled step that leads nowhere is followed by an exact one from the same point", () => {
    const { rows, uniform } = instance("cosh", 8);
    const problem = regression.cosh({ A: dense(rows), b: rows.map(() => 5 + 3 * uniform()), w: 0.2 });
    confirmed(problem, solve(problem, { method: "sampled" }));
  });

  // Bug: A p summed up along conjugate gradients is off by the rounding of its largest term, and z = A x keeps that for
  // good: 1e-9 of F from here (the exact method: 3e-13). Where it grows to 1e-8, conclude() finds the gradient at x too
  // large and takes the convergence back (sinh, n = 44, d = 8, 16 rows, F(x0) = 3e156).
  it.fails("z stays A x on a long way with few rows: the last cost is F at x to 1e-11, seeds 1 to 60", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { rows, b, normal } = instance("sinh", seed, 60, 6);
      const problem = regression.sinh({ A: dense(rows), b, w: 0.1, ridge: 0.1 });
      const x0 = rows[0].map(() => 100 * normal());
      const result = solve(problem, { method: "pcg", seed, x0, sampling: { rows: 6 } });
      expect(result.success, `seed ${seed}: ${result.message}`).toBe(true);
      const last = result.history[result.history.length - 1];
      expect(Math.abs(last.cost / result.value - 1), `seed ${seed}`).toBeLessThan(1e-11);
    }
  });
});

/** Rows of a few entries at random places, for sizes at which sampling pays. */
function sparseRows(seed: number, n: number, d: number, perRow: number): { A: Csr; b: Float64Array } {
  const { uniform, normal } = draws(seed);
  const indptr = Int32Array.from({ length: n + 1 }, (_, i) => i * perRow);
  const indices = new Int32Array(n * perRow);
  const strip = d / perRow;
  for (let k = 0; k < indices.length; k++) indices[k] = Math.floor(((k % perRow) + uniform()) * strip);
  const data = Float64Array.from({ length: n * perRow }, () => normal() / Math.sqrt(perRow));
  const A = csr({ rows: n, columns: d, indptr, indices, data });
  const truth = Float64Array.from({ length: d }, normal);
  const b = Float64Array.from({ length: n }, (_, i) => {
    let z = 0;
    for (let k = indptr[i]; k < indptr[i + 1]; k++) z += data[k] * truth[indices[k]];
    return Math.exp(z) + 0.1 * normal();
  });
  return { A, b };
}

it("a million rows: pcg, sampled and auto reach the value of the exact method (seed 1)", () => {
  const { A, b } = sparseRows(1, 1_000_000, 30, 3);
  const problem: Problem = expRegression({ A, b, w: 0.3 });
  const exact = solve(problem, { method: "exact" });
  confirmed(problem, exact);
  for (const [name, options] of METHODS) {
    const result = solve(problem, options);
    confirmed(problem, result);
    expect(Math.abs(result.value / exact.value - 1), name).toBeLessThanOrEqual(1e-8);
  }
});
