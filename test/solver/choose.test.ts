import { calibrate, csr, dense, expRegression, plan, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { COSTS, type Costs } from "../../src/matrix/costs.js";
import type { Matrix } from "../../src/matrix/matrix.js";
import { rowCosts } from "../../src/matrix/rowCosts.js";
import type { RowShape } from "../../src/problem/problem.js";
import { choose, settled } from "../../src/solver/choose.js";
import { checkOptions } from "../../src/solver/options.js";
import { predict } from "../../src/solver/predict.js";
import { instance } from "../endToEnd/support.js";
import { refusal } from "../matrix/support/refusal.js";
import { ownProblem } from "../problem/support/own.js";

/** A shape of equal rows without the matrix behind it: r entries a row, or d for a dense one. */
function shape(rows: number, columns: number, perRow?: number): RowShape {
  const costsWith = (costs: Costs) => {
    if (perRow === undefined) return rowCosts({ rows, columns, data: new Float64Array(0) } as Matrix, costs);
    const indptr = Int32Array.from({ length: 11 }, (_, i) => i * perRow);
    return rowCosts({ rows: 10, columns, indptr, indices: new Int32Array(0), data: new Float64Array(0) }, costs);
  };
  return { rows, columns, costsWith };
}

const METHODS = ["exact", "sampled", "pcg"] as const;

describe("predict", () => {
  const seconds = (method: (typeof METHODS)[number], of: RowShape, rows = 8 * of.columns, costs = COSTS): number =>
    predict(of, costs, method, rows);

  it.each(METHODS)("%s grows with rows, entries a row and columns, sparse and dense, and with the sample", (method) => {
    for (const d of [30, 100, 300]) {
      for (const n of [1e4, 1e5, 1e6]) {
        expect(seconds(method, shape(2 * n, d))).toBeGreaterThan(seconds(method, shape(n, d)));
        expect(seconds(method, shape(n, 2 * d))).toBeGreaterThan(seconds(method, shape(n, d)));
        expect(seconds(method, shape(2 * n, d, 9))).toBeGreaterThan(seconds(method, shape(n, d, 9)));
        // 9 and 10 of 30 columns are both below the fill at which rows are expanded.
        expect(seconds(method, shape(n, d, 10))).toBeGreaterThan(seconds(method, shape(n, d, 9)));
        expect(seconds(method, shape(n, 2 * d, 9))).toBeGreaterThan(seconds(method, shape(n, d, 9)));
      }
    }
  });

  it("is linear in the costs of a machine, and zero of them is free", () => {
    const twice = Object.fromEntries(Object.entries(COSTS).map(([name, v]) => [name, 2 * v])) as unknown as Costs;
    for (const method of METHODS) {
      const once = seconds(method, shape(1e5, 200));
      // What a row costs before its first entry is no part of them.
      expect(seconds(method, shape(1e5, 200), 1600, twice) / once).toBeGreaterThan(1.9);
      expect(seconds(method, shape(1e5, 200), 1600, twice) / once).toBeLessThanOrEqual(2);
    }
  });

  it("exact: the Gram matrix counts more often than the products; its sample has no part in it", () => {
    const of = shape(1e5, 400);
    expect(seconds("exact", of, 1)).toBe(seconds("exact", of, 1e5));
    const { gram, product } = of.costsWith(COSTS);
    const dearer = (what: "denseGram" | "denseProduct", by: number): number =>
      seconds("exact", of, 0, { ...COSTS, [what]: COSTS[what] * by }) - seconds("exact", of, 0);
    expect(dearer("denseGram", 2) / dearer("denseProduct", 2)).toBeGreaterThan((gram / product) * 0.2);
  });

  it("a larger sample costs more to draw and saves iterations of conjugate gradients", () => {
    // Where the products with A are all that counts, more rows are better; where the Gram is, fewer.
    const wide = shape(1e6, 50);
    expect(seconds("pcg", wide, 16 * 50)).toBeLessThan(seconds("pcg", wide, 4 * 50));
    const small = shape(3000, 500);
    expect(seconds("pcg", small, 16 * 500)).toBeGreaterThan(seconds("pcg", small, 4 * 500));
    expect(seconds("sampled", wide, 32 * 50)).toBeGreaterThan(seconds("sampled", wide, 16 * 50));
  });

  it("is the same again, and whatever was asked before", () => {
    const of = shape(12345, 67, 8);
    const first = METHODS.map((method) => seconds(method, of));
    METHODS.map((method) => seconds(method, shape(99, 3)));
    expect(METHODS.map((method) => seconds(method, of))).toEqual(first);
    for (const v of first) expect(v > 0 && Number.isFinite(v)).toBe(true);
  });
});

describe("rowCosts", () => {
  it("of a sparse matrix are those of its mean row, for the Gram of its mean r (r + 1) / 2", () => {
    const A = csr({ rows: 2, columns: 40, indptr: [0, 1, 5], indices: [0, 1, 2, 3, 4], data: [1, 1, 1, 1, 1] });
    const at = rowCosts(A, COSTS);
    const one = rowCosts(A, { ...COSTS, sparseGram: COSTS.sparseGram + 1, sparseProduct: COSTS.sparseProduct + 1 });
    // Rows of 1 and 4 entries: 1 and 10 products.
    expect(one.gram - at.gram).toBeCloseTo((1 + 10) / 2, 12);
    expect(one.product - at.product).toBeCloseTo(5 / 2, 12);
  });

  it("of a filled sparse matrix count a dense Gram", () => {
    const A = csr({ rows: 1, columns: 4, indptr: [0, 3], indices: [0, 1, 2], data: [1, 1, 1] });
    const more = rowCosts(A, { ...COSTS, denseGram: COSTS.denseGram + 1 }).gram - rowCosts(A, COSTS).gram;
    expect(more).toBeCloseTo(10, 12);
  });
});

describe("choose", () => {
  const chosen = (of: RowShape | undefined, options: Parameters<typeof checkOptions>[1] = {}) =>
    choose(of, checkOptions(of?.columns ?? 2, options, METHODS));

  it("takes what is asked for, with 16 d and 8 d rows or those asked for, n at most", () => {
    const of = shape(1e5, 50);
    expect(chosen(of, { method: "exact" })).toMatchObject({ method: "exact", rows: 0, why: "asked for" });
    expect(chosen(of, { method: "sampled" })).toMatchObject({ method: "sampled", rows: 800, why: "asked for" });
    expect(chosen(of, { method: "pcg" })).toMatchObject({ method: "pcg", rows: 400, why: "asked for" });
    for (const method of ["sampled", "pcg"] as const) {
      expect(chosen(of, { method, sampling: { rows: 777 } }).rows).toBe(777);
      expect(chosen(of, { method, sampling: { rows: 1e7 } }).rows).toBe(1e5);
      expect(chosen(shape(90, 50), { method }).rows).toBe(90);
    }
  });

  it("says what each method is predicted to take, whichever it takes", () => {
    const of = shape(1e5, 50);
    const { predictedSeconds } = chosen(of);
    expect(Object.keys(predictedSeconds)).toEqual(["exact", "sampled", "pcg"]);
    for (const method of METHODS) expect(chosen(of, { method }).predictedSeconds).toEqual(predictedSeconds);
    expect(predictedSeconds.exact).toBe(predict(of, COSTS, "exact", 0));
    expect(predictedSeconds.sampled).toBe(predict(of, COSTS, "sampled", 800));
  });

  it("auto: all rows where there are too few to leave any out", () => {
    const few = chosen(shape(2800, 800));
    expect(few).toMatchObject({ method: "exact", rows: 0, diagonalFirst: true });
    expect(few.why).toContain("of 2800 rows leaves little out");
    // Asked for more rows than a quarter of all: the same, where else a sample would pay.
    const of = shape(1e5, 400);
    expect(chosen(of).method).toBe("pcg");
    expect(chosen(of, { sampling: { rows: 30_000 } }).why).toContain("30000 of 100000 rows leaves little out");
  });

  it("auto: the exact Hessian without a thought where it takes milliseconds", () => {
    const small = chosen(shape(700, 200));
    expect(small).toMatchObject({ method: "exact", rows: 0, diagonalFirst: false });
    expect(small.why).toContain("milliseconds");
  });

  it("auto: the diagonal first where a Gram matrix costs more than a few products, never where a method is asked for", () => {
    expect(chosen(shape(1e5, 400)).diagonalFirst).toBe(true);
    // Five entries a row: 15 products of entries are hardly more than a product with the Hessian.
    expect(chosen(shape(1e6, 500, 5)).diagonalFirst).toBe(false);
    for (const method of ["exact", "pcg", "sampled"] as const) {
      expect(chosen(shape(1e5, 400), { method }).diagonalFirst).toBe(false);
    }
  });

  it("says afterwards what the diagonal was worth", () => {
    const before = chosen(shape(1e5, 400));
    expect(settled(before, true)).toMatchObject({ method: "pcg", predictedSeconds: before.predictedSeconds });
    expect(settled(before, true).why).toContain("never needed more than 8 iterations");
    expect(settled(before, false).why).toBe(`the diagonal fell short as preconditioner, and ${before.why}`);
    const asked = chosen(shape(1e5, 400), { method: "exact" });
    expect(settled(asked, false)).toEqual({
      method: "exact",
      why: "asked for",
      predictedSeconds: asked.predictedSeconds,
    });
  });

  it("auto: pcg where it is predicted to be faster, by as much as it says, with the best of its sample sizes", () => {
    const of = shape(1e5, 400);
    const { method, rows, why, predictedSeconds } = chosen(of);
    expect(method).toBe("pcg");
    expect(rows % 400).toBe(0);
    expect(predictedSeconds.pcg).toBe(predict(of, COSTS, "pcg", rows));
    for (const factor of [4, 8, 16]) {
      expect(predict(of, COSTS, "pcg", factor * 400)).toBeGreaterThanOrEqual(predictedSeconds.pcg);
    }
    expect(why).toContain(`${rows} of 100000 rows`);
    expect(why).toContain(`${(predictedSeconds.exact / predictedSeconds.pcg).toPrecision(2)} times as fast`);
  });

  it("auto: the exact Hessian where sampling is predicted to gain nothing, or hardly anything", () => {
    const short = chosen(shape(1e5, 50, 3));
    expect(short.method).toBe("exact");
    expect(short.why).toMatch(/predicted to take [\d.]+ times the time of the exact Hessian/);
    // Between the two there is a gain too small to be worth its risk.
    const gains = Array.from({ length: 400 }, (_, k) => chosen(shape(1e5, 400, 3 + Math.floor(k / 4)))).map(
      ({ method, predictedSeconds: { exact, pcg } }) => ({ method, gain: exact / pcg }),
    );
    const least = Math.min(...gains.filter(({ method }) => method === "pcg").map(({ gain }) => gain));
    const most = Math.max(...gains.filter(({ method }) => method === "exact").map(({ gain }) => gain));
    expect(most).toBeLessThan(least);
    expect(least).toBeGreaterThan(1);
    expect(most).toBeLessThan(1.5);
  });

  it("auto: a machine's own costs change the choice", () => {
    const of = shape(1e5, 100);
    const withGram = (denseGram: number) => chosen(of, { costs: { ...COSTS, denseGram } }).method;
    expect(withGram(50 * COSTS.denseGram)).toBe("pcg");
    expect(withGram(COSTS.denseGram / 50)).toBe("exact");
    const { rows, b } = instance("exp", 1, 4000, 10);
    const problem = expRegression({ A: dense(rows), b, w: 1 });
    const run = (factor: number) =>
      solve(problem, { costs: { ...COSTS, denseGram: factor * COSTS.denseGram }, maxIterations: 1 }).choice;
    expect(run(1e4).method).toBe("pcg");
    expect(run(1e-4).method).toBe("exact");
    expect(run(1e4).predictedSeconds.exact).toBeGreaterThan(run(1e-4).predictedSeconds.exact);
  });

  it("without rows: exact and auto go to the exact Hessian, the others are refused before any work", () => {
    expect(chosen(undefined)).toMatchObject({ method: "exact", rows: 0, predictedSeconds: {} });
    expect(chosen(undefined).why).toContain("no rows to sample");
    expect(chosen(undefined, { method: "exact" })).toMatchObject({ method: "exact", why: "asked for" });
    const own = ownProblem({
      name: "exp",
      A: [[1], [2]],
      b: [1, 2],
      w: [0, 0],
      weights: [1, 1],
      offset: [0, 0],
      ridge: 0,
    });
    const value = own.value;
    let calls = 0;
    const counted = {
      ...own,
      value(x: ArrayLike<number>) {
        calls++;
        return value(x);
      },
    };
    for (const method of ["pcg", "sampled"] as const) {
      for (const run of [() => solve(counted, { method }), () => plan(counted, { method })]) {
        const found = refusal(run);
        expect(found).toMatchObject({ code: "unsupported", argument: "method" });
        expect(found.message).toMatch(/use ("exact" or "auto"|auto or exact)/);
      }
    }
    expect(calls).toBe(0);
    expect(solve(counted).success).toBe(true);
  });
});

it("calibrate() gives costs that solve takes", () => {
  const costs = calibrate();
  expect(Object.keys(costs).sort()).toEqual(Object.keys(COSTS).sort());
  expect(() => checkOptions(2, { costs })).not.toThrow();
});
