import { iterate, leverageGradientInversion, leverageInversion, solve, solveAsync } from "subnewton";
import { describe, expect, it } from "vitest";
import { cases, error, matrixOfCase } from "./cases.js";

const scoresOf = (c: (typeof cases)[number]) => leverageInversion({ A: matrixOfCase(c), b: c.b, tau: c.tau });
const inversionOf = (c: (typeof cases)[number]) =>
  leverageGradientInversion({ A: matrixOfCase(c), b: c.b, tau: c.tau, c: c.c, w: c.w });

describe.each(cases.filter((c) => c.x0))("L of $name from its x0", (c) => {
  it.each(["gaussNewton", "exact"] as const)("reaches the recorded minimum by %s", (method) => {
    const problem = inversionOf(c);
    const result = solve(problem, { x0: c.x0!, method });
    expect(result.status).toBe("converged");
    expect(result.certificate.hessian).toBe("positive definite");
    expect(error(result.x, c.xstar!)).toBeLessThan(method === "exact" ? 1e-6 : 1e-8);
    if (c.fstar! > 1e-12) expect(error([result.value], [c.fstar!])).toBeLessThan(1e-12);
    else expect(result.value).toBeLessThan(1e-20 * problem.value(c.x0!));
  });
});

describe.each(cases.filter((c) => c.x0_Lb && !c.x_spurious_Lb))("L_b of $name from its x0", (c) => {
  it.each(["gaussNewton", "exact"] as const)("reaches the recorded minimum by %s", (method) => {
    const result = solve(scoresOf(c), { x0: c.x0_Lb!, method });
    expect(result.status).toBe("converged");
    expect(result.certificate.hessian).toBe("positive definite");
    expect(error(result.x, c.xstar_Lb!)).toBeLessThan(1e-6);
    expect(result.value - c.fstar_Lb!).toBeLessThan(1e-12 * Math.max(c.fstar_Lb!, 1e-6));
  });
});

describe("exact scores with a second minimum in the same cell (c37)", () => {
  const c = cases.find(({ x_spurious_Lb }) => x_spurious_Lb)!;
  const problem = scoresOf(c);

  it("hold a local method that starts beside it, and the certificate says that they are not met", () => {
    const result = solve(problem, { x0: c.x_spurious_Lb!.map((v) => v + 1e-3) });
    expect(error(result.x, c.x_spurious_Lb!)).toBeLessThan(1e-6);
    expect(error([result.value], [c.f_spurious_Lb!])).toBeLessThan(1e-10);
    expect(result.certificate.residual).toBeGreaterThan(0.1);
  });

  it("do not hold the convex stage, with or without signs", () => {
    const s = c.A.map((row, i) => row.reduce((sum, a, j) => sum + a * c.x_true![j], 0) - c.b[i]);
    const signs = s.map(Math.sign);
    for (const problem of [scoresOf(c), leverageInversion({ A: matrixOfCase(c), b: c.b, tau: c.tau, signs })]) {
      expect(error(solve(problem).x, c.x_true!)).toBeLessThan(1e-12);
    }
  });
});

describe("the three faces", () => {
  const c = cases.find(({ name }) => name.startsWith("c05"))!;

  it("give the same bits, the global method included", async () => {
    const problem = scoresOf(c);
    const expected = solve(problem);
    const steps = iterate(problem);
    let step = steps.next();
    while (!step.done) step = steps.next();
    const later = await solveAsync(problem);
    for (const result of [step.value, later]) {
      expect(result.x).toEqual(expected.x);
      expect(result.counts).toEqual(expected.counts);
      expect(result.certificate).toEqual(expected.certificate);
    }
    expect(JSON.parse(JSON.stringify(expected)).x).toEqual(Array.from(expected.x));
  });

  it("let the public functions be called during a solve", () => {
    const problem = inversionOf(c);
    const quiet = solve(problem, { x0: c.x0! });
    const disturbed = solve(problem, { x0: c.x0!, onIteration: () => problem.hessian(c.xtest) });
    expect(disturbed.x).toEqual(quiet.x);
    expect(disturbed.counts).toEqual(quiet.counts);
  });
});
