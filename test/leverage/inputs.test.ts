import { dense, InputError, leverageGradientInversion, leverageInversion } from "subnewton";
import { describe, expect, it } from "vitest";

const A = dense([
  [1, 0],
  [0, 1],
  [1, 1],
]);
const b = [-1, -1, -2];
const tau = [0.5, 0.6, 0.25];
const c = [0.1, -0.2];

function thrown(work: () => unknown): InputError {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("leverageInversion and leverageGradientInversion refuse", () => {
  const scores = { A, b, tau };
  const inversion = { A, b, tau, c };
  const wide = dense([[1, 2, 3]]);
  const dependent = dense([
    [1, 2],
    [2, 4],
    [3, 6],
  ]);
  // biome-ignore lint/suspicious/noExplicitAny: wrong types are the point
  const wrong: [string, any, Partial<InputError>][] = [
    ["fewer rows than columns", { A: wide, b: [1], tau: [1], c: [1, 2, 3] }, { code: "length", argument: "A" }],
    ["dependent columns", { A: dependent }, { code: "range", argument: "A" }],
    ["a short b", { b: [1, 2] }, { code: "length", argument: "b" }],
    ["a long tau", { tau: [1, 2, 3, 4] }, { code: "length", argument: "tau" }],
    ["NaN in b", { b: [1, Number.NaN, 2] }, { code: "notFinite", argument: "b", index: 1 }],
    ["infinity in tau", { tau: [0, 0, 1 / 0] }, { code: "notFinite", argument: "tau", index: 2 }],
    ["an array for A", { A: [[1, 2]] }, { code: "type", argument: "A" }],
    ["a misspelt name", { Tau: tau }, { code: "unsupported", argument: "Tau" }],
  ];

  it.each(wrong)("%s", (_, change, expected) => {
    const { c: _c, ...rest } = change;
    expect(thrown(() => leverageInversion({ ...scores, ...rest }))).toMatchObject(expected);
    expect(thrown(() => leverageGradientInversion({ ...inversion, ...change }))).toMatchObject(expected);
  });

  it("signs that are not 1 or -1", () => {
    const error = thrown(() => leverageInversion({ ...scores, signs: [1, 0, -1] }));
    expect(error).toMatchObject({ code: "range", argument: "signs", index: 1 });
    expect(error.message).toContain("signs[1] = 0");
    expect(thrown(() => leverageInversion({ ...scores, signs: [1] })).code).toBe("length");
  });

  it("a c, w or inCell of the wrong kind", () => {
    const with_ = (change: object) => thrown(() => leverageGradientInversion({ ...inversion, ...change }));
    expect(with_({ c: [1] })).toMatchObject({ code: "length", argument: "c" });
    expect(with_({ c: [1, Number.NaN] })).toMatchObject({ code: "notFinite", argument: "c", index: 1 });
    expect(with_({ w: [1, 2] })).toMatchObject({ code: "length", argument: "w" });
    expect(with_({ w: Number.NaN })).toMatchObject({ code: "notFinite", argument: "w" });
    expect(with_({ inCell: 1 })).toMatchObject({ code: "type", argument: "inCell" });
  });

  it("no input at all", () => {
    expect(thrown(() => leverageInversion(undefined as never)).argument).toBe("input");
    expect(thrown(() => leverageGradientInversion(null as never)).argument).toBe("input");
  });
});

describe("the public functions", () => {
  it("refuse a wrong x, v or u", () => {
    const problem = leverageGradientInversion({ A, b, tau, c, w: 1 });
    expect(thrown(() => problem.value([1]))).toMatchObject({ code: "length", argument: "x" });
    expect(thrown(() => problem.gradient([1, Number.NaN]))).toMatchObject({
      code: "notFinite",
      argument: "x",
      index: 1,
    });
    expect(thrown(() => problem.hvp([0, 0], [1]))).toMatchObject({ code: "length", argument: "v" });
    expect(thrown(() => problem.vjp([0, 0], [1, 2]))).toMatchObject({ code: "length", argument: "u" });
    expect(problem.vjp([0, 0], [1, 2, 3, 4, 5]).length).toBe(2);
  });

  it("throw after dispose()", () => {
    const problem = leverageInversion({ A, b, tau });
    expect(problem.value([0, 0])).toBeGreaterThan(0);
    problem.dispose();
    expect(thrown(() => problem.value([0, 0])).code).toBe("disposed");
    expect(thrown(() => problem.hessian([0, 0])).code).toBe("disposed");
  });

  it("give the hand-checked example of FORMULAS-leverage section 4", () => {
    const problem = leverageInversion({ A, b, tau: [1 / 2, 2 / 3, 1 / 4] });
    const sigma = problem.predict([0, 0]);
    [5 / 6, 5 / 6, 1 / 3].forEach((v, i) => {
      expect(sigma[i]).toBeCloseTo(v, 14);
    });
    expect(problem.gradient([0, 0])[0]).toBeCloseTo(-1 / 36, 14);
  });
});
