import { attentionInversion, dense, solve, solveAsync } from "subnewton";
import { expect, it } from "vitest";
import { OPEN } from "../../src/problem/problem.js";
import { layoutExact } from "../../src/solver/direction.js";
import type { Paced } from "../../src/wasm/pace.js";
import { seeded } from "../kernels/support/seeded.js";
import { normals } from "./support/oracle.js";
import { instance } from "./support/recovery.js";

it("solveAsync gives the bits of solve, through the normal form as well", async () => {
  const { problem } = instance(1, 5, 4);
  const plain = ({ seconds: _, history, ...rest }: ReturnType<typeof solve>) => ({
    ...rest,
    history: history.map(({ seconds: __, ...record }) => record),
  });
  const options = { starts: 6, seed: 4 };
  expect(plain(await solveAsync(problem, options))).toEqual(plain(solve(problem, options)));
});

it("the dense matrices pause about every 10 ms of planned work", () => {
  const [n, d] = [24, 24];
  const random = seeded(1);
  const matrix = (rows: number, columns: number, size: number) =>
    dense({ rows, columns, data: normals(random, rows * columns).map((v) => size * v) });
  const problem = attentionInversion({ W: matrix(d, d, 1 / d), V: matrix(d, d, 0.2), B: matrix(n, d, 1) });
  const { session, parts } = problem[OPEN].open((arena) => layoutExact(n * d, arena));
  const pauses = (operation: Paced<unknown>): number => {
    let count = 0;
    while (!operation.next().done) count++;
    return count;
  };
  pauses(session.linearize(session.x));
  // The Gram's 10^8 multiply-adds are some 30 ms.
  expect(pauses(session.gaussNewton!(parts.H))).toBeGreaterThanOrEqual(2);
  expect(pauses(session.hessian(parts.H))).toBeGreaterThanOrEqual(2);
});
