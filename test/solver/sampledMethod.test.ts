import { coshRegression, dense, expRegression, type Problem, type SamplingOptions, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { OPEN, type Openable } from "../../src/problem/problem.js";
import { layoutMethod, methodFor } from "../../src/solver/methods.js";
import { checkOptions } from "../../src/solver/options.js";
import type { SampledWork } from "../../src/solver/sampledMethod.js";
import { drain } from "../../src/wasm/pace.js";
import { familyInstance } from "../endToEnd/families.js";
import { instance } from "../endToEnd/support.js";
import { gramOf } from "../sketch/support/linear.js";
import { dot, solved, times } from "./systems.js";

interface Setting {
  readonly method: "pcg" | "sampled";
  readonly rows: number;
  readonly sampling?: SamplingOptions;
  readonly seed?: number;
}

/** The method of a start that stands at x with the gradient there. */
function at(problem: Problem, x: ArrayLike<number>, { method, rows, sampling = {}, seed = 1 }: Setting) {
  const chosen = { method, rows, why: "", predictedSeconds: {}, diagonalFirst: false };
  const { session, parts } = (problem as Problem & Openable)[OPEN].open((arena) =>
    layoutMethod(problem, chosen, arena),
  );
  const work = parts as SampledWork;
  session.x.data.set(x);
  drain(session.linearize(session.x));
  drain(session.gradient(work.g));
  const options = checkOptions(problem.dimension, { sampling, seed });
  return { session, work, own: methodFor(session, work, chosen, options, 1) };
}

/** The matrix behind the factor that is in work.R. */
function factored({ R }: SampledWork, d: number): Float64Array {
  return gramOf(Array.from({ length: d }, (_, i) => R.data.slice(i * d, (i + 1) * d).fill(0, 0, i)));
}

/** Rows with a positive curvature everywhere near the solution. */
const plain = (seed: number, n = 800, d = 6) => {
  const { rows, b } = instance("exp", seed, n, d);
  return { rows, problem: expRegression({ A: dense(rows), b, w: 0.5, ridge: 0.1 }) };
};

describe("the sampled step", () => {
  it("unit: p = -M^-1 g with the sampled M, to be taken in full, seeds 1 to 10", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { problem } = plain(seed);
      const x = solve(problem).x.map((v) => v + 0.05);
      const { work, own, session } = at(problem, x, { method: "sampled", rows: 96, sampling: { step: "unit" }, seed });
      const found = drain(own.direction(false));
      const M = factored(work, 6);
      const step = solved(M, work.g.data);
      work.p.data.forEach((v, j) => {
        expect(v).toBeCloseTo(-step[j], 10);
      });
      const size = dot(work.g.data, step);
      expect(found).toMatchObject({ kind: "sampled", unit: true, linearIterations: 1, shift: 0, negative: -1 });
      expect(found.sampledRows).toBeGreaterThan(40);
      expect(found.decrement / size).toBeCloseTo(1, 9);
      // |g + H p| / |g| in the norm of M^-1.
      const r = times(problem.hessian(x).data, work.p.data).map((v, j) => v + work.g.data[j]);
      expect(found.quality / Math.sqrt(dot(r, solved(M, r)) / size)).toBeCloseTo(1, 9);
      session.release();
    }
  });

  // g'H^-1 g is 2 t g'M^-1 g - p'Hp + r'H^-1 r for p = -t M^-1 g and r = g + H p: where t is too short, the first two terms
  // are more than the t g'M^-1 g that was once taken for them.
  it("the bound of a unit step is at least the decrement g'H^-1 g, seeds 1 to 20", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { problem } = plain(seed);
      const x = solve(problem).x.map((v) => v + 0.05);
      const { work, own, session } = at(problem, x, { method: "sampled", rows: 96, sampling: { step: "unit" }, seed });
      const { bound } = drain(own.direction(false));
      const truth = dot(work.g.data, solved(problem.hessian(x).data, work.g.data));
      session.release();
      expect(bound, `seed ${seed}`).toBeGreaterThanOrEqual(truth);
    }
  });

  it("search: the same direction, as far as the exact model falls along it; A p is at hand, seeds 1 to 10", () => {
    let scaled = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const { problem, rows } = plain(seed);
      const x = solve(problem).x.map((v) => v + 0.05);
      // 2 d rows: M is far from H, so steps are far from 1.
      const { work, own, session } = at(problem, x, { method: "sampled", rows: 12, seed });
      const found = drain(own.direction(false));
      const step = solved(factored(work, 6), work.g.data);
      const H = problem.hessian(x).data;
      const best = dot(work.g.data, step) / dot(step, times(H, step));
      const t = Math.min(Math.max(best, 0.25), 4);
      if (Math.abs(t - 1) > 0.2) scaled++;
      work.p.data.forEach((v, j) => {
        expect(v, `seed ${seed}`).toBeCloseTo(-t * step[j], 9);
      });
      expect(found.unit).toBe(false);
      expect(found.decrement / -dot(work.g.data, work.p.data)).toBeCloseTo(1, 10);
      if (t === best) expect(found.bound).toBeGreaterThanOrEqual(dot(work.g.data, solved(H, work.g.data)));
      expect(found.knownStep).toBe(true);
      rows.forEach((a, i) => {
        expect(session.rowForm?.step.data[i]).toBeCloseTo(dot(a, work.p.data), 11);
      });
      session.release();
    }
    expect(scaled).toBeGreaterThan(3);
  });

  it("pcg: H p = -g to a tenth or better in the norm of M^-1; A p is at hand, seeds 1 to 10", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { problem, rows } = plain(seed);
      const x = solve(problem).x.map((v) => v + 0.05);
      const { work, own, session } = at(problem, x, { method: "pcg", rows: 48, seed });
      const found = drain(own.direction(false));
      const [M, H] = [factored(work, 6), problem.hessian(x).data];
      const r = times(H, work.p.data).map((v, j) => v + work.g.data[j]);
      const quality = Math.sqrt(dot(r, solved(M, r)) / dot(work.g.data, solved(M, work.g.data)));
      expect(found.quality / quality).toBeCloseTo(1, 6);
      expect(quality).toBeLessThanOrEqual(0.1);
      const truth = dot(work.g.data, solved(H, work.g.data));
      expect(found.decrement).toBeLessThanOrEqual(truth);
      expect(found.bound).toBeGreaterThanOrEqual(truth);
      expect(found).toMatchObject({ kind: "pcg", provisional: false, test: "sample", bent: false });
      rows.forEach((a, i) => {
        expect(session.rowForm?.step.data[i]).toBeCloseTo(dot(a, work.p.data), 11);
      });
      session.release();
    }
  });

  it("pcg keeps a good factor while the weights stay, and draws more rows where it proves a poor one", () => {
    const { problem } = plain(3);
    const x = solve(problem).x.map((v) => v + 1e-4);
    const good = at(problem, x, { method: "pcg", rows: 96 });
    expect(drain(good.own.direction(false)).sampledRows).toBeGreaterThan(0);
    expect(drain(good.own.direction(false)).sampledRows).toBe(0);
    // The sampled method never keeps one: its steps would all have the same error.
    const literal = at(problem, x, { method: "sampled", rows: 96 });
    drain(literal.own.direction(false));
    expect(drain(literal.own.direction(false)).sampledRows).toBeGreaterThan(0);
    // Hardly more rows than columns: conjugate gradients need many iterations, so twice as many rows, and again.
    const { problem: plainRows } = familyInstance("GA: Gaussian rows, sinh", 1, 2000, 40);
    const x0 = new Float64Array(40).fill(1e-3);
    const poor = at(plainRows, x0, { method: "pcg", rows: 44 });
    const found = Array.from({ length: 8 }, () => drain(poor.own.direction(false)));
    expect(found[0].sampledRows).toBeLessThan(110);
    expect(Math.max(...found.map((f) => f.sampledRows))).toBeGreaterThan(130);
    expect(found[7].linearIterations).toBeLessThan(found[0].linearIterations);
    // The first was let go although nothing had moved; the last is good enough to stay.
    expect(found[1].sampledRows).toBeGreaterThan(0);
    expect(found[7].sampledRows).toBe(0);
  });

  it("falls to the exact Hessian where no sample can be had", () => {
    const { problem } = plain(5);
    const x = solve(problem).x.map((v) => v + 0.05);
    for (const method of ["pcg", "sampled"] as const) {
      // Room was laid out for 4 times 2 rows.
      const chosen = { method, rows: 2, why: "", predictedSeconds: {}, diagonalFirst: false };
      const { session, parts } = (problem as Problem & Openable)[OPEN].open((arena) =>
        layoutMethod(problem, chosen, arena),
      );
      session.x.data.set(x);
      drain(session.linearize(session.x));
      drain(session.gradient(parts.g));
      const own = methodFor(session, parts, { ...chosen, rows: 500 }, checkOptions(6, {}), 1);
      const found = drain(own.direction(false));
      expect(found).toMatchObject({ kind: "exact", sampledRows: 0, test: "cholesky", provisional: false });
      const step = solved(problem.hessian(x).data, problem.gradient(x));
      parts.p.data.forEach((v, j) => {
        expect(v).toBeCloseTo(-step[j], 10);
      });
      session.release();
    }
  });
});

