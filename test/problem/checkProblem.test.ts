import { describe, expect, it } from "vitest";
import { checkProblem, type LeastSquaresProblem, type Problem } from "../../src/index.js";
import { seeded } from "../kernels/support/seeded.js";
import { refusal } from "../matrix/support/refusal.js";
import { instance, NAMES, REGRESSIONS, type Shape } from "./support/instances.js";
import { ownLeastSquares, ownProblem } from "./support/own.js";

const SECOND = ["gradient", "hvp", "hessian", "symmetry"];
const SQUARES = ["residual", "jvp", "jacobian", "vjp", "normal equations"];
const shape: Shape = { name: "exp", sparse: false, n: 20, d: 5, w: "scalar", ridge: true, weights: true, offset: true };
const { spec } = instance(seeded(80), shape);
const d = 5;

/** Names of the identities that fail. */
function failing(problem: Problem): string[] {
  const { ok, checks } = checkProblem(problem);
  const names = [...new Set(checks.filter((c) => !c.ok).map((c) => c.name))].sort();
  expect(ok).toBe(names.length === 0);
  return names;
}

describe("checkProblem is content", () => {
  const shapes = NAMES.flatMap((name) =>
    [true, false].flatMap((sparse) =>
      (
        [
          ["plain", { w: "none", ridge: false, weights: false, offset: false }],
          ["with everything", { w: "vector", ridge: true, weights: true, offset: true }],
        ] as const
      ).map(([what, rest]) => [`${name}, ${sparse ? "csr" : "dense"}, ${what}`, { name, sparse, ...rest }] as const),
    ),
  );

  it.each(shapes)("with %s (seed 81)", (_what, rest) => {
    const { input } = instance(seeded(81), { n: 25, d, ...rest });
    const report = checkProblem(REGRESSIONS[rest.name](input));
    expect(report.checks.filter((c) => !c.ok)).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.checks.length).toBe(27);
  });

  it("with a problem of one's own, and checks what it has", () => {
    const names = (problem: Problem): string[] => checkProblem(problem, { points: 1 }).checks.map((c) => c.name);
    expect(failing(ownProblem(spec))).toEqual([]);
    expect(failing(ownLeastSquares(spec))).toEqual([]);
    expect(names(ownProblem(spec)).sort()).toEqual([...SECOND].sort());
    expect(names(ownLeastSquares(spec)).sort()).toEqual([...SECOND, ...SQUARES].sort());
  });

  it("with a quadratic, whose differences have no truncation error", () => {
    const multiply: Problem["gradient"] = (v) => Float64Array.of(3 * v[0] + v[1], v[0] + v[1]);
    const quadratic: Problem = {
      dimension: 2,
      value: (x) => 0.5 * (3 * x[0] * x[0] + 2 * x[0] * x[1] + x[1] * x[1]),
      gradient: multiply,
      hvp: (_x, v) => multiply(v),
      hessian: () => ({ rows: 2, columns: 2, data: Float64Array.of(3, 1, 1, 1) }),
    };
    const report = checkProblem(quadratic);
    expect(report.ok).toBe(true);
    // Rounding alone, 2^-52 / h with h = 2^-10, times a few.
    for (const check of report.checks) expect(check.error).toBeLessThan(1e-11);
  });
});

