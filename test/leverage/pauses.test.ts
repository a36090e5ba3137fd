import { dense, leverageGradientInversion, leverageInversion, solveAsync } from "subnewton";
import { describe, expect, it } from "vitest";
import { OPEN, type Openable } from "../../src/problem/problem.js";
import { PAUSE, type Paced } from "../../src/wasm/pace.js";
import { known } from "./draws.js";

const { A, b, x } = known("pm", 60000, 6, 4);
const M = dense(A);
const tau = leverageInversion({ A: M, b, tau: b }).predict(x);
const near = x.map((v) => v + 1e-3);

function pauses(operation: Paced<unknown>): number {
  let count = 0;
  for (let step = operation.next(); !step.done; step = operation.next()) count += Number(step.value === PAUSE);
  return count;
}

describe("long operations", () => {
  const problem = leverageGradientInversion({ A: M, b, tau, c: x.map(() => 0) }) as unknown as Openable;
  const { session, parts } = problem[OPEN].open((arena) => ({ g: arena.f64(6), H: arena.f64(36) }));
  session.x.data.set(x);

  it("pause inside", () => {
    const { x: at } = session;
    expect(pauses(session.linearize(at))).toBeGreaterThan(0);
    expect(pauses(session.gaussNewton!(parts.H))).toBeGreaterThan(0);
    expect(pauses(session.hessian(parts.H))).toBeGreaterThan(2);
  });

  it("left at a pause do no harm to what is asked next", () => {
    const value = (point: number[]): number => {
      session.x.data.set(point);
      const steps = session.linearize(session.x);
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
      }
    };
    const expected = value(near);
    value(x);
    session.x.data.set(near);
    session.linearize(session.x).next();
    expect(value(near)).toBe(expected);
  });
});

describe("solveAsync", () => {
  it("is aborted at a pause of the global start, and ends before the first iteration", async () => {
    const control = new AbortController();
    setTimeout(() => control.abort(), 0);
    const result = await solveAsync(leverageInversion({ A: M, b, tau }), { signal: control.signal });
    expect(result.status).toBe("aborted");
    expect(result.iterations).toBe(0);
    expect(result.x.length).toBe(6);
  });
});
