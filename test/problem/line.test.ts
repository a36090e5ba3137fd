import { describe, expect, it } from "vitest";
import { OPEN } from "../../src/problem/problem.js";
import { drain } from "../../src/wasm/pace.js";
import { seeded } from "../kernels/support/seeded.js";
import * as oracle from "./oracle.js";
import { close } from "./support/close.js";
import { instance, NAMES, point, REGRESSIONS } from "./support/instances.js";

describe.each(NAMES)("the session of %s regression", (name) => {
  const [n, d] = [50, 6];
  const shape = { name, sparse: false, n, d, w: "vector", ridge: true, weights: true, offset: true } as const;
  const random = seeded(100);
  const { input, spec } = instance(random, shape);
  const problem = REGRESSIONS[name](input);
  const [x, p] = [point(random, d), point(random, d)];
  const at = (t: number): Float64Array => x.map((v, j) => v + t * p[j]);
  const open = () => {
    const { session, parts } = problem[OPEN].open((arena) => [arena.f64(d), arena.f64(d)]);
    const [first, second] = parts;
    first.data.set(x);
    drain(session.linearize(first));
    first.data.set(p);
    return { session, step: first, out: second };
  };
  const terms = 2 * (n + d);

  it("has F along a line, its slope, and the largest change of z (seed 100)", () => {
    const { session, step } = open();
    const line = drain(session.along(step));
    const changes = spec.A.map((a) => Math.abs(a.reduce((sum, v, j) => sum + v * p[j], 0)));
    expect(line.reach).toBeCloseTo(Math.max(...changes), 13);
    for (const t of [1, 0.5, 2, -0.3, 0]) {
      close(`value at ${t}`, [drain(line.value(t))], oracle.value(spec, at(t)), terms);
      const g = oracle.gradient(spec, at(t));
      const slope = { value: Float64Array.of(0), size: Float64Array.of(0) };
      for (let j = 0; j < d; j++) {
        slope.value[0] += g.value[j] * p[j];
        slope.size[0] += g.size[j] * Math.abs(p[j]);
      }
      close(`slope at ${t}`, [drain(line.slope(t))], slope, terms);
    }
  });

  it.each([0.5, 1, 2, 0])("moves to x + t p, whatever was tried before, t = %s (seed 100)", (t) => {
    const { session, step, out } = open();
    const line = drain(session.along(step));
    for (const trial of [1, 0.5, 4]) drain(line.value(trial));
    drain(line.accept(t));
    const there = at(t);
    for (let j = 0; j < d; j++) expect(session.x.data[j]).toBeCloseTo(there[j], 14);
    drain(session.gradient(out));
    close("gradient", out.data, oracle.gradient(spec, there), terms);
    drain(session.hvp(step, out));
    close("hvp", out.data, oracle.product(oracle.hessian(spec, there), p), terms);
  });

  it("moves along a second line as along the first, tried or not (seed 100)", () => {
    const { session, step, out } = open();
    const there = at(1.5);
    for (const t of [1, 0.5]) {
      const line = drain(session.along(step));
      drain(line.value(t));
      drain(line.accept(t));
    }
    drain(session.gradient(out));
    close("gradient", out.data, oracle.gradient(spec, there), terms);
    step.data.set(p.map((v) => -v));
    drain(drain(session.along(step)).accept(0.5));
    drain(session.gradient(out));
    close("gradient", out.data, oracle.gradient(spec, at(1)), terms);
  });

  it("has the size that F is the small difference of: F + half the weighted squares of b (seed 100)", () => {
    const { session } = open();
    const targets = 0.5 * spec.b.reduce((sum, b, i) => sum + spec.weights[i] * b * b, 0);
    expect(session.magnitude()).toBeCloseTo(problem.value(x) + targets, 10);
  });

  it("has sizes of the gradient's terms, none below the gradient itself (seed 100)", () => {
    const { session, out } = open();
    const g = problem.gradient(x);
    drain(session.gradientSize(out));
    for (let j = 0; j < d; j++) expect(out.data[j]).toBeGreaterThan(Math.abs(g[j]));
  });

  it("counts what it did (seed 100)", () => {
    const { session, step, out } = open();
    expect(session.counts).toEqual({ value: 1, gradient: 0, hvp: 0, factorization: 0 });
    drain(session.gradient(out));
    drain(session.hvp(step, out));
    const line = drain(session.along(step));
    drain(line.value(1));
    drain(line.accept(1));
    expect(session.counts).toEqual({ value: 2, gradient: 1, hvp: 1, factorization: 0 });
  });

  it("has random starts that follow from the seed, of the scales 0.3, 1, 3, 8 over the columns' sizes", () => {
    const { session, out } = open();
    const draw = (seed: number, k: number): Float64Array => {
      session.randomStart(seed, k, out);
      return out.data.slice();
    };
    expect(draw(3, 1)).toEqual(draw(3, 1));
    expect(draw(3, 2)).not.toEqual(draw(3, 1));
    expect(draw(4, 1)).not.toEqual(draw(3, 1));
    for (const [k, scale] of [0.3, 1, 3, 8, 0.3].entries()) {
      let sum = 0;
      for (let seed = 0; seed < 200; seed++) {
        const start = draw(seed, k + 1);
        for (let j = 0; j < d; j++) {
          const entries = spec.A.map((a) => a[j]).filter((v) => v !== 0);
          sum += start[j] ** 2 * (entries.reduce((s, v) => s + v * v, 0) / entries.length);
        }
      }
      // 1200 squared normals: their mean has the deviation sqrt(2 / 1200) = 4 %; 5 of them.
      expect(Math.abs(sum / (200 * d * scale ** 2) - 1)).toBeLessThan(0.2);
    }
  });

  it("takes points for the same where no row of A x differs by more than 1e-4 of its size", () => {
    const { session } = open();
    expect(session.same(x, x)).toBe(true);
    expect(
      session.same(
        x,
        x.map((v) => v * (1 + 1e-6)),
      ),
    ).toBe(true);
    expect(
      session.same(
        x,
        x.map((v, j) => (j === 2 ? v + 0.01 : v)),
      ),
    ).toBe(false);
  });
});