describe("far from the solution, with negative curvature", () => {
  it("the majorant |D| stands in for D, and says so; near it the exact Hessian has its say", () => {
    const { rows, b } = instance("exp", 6, 600, 5);
    const problem = expRegression({ A: dense(rows), b: b.map((v) => v + 6) });
    const x = new Float64Array(5);
    const D = rows.map((_, i) => 2 - b[i] - 6);
    expect(Math.max(...D)).toBeLessThan(0);
    const bound = gramOf(rows, (i) => Math.abs(D[i]));
    /** |g + M p| / |g| in the norm of the majorant's inverse. */
    const left = ({ p, g }: SampledWork): number => {
      const r = times(bound, p.data).map((v, j) => v + g.data[j]);
      return Math.sqrt(dot(r, solved(bound, r)) / dot(g.data, solved(bound, g.data)));
    };
    for (const method of ["pcg", "sampled"] as const) {
      const { work, own, session } = at(problem, x, { method, rows: 25 });
      const far = drain(own.direction(true));
      expect(far).toMatchObject({ bent: true, provisional: true, negative: -1 });
      // p solves the majorant's system: to a tenth or so by pcg, along the sampled direction by the other.
      expect(left(work)).toBeLessThan(method === "pcg" ? 0.15 : 0.7);
      expect(dot(work.g.data, work.p.data)).toBeLessThan(0);
      const near = drain(own.direction(false));
      expect(near).toMatchObject({ bent: false, provisional: true });
      expect(dot(work.g.data, work.p.data)).toBeLessThan(0);
      if (method === "pcg") {
        // Negative curvature at the first direction already: -M^-1 g alone would leave 0.4.
        expect(left(work)).toBeLessThan(0.15);
        expect(near.linearIterations).toBeGreaterThan(2);
      }
      session.release();
    }
  });
});

