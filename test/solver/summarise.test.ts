import { dense, expRegression } from "subnewton";
import { expect, it } from "vitest";
import type { Start } from "../../src/solver/conclude.js";
import type { Certificate } from "../../src/solver/result.js";
import { summarise } from "../../src/solver/summarise.js";
import { drain } from "../../src/wasm/pace.js";
import { runAt } from "./support.js";

const problem = expRegression({ A: dense([[1], [2]]), b: [2, 3] });
const certificate = { magnitude: 10, hessian: "positive definite", halvings: 0, escapes: 0 } as Certificate;

const settle = (...given: Parameters<typeof summarise>) => drain(summarise(...given));

function start(x: number, value: number, success: boolean): Start {
  const status = success ? "converged" : "maxIterations";
  const gradient = Float64Array.of(0);
  return { x: Float64Array.of(x), value, gradient, gradientNorm: 0, status, success, certificate };
}

it("a confirmed minimum is preferred to a lower value that is not one", () => {
  const result = settle(runAt(problem, [0]), [start(1, 5, true), start(2, 4, false), start(3, 6, true)]);
  expect(result.value).toBe(5);
  expect(result.status).toBe("converged");
  expect(result.solutions.map((s) => s.value)).toEqual([5, 6]);
});

it("the same point found twice is one solution with two hits, equal values elsewhere are two", () => {
  const found = [start(1, 5, true), start(1 + 1e-9, 5 + 1e-9, true), start(2, 5, true)];
  const result = settle(runAt(problem, [0]), found);
  expect(result.solutions.map((s) => s.hits)).toEqual([2, 1]);
});

it("nothing confirmed: the lowest value, and no solutions", () => {
  const result = settle(runAt(problem, [0]), [start(1, 5, false), start(2, 4, false)]);
  expect(result.value).toBe(4);
  expect(result.success).toBe(false);
  expect(result.solutions).toEqual([]);
});
