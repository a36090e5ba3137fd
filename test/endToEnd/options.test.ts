import { dense, expRegression, InputError, plan, type SolveOptions, solve } from "subnewton";
import { describe, expect, it, vi } from "vitest";
import { instance } from "./support.js";

const { rows, b } = instance("exp", 5);
const problem = expRegression({ A: dense(rows), b, w: 0.1 });

function refusal(options: unknown): InputError {
  let calls = 0;
  try {
    solve(problem, { onIteration: () => calls++, ...(options as SolveOptions) });
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect(calls).toBe(0);
    return error as InputError;
  }
  throw new Error("nothing was refused");
}

describe("a wrong option is refused before any work", () => {
  it.each([
    [{ x0: [1, 2] }, "length", "x0", "x0 has 2 entries, 5 are needed"],
    [{ x0: [1, 2, Number.NaN, 4, 5] }, "notFinite", "x0", "x0[2] = NaN is not a finite number"],
    [{ tolerance: 0 }, "range", "tolerance", "tolerance = 0 must be above 0"],
    [{ tolerance: "1e-8" }, "type", "tolerance", "tolerance = 1e-8 is not a number"],
    [{ maxIterations: -1 }, "range", "maxIterations", "maxIterations = -1 must be a whole number from 0 on"],
    [{ maxIterations: 1.5 }, "range", "maxIterations", "maxIterations = 1.5 must be a whole number from 0 on"],
    [{ maxSeconds: 0 }, "range", "maxSeconds", "maxSeconds = 0 must be above 0"],
    [{ seed: -1 }, "range", "seed", "seed = -1 must be a whole number from 0 on"],
    [{ seed: 2 ** 53 }, "range", "seed", "seed = 9007199254740992 must be a whole number from 0 on"],
    [{ starts: 0 }, "range", "starts", "starts = 0 must be a whole number from 1 on"],
    [
      { method: "newton" },
      "unsupported",
      "method",
      'method "newton" is not supported here: use auto or exact or sampled or pcg',
    ],
    [{ sampling: 5 }, "type", "sampling", "sampling is number 5, an object is needed"],
    [{ sampling: { rows: 0 } }, "range", "sampling.rows", "sampling.rows = 0 must be a whole number from 1 on"],
    [{ sampling: { by: "norm" } }, "range", "sampling.by", 'must be one of "leverage", "rowNorm", "uniform"'],
    [{ sampling: { step: 1 } }, "range", "sampling.step", 'must be one of "search", "unit"'],
    [{ sampling: { certify: 1 } }, "range", "sampling.certify", "must be one of true, false"],
    [{ sampling: { size: 1 } }, "unsupported", "size", "size is not an option of sampling: it takes rows, by"],
    [{ costs: {} }, "type", "costs.sparseProduct", "costs.sparseProduct = undefined is not a number"],
    [{ onIteration: 3 }, "type", "onIteration", "onIteration is number 3, a function is needed"],
    [{ signal: {} }, "type", "signal", "signal is an object, an AbortSignal is needed: controller.signal"],
    [{ signal: new AbortController() }, "type", "signal", "an AbortSignal is needed"],
    [
      { tol: 1 },
      "unsupported",
      "tol",
      "tol is not an option of a solve: it takes x0, method, sampling, costs, tolerance",
    ],
  ])("%o", (options, code, argument, message) => {
    const error = refusal(options);
    expect(error.code).toBe(code);
    expect(error.argument).toBe(argument);
    expect(error.message).toContain(message);
  });

  it("names what is no problem", () => {
    expect(() => solve(undefined as never)).toThrow(InputError);
    expect(() => solve({} as never)).toThrow(/problem must come from expRegression/);
    expect(() => solve(problem, null as never)).toThrow(/options is null/);
  });
});