describe("confirm", () => {
  it("passes a minimum where a few rows are negative, by their scores or by Lanczos, and leaves p alone, seeds 1 to 20", () => {
    const tests = new Set<string | undefined>();
    for (let seed = 1; seed <= 20; seed++) {
      const { rows, b, uniform } = instance("exp", seed, 600, 5);
      // Targets near what the model can reach, whose negative rows hardly count, or anything up to 3.
      const near = seed % 2 === 0;
      const targets = near ? b : rows.map(() => 3 * uniform());
      const problem = expRegression({ A: dense(rows), b: targets, w: near ? 0.1 : 0.3 });
      const exact = solve(problem, { method: "exact", seed });
      expect(exact.certificate.hessian).toBe("positive definite");
      for (const method of ["pcg", "sampled"] as const) {
        const { own, work, session } = at(problem, exact.x, { method, rows: 80, seed });
        const found = drain(own.direction(false));
        if (!found.provisional) continue;
        const p = work.p.data.slice();
        const confirmed = drain(own.confirm(found));
        expect(confirmed.provisional, `seed ${seed}`).toBe(false);
        tests.add(confirmed.test);
        if (confirmed.kind === found.kind) expect(work.p.data).toEqual(p);
        session.release();
      }
    }
    expect(tests).toEqual(new Set(["scores", "lanczos"]));
  });

  it("gives a saddle to the exact Hessian, which finds the way down: cosh at x = 0, seeds 1 to 20", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { rows, uniform } = instance("cosh", seed, 400, 5);
      const problem = coshRegression({ A: dense(rows), b: rows.map(() => 5 + 3 * uniform()), w: 0.2 });
      for (const method of ["pcg", "sampled"] as const) {
        const { own, work, session } = at(problem, new Float64Array(5), { method, rows: 60, seed });
        const found = drain(own.direction(false));
        expect(found.provisional, `seed ${seed}`).toBe(true);
        const confirmed = drain(own.confirm(found));
        expect(confirmed.negative, `seed ${seed}`).toBeGreaterThanOrEqual(0);
        expect(confirmed.kind).toBe("majorant");
        const v = work.downhill.data;
        expect(dot(v, problem.hvp(new Float64Array(5), v))).toBeLessThan(0);
        session.release();
      }
    }
  });

  it("gives a saddle whose negative part hides among many positive rows to the exact Hessian as well, seeds 1 to 20", () => {
    // One column is seen by three negative rows alone; 400 positive rows see the others.
    for (let seed = 1; seed <= 20; seed++) {
      const { rows, b } = instance("exp", seed, 400, 4);
      const A = rows.map((row, i) => [...row, i < 3 ? 0.5 : 0]);
      const targets = b.map((v, i) => (i < 3 ? 9 : v));
      const problem = expRegression({ A: dense(A), b: targets, w: 0.1 });
      for (const method of ["pcg", "sampled"] as const) {
        const { own, session } = at(problem, new Float64Array(5), { method, rows: 80, seed });
        const found = drain(own.direction(false));
        expect(found.provisional).toBe(true);
        expect(drain(own.confirm(found)).negative, `seed ${seed}, ${method}`).toBeGreaterThanOrEqual(0);
        session.release();
      }
    }
  });

  it("gives a singular Hessian to the exact one: shifted, and nothing proven", () => {
    const { rows, b } = instance("exp", 7, 500, 4);
    const problem = expRegression({ A: dense(rows.map((row) => [...row, row[0] - row[1]])), b, w: 0.3 });
    const { x } = solve(problem, { method: "exact" });
    for (const method of ["pcg", "sampled"] as const) {
      const { own, session } = at(problem, x, { method, rows: 80 });
      const found = drain(own.direction(false));
      expect(found).toMatchObject({ provisional: true });
      expect(found.shift).toBeGreaterThan(0);
      const confirmed = drain(own.confirm(found));
      expect(confirmed).toMatchObject({ kind: "shifted", provisional: false, negative: -1 });
      expect(confirmed.test).toBeUndefined();
      session.release();
    }
  });
});

describe("halfDecrement", () => {
  it("is at least half of g'H^-1 g, and not much more where that is asked for, seeds 1 to 20", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { problem } = plain(seed);
      const x = solve(problem).x.map((v) => v + 1e-3);
      const truth = 0.5 * dot(problem.gradient(x), solved(problem.hessian(x).data, problem.gradient(x)));
      for (const method of ["pcg", "sampled"] as const) {
        const { own, work, session } = at(problem, x, { method, rows: 96, seed });
        drain(own.direction(false));
        drain(session.gradient(work.g));
        const tight = drain(own.halfDecrement(0));
        expect(tight, `seed ${seed}`).toBeGreaterThanOrEqual(truth);
        expect(tight).toBeLessThan(1.3 * truth);
        const loose = drain(own.halfDecrement(1e9));
        expect(loose).toBeGreaterThanOrEqual(truth);
        expect(loose).toBeLessThan(12 * truth);
        session.release();
      }
    }
  });
});
