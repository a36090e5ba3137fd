import { describe, expect, it } from "vitest";
import { csr, dense, expRegression, plan, solve } from "../../src/index.js";
import { refusal } from "./support/refusal.js";

const COLUMNS = 30_000;
const GIB = 2 ** 30;
const onePlace = csr({ rows: 1, columns: COLUMNS, indptr: [0, 1], indices: [7], data: [1] });
const MATRICES = [
  ["csr", onePlace],
  ["dense", dense({ rows: 1, columns: COLUMNS, data: new Float64Array(COLUMNS).fill(1) })],
] as const;

/** Bytes of array buffers and WebAssembly memories. */
const taken = (): number => process.memoryUsage().arrayBuffers + process.memoryUsage().external;

describe.each(MATRICES)("a %s matrix of 1 x 30,000", (_name, A) => {
  it("is planned at three Hessians of 6.7 GiB, two where it is convex, without allocating them", () => {
    const before = taken();
    // T = b^2 / 8: a regulariser of 0.1^2 is not enough, 1 is.
    const bytes = plan(expRegression({ A, b: [1], w: 0.1 }));
    const convex = plan(expRegression({ A, b: [1], w: 1 }));
    expect(taken() - before).toBeLessThan(GIB / 8);
    const square = 8 * COLUMNS ** 2;
    expect(bytes / square).toBeGreaterThan(3);
    // Vectors, A and the packed panels of the Gram and the factorisation are below 0.1 GiB.
    expect(bytes - 3 * square).toBeLessThan(0.1 * GIB);
    expect(bytes - convex).toBe(square);
  });

  it("is refused by solve with the planned figure, without allocating it", () => {
    const problem = expRegression({ A, b: [1] });
    const before = taken();
    const found = refusal(() => solve(problem));
    expect(taken() - before).toBeLessThan(GIB / 8);
    expect(found).toMatchObject({ code: "tooLarge", argument: "A" });
    const [, figure] = /^this problem needs ([\d.]+) GiB, more than the 4 GiB a 32-bit /.exec(found.message) ?? [];
    // The figure has two decimals and counts the kernels' own tables, a few kilobytes.
    expect(Math.abs(Number(figure) - plan(problem) / GIB)).toBeLessThan(0.006);
  });

  it("can still be evaluated where no Hessian is asked for and none is kept", () => {
    const problem = expRegression({ A, b: [1], w: 1 });
    expect(problem.value(new Float64Array(COLUMNS))).toBe(0);
    expect(refusal(() => problem.hessian(new Float64Array(COLUMNS))).code).toBe("tooLarge");
  });
});

it("ten million columns are planned at the sum of the Hessians, however large", () => {
  const columns = 1e7;
  const A = csr({ rows: 1, columns, indptr: [0, 1], indices: [7], data: [1] });
  // 2.4e15 bytes: about 140 vectors' worth of packed panels beside them are a hundred-thousandth of it.
  expect(plan(expRegression({ A, b: [1] })) / (3 * 8 * columns ** 2)).toBeCloseTo(1, 4);
});
