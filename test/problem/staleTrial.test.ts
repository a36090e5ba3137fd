import { dense, expRegression } from "subnewton";
import { expect, it } from "vitest";
import { drain } from "../../src/wasm/pace.js";
import { runAt } from "../solver/support.js";

it("a trial of one direction is not taken for a point of the next", () => {
  const rows = [
    [1, 0.2],
    [0.3, 1],
    [1, -0.5],
  ];
  const problem = expRegression({ A: dense(rows), b: [2, 1.5, 1], w: 0.3, ridge: 0.1 });
  const { session, work } = runAt(problem, [0.1, -0.2]);
  const direction = (v: number[]) => {
    work.p.data.set(v);
    return drain(session.along(work.p));
  };
  drain(direction([1, 1]).value(1));
  const line = direction([-0.5, 0.25]);
  drain(line.accept(1));
  drain(session.gradient(work.g));
  const expected = problem.gradient([-0.4, 0.05]);
  expected.forEach((v, j) => {
    expect(work.g.data[j]).toBeCloseTo(v, 13);
  });
});
