import { describe, expect, it } from "vitest";
import { covariance, iterate, type Result, type SolveOptions, solve } from "../../src/index.js";
import { seeded } from "../kernels/support/seeded.js";
import { instance, NAMES, point, REGRESSIONS } from "./support/instances.js";

/** A result without its clock. */
function timeless({ seconds: _seconds, history, ...rest }: Result) {
  return { ...rest, history: history.map(({ seconds: _own, ...record }) => record) };
}

describe.each(NAMES)("the public functions of %s regression, used while it is solved", (name) => {
  const shape = { name, sparse: true, n: 60, d: 6, w: "none", ridge: true, weights: true, offset: true } as const;
  const random = seeded(90);
  const { input } = instance(random, shape);
  const x = point(random, 6);
  const options: SolveOptions = { x0: point(random, 6).map((v) => 2 * v), starts: 3, seed: 4 };

  it("leave every bit of the solve as it was (seed 90)", () => {
    const quiet = solve(REGRESSIONS[name](input), options);
    expect(quiet.iterations).toBeGreaterThan(3);
    const problem = REGRESSIONS[name](input);
    let calls = 0;
    const onIteration = (): void => {
      calls++;
      problem.value(x);
      problem.gradient(x);
      problem.hvp(x, x);
      problem.hessian(x);
      problem.jvp(x, x);
      problem.vjp(x, problem.residual(x));
    };
    const busy = solve(problem, { ...options, onIteration });
    expect(calls).toBe(quiet.history.length);
    expect(timeless(busy)).toEqual(timeless(quiet));
  });

  it("give the same bits as before and after it (seed 90)", () => {
    const problem = REGRESSIONS[name](input);
    const before = [problem.gradient(x), problem.hessian(x).data, problem.residual(x)];
    const during: unknown[] = [];
    const onIteration = (): void => {
      during.push([problem.gradient(x), problem.hessian(x).data, problem.residual(x)]);
    };
    solve(problem, { ...options, onIteration });
    expect(during.length).toBeGreaterThan(3);
    for (const found of during) expect(found).toEqual(before);
    expect(problem.gradient(x)).toEqual(before[0]);
  });

  it("and two solves of one problem at once do not meet (seed 90)", () => {
    const alone = solve(REGRESSIONS[name](input), options);
    const problem = REGRESSIONS[name](input);
    const outer = iterate(problem, options);
    let step = outer.next();
    while (!step.done) {
      solve(problem, { x0: x });
      covariance(problem, alone.x);
      step = outer.next();
    }
    expect(timeless(step.value)).toEqual(timeless(alone));
  });
});
