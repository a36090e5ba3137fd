import { describe, expect, it } from "vitest";
import { covariance, dense, solve } from "../../src/index.js";
import { type Refusal, refusal } from "../matrix/support/refusal.js";
import { NAMES, REGRESSIONS } from "./support/instances.js";

const A = dense([
  [1, 2],
  [-3, 1],
  [0.5, 1],
]);
const make = (name: (typeof NAMES)[number]) => REGRESSIONS[name]({ A, b: [1, 2, 3], w: 0.5, ridge: 0.1 });
type Problem = ReturnType<typeof make>;

const AT: Record<string, (problem: Problem, x: number[]) => unknown> = {
  value: (p, x) => p.value(x),
  gradient: (p, x) => p.gradient(x),
  hvp: (p, x) => p.hvp(x, [1, 0]),
  hessian: (p, x) => p.hessian(x),
  predict: (p, x) => p.predict(x),
  residual: (p, x) => p.residual(x),
  jacobian: (p, x) => p.jacobian(x),
  jvp: (p, x) => p.jvp(x, [1, 0]),
  vjp: (p, x) => p.vjp(x, new Float64Array(8)),
};

describe.each(NAMES)("a point given to %s regression", (name) => {
  const problem = make(name);

  it.each(Object.keys(AT))("must have d finite entries: %s", (ask) => {
    const at = (x: unknown): Refusal => refusal(() => AT[ask](problem, x as number[]));
    expect(at([1])).toEqual({ code: "length", argument: "x", message: "x has 1 entries, 2 are needed" });
    expect(at([1, 2, 3])).toMatchObject({ code: "length", argument: "x" });
    const message = "x[1] = NaN is not a finite number";
    expect(at([1, Number.NaN])).toEqual({ code: "notFinite", argument: "x", index: 1, message });
    expect(at([Number.POSITIVE_INFINITY, 1])).toMatchObject({ code: "notFinite", argument: "x", index: 0 });
    expect(at(3)).toEqual({ code: "type", argument: "x", message: "x is number 3, an array of numbers is needed" });
    expect(at(undefined)).toMatchObject({ code: "type", argument: "x" });
  });

  it("and directions as long as they must be", () => {
    expect(refusal(() => problem.hvp([0, 0], [1]))).toMatchObject({ code: "length", argument: "v" });
    expect(refusal(() => problem.jvp([0, 0], [1, Number.NaN]))).toMatchObject({ code: "notFinite", argument: "v" });
    // Residual: 3 rows, 3 regularised rows, 2 of the ridge.
    expect(refusal(() => problem.vjp([0, 0], [1]))).toEqual({
      code: "length",
      argument: "u",
      message: "u has 1 entries, 8 are needed",
    });
  });

  it("that is refused leaves the problem as it was", () => {
    for (const ask of Object.values(AT)) {
      const before = AT.gradient(problem, [0.1, 0.2]);
      refusal(() => ask(problem, [Number.NaN, 0]));
      refusal(() => problem.hvp([0.3, 0.3], [Number.NaN, 0]));
      expect(AT.gradient(problem, [0.1, 0.2])).toEqual(before);
      expect(ask(problem, [0.1, 0.2])).toEqual(ask(make(name), [0.1, 0.2]));
    }
  });
});

describe.each(NAMES)("overflow in %s regression", (name) => {
  it("gives the value Infinity, never NaN", () => {
    const problem = REGRESSIONS[name]({ A, b: [1, 2, 3] });
    for (const x of [
      [400, 400],
      [800, 0],
      [1e308, 1e308],
      [-1e308, 1e308],
    ]) {
      expect(problem.value(x)).toBe(Number.POSITIVE_INFINITY);
    }
    const regularised = REGRESSIONS[name]({ A, b: [1, 2, 3], w: [1e200, 0, 0], ridge: 1e300 });
    expect(regularised.value([1e200, 1e200])).toBe(Number.POSITIVE_INFINITY);
  });

  it("where infinities of both signs meet in A x, too", () => {
    const wide = REGRESSIONS[name]({ A: dense([[10, 10]]), b: [1] });
    expect(wide.value([1e308, -1e308])).toBe(Number.POSITIVE_INFINITY);
  });

  it("leaves the problem usable", () => {
    const problem = make(name);
    const [value, g] = [problem.value([0.1, 0.2]), problem.gradient([0.1, 0.2])];
    problem.value([1e308, 1e308]);
    problem.hessian([1e308, 1e308]);
    expect(problem.value([0.1, 0.2])).toBe(value);
    expect(problem.gradient([0.1, 0.2])).toEqual(g);
  });

  it("in a row of weight 0 has no say", () => {
    const far = dense([
      [1, 2],
      [900, 900],
    ]);
    const near = REGRESSIONS[name]({ A: dense([[1, 2]]), b: [1] });
    const both = REGRESSIONS[name]({ A: far, b: [1, 5], weights: [1, 0] });
    const x = [0.5, 0.5];
    expect(both.value(x)).toBe(near.value(x));
    expect(both.gradient(x)).toEqual(near.gradient(x));
    expect(both.hessian(x)).toEqual(near.hessian(x));
    expect(both.hvp(x, [1, 2])).toEqual(near.hvp(x, [1, 2]));
    expect([...both.residual(x)]).toEqual([...near.residual(x), 0]);
  });
});

describe.each(NAMES)("dispose of %s regression", (name) => {
  const disposed = { code: "disposed", argument: "problem", message: "this problem was disposed: make a new one" };

  it.each(Object.keys(AT))("makes later use throw: %s", (ask) => {
    const used = make(name);
    AT[ask](used, [0, 0]);
    used.dispose();
    expect(refusal(() => AT[ask](used, [0, 0]))).toEqual(disposed);
    const unused = make(name);
    unused.dispose();
    expect(refusal(() => AT[ask](unused, [0, 0]))).toEqual(disposed);
  });

  it("makes solve and covariance throw", () => {
    const problem = make(name);
    problem.dispose();
    expect(refusal(() => solve(problem))).toEqual(disposed);
    expect(refusal(() => covariance(problem, [0, 0]))).toEqual(disposed);
  });

  it("may be called twice, and is what `using` calls", () => {
    const problem = make(name);
    problem[Symbol.dispose]();
    problem.dispose();
    expect(refusal(() => problem.value([0, 0]))).toEqual(disposed);
    let kept: Problem | undefined;
    {
      using scoped = make(name);
      scoped.value([0, 0]);
      kept = scoped;
    }
    expect(refusal(() => kept.value([0, 0]))).toEqual(disposed);
  });

  it("leaves other problems of the same matrix alone", () => {
    const [first, second] = [make(name), make(name)];
    const value = second.value([0.1, 0.2]);
    first.value([0.1, 0.2]);
    first.dispose();
    expect(second.value([0.1, 0.2])).toBe(value);
    expect(solve(second).success).toBe(true);
  });
});
