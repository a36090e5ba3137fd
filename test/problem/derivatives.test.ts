import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seeded } from "../kernels/support/seeded.js";
import * as oracle from "./oracle.js";
import { close } from "./support/close.js";
import { type Instance, instance, NAMES, type Name, point, REGRESSIONS, type Shape } from "./support/instances.js";

type Problem = ReturnType<(typeof REGRESSIONS)[Name]>;

interface Case extends Instance {
  readonly problem: Problem;
  readonly x: Float64Array;
  readonly v: Float64Array;
  readonly terms: number;
}

/** Runs a check on 120 random regressions of a kind: storages, regularisers, weights, offsets, ridges, shapes. */
function everywhere(seed: number, name: Name, check: (at: Case) => void): void {
  const shapes: fc.Arbitrary<[Shape, number]> = fc.tuple(
    fc.record({
      name: fc.constant(name),
      sparse: fc.boolean(),
      n: fc.integer({ min: 1, max: 40 }),
      d: fc.integer({ min: 1, max: 9 }),
      w: fc.constantFrom("none" as const, "scalar" as const, "vector" as const),
      ridge: fc.boolean(),
      weights: fc.boolean(),
      offset: fc.boolean(),
    }),
    fc.integer(),
  );
  const property = fc.property(shapes, ([shape, draw]) => {
    const random = seeded(draw);
    const made = instance(random, shape);
    const { n, d } = shape;
    const problem = REGRESSIONS[name](made.input);
    check({ ...made, problem, x: point(random, d), v: point(random, d), terms: n + d });
  });
  fc.assert(property, { seed, numRuns: 120 });
}

describe.each(NAMES)("%s regression equals naive double loops:", (name) => {
  it("value (seed 61)", () => {
    everywhere(61, name, ({ problem, spec, x, terms }) => {
      close("value", [problem.value(x)], oracle.value(spec, x), terms);
    });
  });

  it("gradient (seed 62)", () => {
    everywhere(62, name, ({ problem, spec, x, terms }) => {
      close("gradient", problem.gradient(x), oracle.gradient(spec, x), terms);
    });
  });

  it("hessian, both triangles (seed 63)", () => {
    everywhere(63, name, ({ problem, spec, x, terms }) => {
      const H = problem.hessian(x);
      expect([H.rows, H.columns]).toEqual([x.length, x.length]);
      close("hessian", H.data, oracle.hessian(spec, x), terms);
      for (let i = 0; i < x.length; i++) {
        for (let j = 0; j < i; j++) expect(H.data[i * x.length + j]).toBe(H.data[j * x.length + i]);
      }
    });
  });

  it("hvp (seed 64)", () => {
    everywhere(64, name, ({ problem, spec, x, v, terms }) => {
      close("hvp", problem.hvp(x, v), oracle.product(oracle.hessian(spec, x), v), 2 * terms);
    });
  });

  it("predict (seed 65)", () => {
    everywhere(65, name, ({ problem, spec, x, terms }) => {
      close("predict", problem.predict(x), oracle.predict(spec, x), terms);
    });
  });

  it("residual, and 0.5 |r|^2 is the value (seed 66)", () => {
    everywhere(66, name, ({ problem, spec, x, terms }) => {
      const r = problem.residual(x);
      close("residual", r, oracle.residual(spec, x), terms);
      const half = 0.5 * r.reduce((sum, v) => sum + v * v, 0);
      const value = { value: Float64Array.of(half), size: oracle.value(spec, x).size };
      close("value", [problem.value(x)], value, 2 * terms);
    });
  });

  it("jacobian (seed 67)", () => {
    everywhere(67, name, ({ problem, spec, x, terms }) => {
      const J = problem.jacobian(x);
      expect([J.rows, J.columns]).toEqual([problem.residual(x).length, x.length]);
      close("jacobian", J.data, oracle.jacobian(spec, x), terms);
    });
  });

  it("jvp and vjp (seed 68)", () => {
    everywhere(68, name, ({ problem, spec, x, v, terms }) => {
      const J = oracle.jacobian(spec, x);
      close("jvp", problem.jvp(x, v), oracle.product(J, v), 2 * terms);
      const u = point(seeded(1), problem.residual(x).length);
      close("vjp", problem.vjp(x, u), oracle.transposed(J, u), 2 * terms);
    });
  });

  it("the dimension is the number of columns (seed 69)", () => {
    everywhere(69, name, ({ problem, x }) => {
      expect(problem.dimension).toBe(x.length);
    });
  });
});

describe("an evaluation", () => {
  const shape: Shape = {
    name: "cosh",
    sparse: true,
    n: 30,
    d: 6,
    w: "vector",
    ridge: true,
    weights: true,
    offset: true,
  };
  const random = seeded(70);
  const { input } = instance(random, shape);
  const [x, v] = [point(random, 6), point(random, 6)];

  it("does not depend on what was asked before (seed 70)", () => {
    const fresh = <T>(ask: (problem: Problem) => T): T => ask(REGRESSIONS.cosh(input));
    const used = REGRESSIONS.cosh(input);
    const u = point(random, used.residual(v).length);
    const questions: ((problem: Problem) => unknown)[] = [
      (p) => p.value(x),
      (p) => p.hvp(x, v),
      (p) => p.jvp(x, v),
      (p) => p.gradient(x),
      (p) => p.vjp(x, u),
      (p) => p.predict(x),
      (p) => p.hessian(x),
      (p) => p.residual(x),
      (p) => p.jacobian(x),
    ];
    for (const first of questions) {
      for (const second of questions) {
        first(used);
        expect(second(used)).toEqual(fresh(second));
      }
    }
  });

  it("returns arrays of its own, which later calls leave alone", () => {
    const problem = REGRESSIONS.cosh(input);
    const ask = (at: Float64Array) => [
      problem.gradient(at),
      problem.hvp(at, v),
      problem.predict(at),
      problem.residual(at),
    ];
    const before = ask(x);
    const copies = before.map((data) => data.slice());
    ask(v);
    expect(before).toEqual(copies);
  });

  it("takes any array of numbers as a point", () => {
    const problem = REGRESSIONS.cosh(input);
    const plain = Array.from(x, Math.fround);
    expect(problem.value(Float32Array.from(plain))).toBe(problem.value(Float64Array.from(plain)));
    expect(problem.gradient(Object.freeze(plain))).toEqual(problem.gradient(Float64Array.from(plain)));
  });
});
