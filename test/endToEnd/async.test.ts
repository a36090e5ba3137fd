import { csrFromTriplets, dense, expRegression, type IterationRecord, iterate, solve, solveAsync } from "subnewton";
import { describe, expect, it } from "vitest";
import { drive } from "../../src/solver/driver.js";
import { checkOptions } from "../../src/solver/options.js";
import { inSlices, PAUSE, SLICE } from "../../src/wasm/pace.js";
import { draws } from "./support.js";

const { uniform, normal } = draws(21);
const n = 200_000;
const d = 400;
const entries = Array.from({ length: 8 * n }, (_, k) => k);
const A = csrFromTriplets({
  rows: n,
  columns: d,
  row: entries.map((k) => Math.floor(k / 8)),
  column: entries.map(() => Math.floor(uniform() * d)),
  value: entries.map(() => 0.4 * normal()),
});
const b = Array.from({ length: n }, () => 2 * uniform());
const problem = expRegression({ A, b, w: 0.05 });

describe("pauses", () => {
  it("come inside an iteration, not only between two", () => {
    let pauses = 0;
    let records = 0;
    const steps = drive(problem, checkOptions(d, {}));
    for (;;) {
      const step = steps.next();
      if (step.done) break;
      if (step.value === PAUSE) pauses++;
      else records++;
    }
    // A Gram pass alone is planned at 80 ns for each of 200,000 rows: more than one slice.
    expect(pauses).toBeGreaterThan(records);
  });

  it("no block between two pauses is planned longer than a slice, seeds 1 to 200", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const own = draws(seed);
      const count = 1 + Math.floor(own.uniform() * 1e6);
      const cost = 10 ** (6 * own.uniform() - 1);
      const pace = { spent: 0 };
      let reached = 0;
      let since = 0;
      let most = 0;
      const steps = inSlices(pace, count, cost, (from, to) => {
        expect(from).toBe(reached);
        reached = to;
        since += (to - from) * cost;
        most = Math.max(most, since);
      });
      for (let step = steps.next(); !step.done; step = steps.next()) since = 0;
      expect(reached).toBe(count);
      // A block may begin just below the limit; four rows are the least it can hold.
      expect(most).toBeLessThanOrEqual(2 * Math.max(SLICE, 4 * cost));
    }
  });

  it("let the event loop run: timers fire during the solve", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const result = await solveAsync(problem);
    clearInterval(timer);
    expect(result.status).toBe("converged");
    expect(turns).toBeGreaterThan(result.iterations);
  });
});

describe("abort", () => {
  it("before the start: aborted at once, x is x0", async () => {
    const x0 = new Float64Array(d).fill(0.01);
    const result = await solveAsync(problem, { x0, signal: AbortSignal.abort() });
    expect(result.status).toBe("aborted");
    expect(result.success).toBe(false);
    expect(Array.from(result.x)).toEqual(Array.from(x0));
    expect(solve(problem, { x0, signal: AbortSignal.abort() }).status).toBe("aborted");
  });

  it("in the middle: the best x so far, with its true value", async () => {
    const controller = new AbortController();
    const records: IterationRecord[] = [];
    const result = await solveAsync(problem, {
      signal: controller.signal,
      onIteration: (record) => {
        records.push(record);
        if (record.iteration === 2) controller.abort();
      },
    });
    expect(result.status).toBe("aborted");
    expect(records.at(-1)?.iteration).toBe(2);
    expect(result.value).toBe(problem.value(result.x));
    expect(result.value).toBeLessThan(records[0].cost);
    expect(Math.abs(result.value / records[2].cost - 1)).toBeLessThan(1e-12);
  });

  it("between two starts keeps what the first found", async () => {
    const controller = new AbortController();
    const small = expRegression({ A: dense([[1], [2], [3]]), b: [1, 2, 5] });
    const result = await solveAsync(small, {
      starts: 50,
      signal: controller.signal,
      onIteration: (record) => {
        if (record.start === 3) controller.abort();
      },
    });
    expect(result.success).toBe(true);
    expect(result.status).toBe("converged");
    expect(result.message).toContain("of 50 starts");
  });
});

describe("errors in callbacks", () => {
  it("come out of solve, iterate and solveAsync unchanged, and the problem stays usable", async () => {
    const small = expRegression({ A: dense([[1], [2], [3]]), b: [1, 2, 5] });
    const onIteration = (): void => {
      throw new TypeError("mine");
    };
    expect(() => solve(small, { onIteration })).toThrow(new TypeError("mine"));
    expect(() => iterate(small, { onIteration }).next()).toThrow(new TypeError("mine"));
    await expect(solveAsync(small, { onIteration })).rejects.toThrow(new TypeError("mine"));
    expect(solve(small).status).toBe("converged");
  });

  it("leaving iterate early is allowed", () => {
    const small = expRegression({ A: dense([[1], [2], [3]]), b: [1, 2, 5] });
    for (const record of iterate(small)) if (record.iteration === 1) break;
    expect(solve(small).status).toBe("converged");
  });
});
