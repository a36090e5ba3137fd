import { coshRegression, dense, expRegression, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { conclude } from "../../src/solver/conclude.js";
import { newtonDirection } from "../../src/solver/direction.js";
import { drain } from "../../src/wasm/pace.js";
import { runAt } from "./support.js";

const A = dense([
  [1, 0.2],
  [0.3, 1],
  [1, -0.5],
  [0.4, 0.9],
]);
const problem = expRegression({ A, b: [2, 1.5, 1, 3], w: 0.1 });
const best = solve(problem).x;

describe("conclude", () => {
  it("confirms a minimum, from x alone", () => {
    const run = runAt(problem, best);
    const direction = drain(newtonDirection(run.session, run.work));
    run.work.g.data.fill(7); // whatever was left here must not matter
    const start = drain(conclude(run, { status: "converged", direction, halvings: 0, escapes: 0, cleared: false }));
    expect(start.status).toBe("converged");
    expect(start.success).toBe(true);
    expect(start.value).toBe(problem.value(best));
    expect(Array.from(start.gradient)).toEqual(Array.from(problem.gradient(best)));
  });

  it("takes back a convergence that the gradient at x does not confirm", () => {
    const run = runAt(
      problem,
      best.map((v) => v + 1e-3),
    );
    const direction = drain(newtonDirection(run.session, run.work));
    const start = drain(conclude(run, { status: "converged", direction, halvings: 0, escapes: 0, cleared: false }));
    expect(start.status).toBe("stalled");
    expect(start.success).toBe(false);
  });

  it("takes back a convergence at a saddle, unless F was searched along the negative pivot in vain", () => {
    const saddle = coshRegression({ A, b: [5, 6, 7, 8] });
    const run = runAt(saddle, [0, 0]);
    const direction = drain(newtonDirection(run.session, run.work));
    expect(direction.negative).toBeGreaterThanOrEqual(0);
    const end = { status: "converged", direction, halvings: 0, escapes: 0 } as const;
    const found = drain(conclude(run, { ...end, cleared: false }));
    expect(found.certificate.hessian).toBe("indefinite");
    expect(found.status).toBe("stalled");
    expect(found.success).toBe(false);
    expect(drain(conclude(run, { ...end, cleared: true })).certificate.hessian).toBe("singular");
  });
});