describe("checkProblem finds", () => {
  const good = ownLeastSquares(spec);
  const second = ownProblem(spec);
  const scaled =
    (by: number) =>
    (data: Float64Array): Float64Array =>
      data.map((v) => by * v);
  const wrong: [string, Problem, string[]][] = [
    [
      "a gradient of the wrong sign",
      { ...second, gradient: (x) => scaled(-1)(second.gradient(x)) },
      ["gradient", "hvp"],
    ],
    [
      "a gradient that lacks the ridge",
      { ...second, gradient: (x) => second.gradient(x).map((g, j) => g - spec.ridge * x[j]) },
      ["gradient", "hvp"],
    ],
    ["a value off by a factor", { ...second, value: (x) => 1.001 * second.value(x) }, ["gradient"]],
    ["a hvp that is off by 1 %", { ...second, hvp: (x, v) => scaled(1.01)(second.hvp(x, v)) }, ["hessian", "hvp"]],
    [
      "a Hessian that is off by 1 %",
      { ...second, hessian: (x) => ({ rows: d, columns: d, data: scaled(1.01)(second.hessian(x).data) }) },
      ["hessian"],
    ],
    [
      "a Hessian that is not symmetric",
      {
        ...second,
        hessian: (x) => {
          const { data } = second.hessian(x);
          data[1] += 1e-3;
          return { rows: d, columns: d, data };
        },
      },
      ["hessian", "symmetry"],
    ],
    [
      "a Hessian with one triangle only",
      {
        ...second,
        hessian: (x) => ({
          rows: d,
          columns: d,
          data: second.hessian(x).data.map((v, k) => (k % d < Math.floor(k / d) ? 0 : v)),
        }),
      },
      ["hessian", "symmetry"],
    ],
    [
      "a product and a Hessian that are wrong alike",
      {
        ...second,
        hvp: (x, v) => second.hvp(x, v).map((h, j) => h + v[j]),
        hessian: (x) => {
          const { data } = second.hessian(x);
          return { rows: d, columns: d, data: data.map((h, k) => h + (k % (d + 1) === 0 ? 1 : 0)) };
        },
      },
      ["hvp"],
    ],
    [
      "a jvp of the wrong sign",
      { ...good, jvp: (x, v) => scaled(-1)(good.jvp(x, v)) } as LeastSquaresProblem,
      ["jacobian", "jvp", "vjp"],
    ],
    [
      "a jvp that is off by 1 %",
      { ...good, jvp: (x, v) => scaled(1.01)(good.jvp(x, v)) } as LeastSquaresProblem,
      ["jacobian", "jvp", "vjp"],
    ],
    [
      "a vjp that is off by 1 %",
      { ...good, vjp: (x, u) => scaled(1.01)(good.vjp(x, u)) } as LeastSquaresProblem,
      ["normal equations", "vjp"],
    ],
    [
      "a Jacobian with a wrong entry",
      {
        ...good,
        jacobian: (x) => {
          const J = good.jacobian(x);
          J.data[0] += 0.01;
          return J;
        },
      } as LeastSquaresProblem,
      ["jacobian"],
    ],
    [
      "a residual without the half",
      { ...good, residual: (x) => scaled(Math.SQRT2)(good.residual(x)) } as LeastSquaresProblem,
      ["jvp", "normal equations", "residual"],
    ],
    ["NaN", { ...second, hvp: (x, v) => scaled(Number.NaN)(second.hvp(x, v)) }, ["hessian", "hvp"]],
  ];

  it.each(wrong)("%s", (_what, problem, names) => {
    expect(failing(problem)).toEqual(names);
  });
});

describe("checkProblem's points", () => {
  it("are as many as asked for, the same for a seed and others for another", () => {
    const seen: number[][] = [];
    const watching: Problem = {
      ...ownProblem(spec),
      hessian(x) {
        seen.push(Array.from(x));
        return ownProblem(spec).hessian(x);
      },
    };
    checkProblem(watching, { points: 2, seed: 5 });
    checkProblem(watching, { points: 2, seed: 5 });
    checkProblem(watching, { points: 2, seed: 6 });
    expect(seen.length).toBe(6);
    expect(seen[0]).not.toEqual(seen[1]);
    expect(seen.slice(2, 4)).toEqual(seen.slice(0, 2));
    expect(seen[4]).not.toEqual(seen[0]);
  });

  it("scale with `scale`, default 0.5", () => {
    const points = (scale?: number): number[] => {
      const seen: number[] = [];
      const one = ownProblem(spec);
      const hessian: Problem["hessian"] = (x) => {
        seen.push(...Array.from(x));
        return one.hessian(x);
      };
      checkProblem({ ...one, hessian }, { scale, points: 1 });
      return seen;
    };
    expect(points(0.25)).toEqual(points().map((v) => v / 2));
    expect(points(0).map(Math.abs)).toEqual([0, 0, 0, 0, 0]);
  });

  it("and options are checked", () => {
    const problem = ownProblem(spec);
    expect(refusal(() => checkProblem(problem, { points: 0 }))).toMatchObject({ code: "range", argument: "points" });
    expect(refusal(() => checkProblem(problem, { seed: Number.NaN }))).toMatchObject({ code: "range" });
    expect(refusal(() => checkProblem(problem, { scale: -1 }))).toMatchObject({ code: "range", argument: "scale" });
    expect(refusal(() => checkProblem(undefined as unknown as Problem)).message).toBe(
      "checkProblem takes a problem: { dimension, value, gradient, hvp, hessian }",
    );
  });
});
