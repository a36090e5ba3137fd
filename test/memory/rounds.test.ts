import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { coshRegression, covariance, csr, dense, expRegression, solve } from "../../src/index.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const MIB = 2 ** 20;
const A = dense([
  [1, 0.5],
  [-0.3, 1],
  [0.2, 0.1],
  [1, 1],
]);
const sparse = csr({
  rows: 4,
  columns: 2,
  indptr: [0, 1, 3, 4, 5],
  indices: [0, 0, 1, 1, 0],
  data: [1, -0.3, 1, 1, 0.5],
});

/** What the process holds after a full collection, in MiB: JavaScript objects, memories outside the heap, all pages. */
function held(): { heap: number; outside: number; resident: number } {
  collect();
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed / MIB, outside: external / MIB, resident: rss / MIB };
}

/** Makes, uses and disposes of a problem in every way that takes a memory. */
function round(k: number): void {
  const problem =
    k % 2 === 0 ? expRegression({ A, b: [1, 2, 1, 2] }) : coshRegression({ A: sparse, b: [2, 3, 1, 2], w: 0.1 });
  const { success, x } = solve(problem, { x0: [0.2, 0.1] });
  if (!success) throw new Error(`round ${k} did not converge`);
  problem.gradient(x);
  if (k % 10 === 0) {
    problem.hessian(x);
    covariance(problem, x, { kind: "sandwich" });
  }
  problem.dispose();
}

describe("memory", () => {
  it("does not grow over 10,000 rounds of making, solving and disposing", () => {
    for (let k = 0; k < 2000; k++) round(k);
    const before = held();
    for (let k = 2000; k < 10_000; k++) round(k);
    const after = held();
    // A memory is at least one page of 64 KiB: one kept in a thousand rounds would show in what is held outside the
    // heap, 200 bytes a round in the heap. Resident pages follow the collector: a fifth of what all memories would take.
    expect(after.outside - before.outside).toBeLessThan(0.5);
    expect(after.heap - before.heap).toBeLessThan(1.6);
    expect(after.resident - before.resident).toBeLessThan(100);
  });

  it("is seen by the measure above: problems that are kept and used hold their memories", () => {
    const before = held();
    const kept = Array.from({ length: 100 }, () => expRegression({ A, b: [1, 2, 1, 2] }));
    for (const problem of kept) problem.value([0, 0]);
    // At least a page each; the first few may take memories that earlier problems gave back.
    expect(held().outside - before.outside).toBeGreaterThan(90 / 16);
    // Disposed problems hold none, though they are still at hand: a few memories wait for the next problem.
    for (const problem of kept) problem.dispose();
    expect(held().outside - before.outside).toBeLessThan(0.5);
    expect(kept.length).toBe(100);
  });

  it("of a result or a matrix holds no session: the arrays of a result are its own size", () => {
    const results = Array.from({ length: 20 }, () => solve(expRegression({ A, b: [1, 2, 1, 2] })));
    for (const { x, gradient, solutions } of results) {
      for (const data of [x, gradient, ...solutions.map((s) => s.x)]) expect(data.buffer.byteLength).toBe(16);
    }
  });
});
