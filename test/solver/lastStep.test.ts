import { dense, expRegression, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { lastStep, type Move, type Progress } from "../../src/solver/advance.js";
import { newtonDirection } from "../../src/solver/direction.js";
import { drain } from "../../src/wasm/pace.js";
import { runAt } from "./support.js";

const problem = expRegression({
  A: dense([
    [1, 0.2],
    [0.3, 1],
    [1, -0.5],
    [0.4, 0.9],
  ]),
  b: [2, 1.5, 1, 3],
});
const best = solve(problem).x;

/** lastStep a distance from the minimum, with the factor made at the minimum, after a move of the given kind. */
function lastStepFrom(distance: number, move: Partial<Move>) {
  const at = runAt(problem, best);
  drain(newtonDirection(at.session, at.work));
  at.work.start.data.set(best.map((v) => v + distance));
  const value = drain(at.session.linearize(at.work.start));
  drain(at.session.gradient(at.work.g));
  const progress: Progress = { value, escapes: 0, cleared: false, creeping: 0, far: false };
  const whole: Move = { length: 1, norm: 0.01, reach: 0.01, hessian: "exact", last: false, ...move };
  return drain(lastStep(at, progress, whole));
}

describe("lastStep", () => {
  it("ends a solve with the old factor after a short full exact step", () => {
    const end = lastStepFrom(1e-9, {});
    expect(end).toMatchObject({ hessian: "previous", last: true, length: 1 });
  });

  it.each([
    ["a long step", { reach: 0.5 }],
    ["a shortened step", { length: 0.5 }],
    ["a majorant", { hessian: "majorant" }],
    ["a shifted Hessian", { hessian: "shifted" }],
    ["an escape", { hessian: "escape" }],
  ] as const)("does not trust the old factor after %s", (_name, move) => {
    expect(lastStepFrom(1e-9, move)).toBeUndefined();
  });

  it("does not end where the tests do not hold", () => {
    expect(lastStepFrom(1e-2, {})).toBeUndefined();
  });
});