describe("budgets", () => {
  it("maxIterations ends the solve with the best x and says so", () => {
    const result = solve(problem, { maxIterations: 2, x0: [30, 0, 0, 0, 0] });
    expect(result.status).toBe("maxIterations");
    expect(result.success).toBe(false);
    expect(result.iterations).toBe(2);
    expect(result.message).toContain("raise maxIterations");
    expect(result.solutions).toEqual([]);
  });

  it("no budget is ever overdrawn, whatever the last step of a solve is", () => {
    const needed = solve(problem).iterations;
    for (let most = 0; most <= needed + 1; most++) {
      const result = solve(problem, { maxIterations: most });
      expect(result.iterations).toBeLessThanOrEqual(most);
      expect(result.status).toBe(most < needed ? "maxIterations" : "converged");
    }
  });

  it("maxIterations 0 evaluates x0 only", () => {
    const x0 = [0.1, 0, 0, 0, 0];
    const result = solve(problem, { maxIterations: 0, x0 });
    expect(Array.from(result.x)).toEqual(x0);
    expect(result.value).toBe(problem.value(x0));
    expect(result.certificate.hessian).toBe("not tested");
  });

  it("maxIterations is a total over starts, and what was found before stands", () => {
    const once = solve(problem);
    const result = solve(problem, { starts: 10, maxIterations: once.iterations + 3 });
    expect(result.iterations).toBe(once.iterations + 3);
    expect(result.success).toBe(true);
    expect(result.value).toBe(once.value);
    expect(result.message).toContain("1 of 10 starts");
  });

  it("maxSeconds ends a solve", () => {
    const result = solve(problem, { maxSeconds: 1e-9 });
    expect(result.status).toBe("maxSeconds");
    expect(result.message).toContain("raise maxSeconds");
  });
});

describe("tolerance", () => {
  it("a loose one ends earlier, and within what it promises", () => {
    const best = solve(problem).value;
    const loose = solve(problem, { tolerance: 1e-2 });
    expect(loose.success).toBe(true);
    expect(loose.iterations).toBeLessThanOrEqual(solve(problem).iterations);
    expect(loose.value / best - 1).toBeLessThan(1e-2);
  });

  it("one that rounding cannot meet ends as stalled, and as a success below the rounding bound", () => {
    const result = solve(problem, { tolerance: 1e-20 });
    expect(result.status).toBe("stalled");
    expect(result.success).toBe(true);
    expect(result.certificate.gradientQuotient).toBeLessThanOrEqual(2 ** -42);
  });
});

describe("reporting", () => {
  it("verbose prints a heading and a line an iteration", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const result = solve(problem, { verbose: true });
    const lines = log.mock.calls.map(([line]) => String(line));
    log.mockRestore();
    expect(lines.length).toBe(result.history.length);
    expect(lines[0]).toContain("start iter");
    expect(lines.at(-1)).toContain(String(result.iterations));
  });

  it("history and onIteration carry the same records, cost never rising beyond rounding", () => {
    const seen: unknown[] = [];
    const result = solve(problem, { onIteration: (record) => seen.push(record) });
    expect(seen).toEqual(result.history);
    result.history.forEach((record, k) => {
      expect(record.iteration).toBe(k);
      expect(record.sampledRows).toBe(0);
      if (k > 0) expect(record.cost).toBeLessThanOrEqual(result.history[k - 1].cost * (1 + 1e-14));
    });
    // Each iteration factors at least once, but for a last step with the factor before.
    expect(result.counts.factorization).toBeGreaterThanOrEqual(result.iterations - 1);
  });
});

describe("plan", () => {
  it("grows with every size, refuses wrong options, and allocates nothing", () => {
    const wider = expRegression({ A: dense(rows.map((r) => [...r, 1])), b });
    expect(plan(wider)).toBeGreaterThan(plan(problem));
    expect(() => plan(problem, { tolerance: -1 })).toThrow(InputError);
    expect(() => plan(undefined as never)).toThrow(InputError);
  });
});
