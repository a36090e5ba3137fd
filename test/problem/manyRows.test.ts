import { describe, expect, it } from "vitest";
import { OPEN } from "../../src/problem/problem.js";
import { PAUSE } from "../../src/wasm/pace.js";
import { seeded } from "../kernels/support/seeded.js";
import * as oracle from "./oracle.js";
import { close } from "./support/close.js";
import { instance, NAMES, point, REGRESSIONS } from "./support/instances.js";

// Three blocks of 8192 rows, the last one short and odd.
const [n, d] = [2 * 8192 + 5, 3];

describe.each(NAMES)("%s regression on more rows than a block", (name) => {
  const shape = { name, sparse: true, n, d, w: "vector", ridge: true, weights: true, offset: true } as const;
  const random = seeded(110);
  const { input, spec } = instance(random, shape);
  const problem = REGRESSIONS[name](input);
  const [x, v] = [point(random, d), point(random, d)];
  const terms = n + d;

  it("equals naive double loops (seed 110)", () => {
    close("value", [problem.value(x)], oracle.value(spec, x), terms);
    close("gradient", problem.gradient(x), oracle.gradient(spec, x), terms);
    close("hessian", problem.hessian(x).data, oracle.hessian(spec, x), terms);
    close("hvp", problem.hvp(x, v), oracle.product(oracle.hessian(spec, x), v), terms);
    close("residual", problem.residual(x), oracle.residual(spec, x), terms);
    close("predict", problem.predict(x), oracle.predict(spec, x), terms);
    // Bounds grow with the number of terms; compensated sums keep the value as close as for one.
    close("value", [problem.value(x)], oracle.value(spec, x), 200);
  });

  it("pauses after about 10 ms of planned work, counted and not timed (seed 110)", () => {
    const { session, parts } = problem[OPEN].open((arena) => arena.f64(d));
    const pauses = (): number => {
      let found = 0;
      for (let k = 0; k < 200; k++) for (const pause of session.gradient(parts)) if (pause === PAUSE) found++;
      return found;
    };
    for (const _ of session.linearize(session.x));
    const first = pauses();
    expect(first).toBeGreaterThan(0);
    // Planned work: the same again, but for the part of a slice that was left over.
    expect(Math.abs(pauses() - first)).toBeLessThanOrEqual(1);
  });
});
