import { solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { OPEN } from "../../src/problem/problem.js";
import { layoutExact } from "../../src/solver/factor.js";
import { jacobianSampler, layoutJacobianSample } from "../../src/solver/jacobianSample.js";
import type { Run } from "../../src/solver/minimise.js";
import { checkOptions } from "../../src/solver/options.js";
import { drain } from "../../src/wasm/pace.js";
import { error, instance } from "../attention/support/recovery.js";

const { problem, truth } = instance(21, 3, 2, [2, 2, 2, 2, 2, 2]);
const [N, m] = [6, 36];

/** A sampler at the tokens, with the factor of J'J + I in work.R. */
function opened(rows: number | undefined, by: "leverage" | "uniform" = "leverage", seed = 0) {
  const { session, parts: work } = problem[OPEN].open((arena) => ({
    ...layoutExact(N, arena),
    ...layoutJacobianSample(m, N, arena),
  }));
  session.x.data.set(truth);
  drain(session.linearize(session.x));
  const options = { ...checkOptions(N, { seed }), sampling: { rows, by } };
  const run = { session, work, options } as unknown as Run;
  drain(session.gaussNewton!(work.H));
  work.R.data.set(work.H.data);
  for (let j = 0; j < N; j++) work.R.data[j * (N + 1)] += 1;
  for (let from = 0; from < N; from += 64) session.kernels.symmetric.choleskyPanel(N, work.R, from);
  return { session, work, sampler: jacobianSampler(run, session.jacobianForm!, 1) };
}

describe("a sample of the Jacobian's rows", () => {
  it("of all rows is the Gauss-Newton matrix, and so is the first without a factor", () => {
    for (const [rows, factored] of [
      [m, true],
      [undefined, true],
      [10, false],
    ] as const) {
      const { session, work, sampler } = opened(rows);
      const kept = drain(sampler.matrix(factored));
      const found = work.H.data.slice();
      drain(session.gaussNewton!(work.H));
      expect(kept).toBe(m);
      for (let i = 0; i < N; i++) {
        for (let j = i; j < N; j++) expect(found[i * N + j]).toBeCloseTo(work.H.data[i * N + j], 12);
      }
    }
  });

  it.each(["leverage", "uniform"] as const)("is unbiased and has the rows asked for, by %s", (by) => {
    const { session, work, sampler } = opened(18, by);
    const mean = new Float64Array(N * N);
    let rows = 0;
    const draws = 4000;
    for (let k = 0; k < draws; k++) {
      rows += drain(sampler.matrix(true)) / draws;
      for (let e = 0; e < N * N; e++) mean[e] += work.H.data[e] / draws;
    }
    drain(session.gaussNewton!(work.H));
    expect(rows).toBeGreaterThan(17.5);
    expect(rows).toBeLessThan(18.5);
    for (let j = 0; j < N; j++) {
      // The deviation of a sum of 36 terms of weight at most 1/p, over 4000 draws, is about 1 %.
      expect(mean[j * (N + 1)] / work.H.data[j * (N + 1)]).toBeGreaterThan(0.95);
      expect(mean[j * (N + 1)] / work.H.data[j * (N + 1)]).toBeLessThan(1.05);
    }
    expect(sampler.counts.draws).toBe(draws);
  });

  it("solves an inversion of many heads, with its sampling in the certificate and the rows in the records", () => {
    const result = solve(problem, { method: "sampled", sampling: { rows: 20 }, starts: 4, seed: 2 });
    expect(result.success).toBe(true);
    expect(error(result.x, truth)).toBeLessThan(1e-10);
    expect(result.certificate.sampling).toMatchObject({ by: "leverage", rowsAsked: 20 });
    expect(result.certificate.hessian).toBe("positive definite");
    const drawn = result.history.filter(({ hessian }) => hessian === "sampled").map(({ sampledRows }) => sampledRows);
    expect(drawn.some((rows) => rows > 5 && rows < m)).toBe(true);
    const {
      seconds: _,
      history: __,
      ...same
    } = solve(problem, {
      method: "sampled",
      sampling: { rows: 20 },
      starts: 4,
      seed: 2,
    });
    expect(same.x).toEqual(result.x);
    expect(same.counts).toEqual(result.counts);
  });
});
