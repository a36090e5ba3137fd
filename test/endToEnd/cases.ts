import { readdirSync, readFileSync } from "node:fs";
import { csr, dense, type Problem, type Result } from "subnewton";
import { expect } from "vitest";
import { type LossName, regression } from "./support.js";

/** A certified instance (test/certified), as far as a solve needs it. */
export interface Case {
  readonly name: string;
  readonly loss: LossName;
  readonly n: number;
  readonly d: number;
  readonly A:
    | { storage: "dense"; rows: number[][] }
    | { storage: "csr"; indptr: number[]; indices: number[]; data: number[] };
  readonly b: number[];
  readonly w: number[];
  readonly x0: number[];
  readonly fstar: number;
  readonly strictly_convex: boolean | null;
}

const folder = new URL("../certified/", import.meta.url);

export const cases: Case[] = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Case);

export function problemOf({ A, loss, n, d, b, w }: Case): Problem {
  return regression[loss]({ A: A.storage === "dense" ? dense(A.rows) : csr({ rows: n, columns: d, ...A }), b, w });
}

/** Success is confirmed here again, from x alone and by public functions only. */
export function confirmed(problem: Problem, result: Result, tolerance = 1e-8): void {
  expect(result.status, result.message).toBe("converged");
  expect(result.success).toBe(true);
  expect(problem.value(result.x)).toBe(result.value);
  expect(Math.max(...problem.gradient(result.x).map(Math.abs))).toBe(result.gradientNorm);
  expect(result.certificate.gradientQuotient).toBeLessThanOrEqual(tolerance);
  expect(["positive definite", "singular"]).toContain(result.certificate.hessian);
}

/** Everything of a result but the clock. */
export function withoutClock(result: Result): unknown {
  const { seconds: _, history, ...rest } = result;
  return { ...rest, history: history.map(({ seconds: __, ...record }) => record) };
}
