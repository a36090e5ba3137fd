import { csr, csrFromTriplets, dense, expRegression, iterate, type Result, solve, solveAsync } from "subnewton";
import { describe, expect, it } from "vitest";
import { draws, instance, LOSSES, regression } from "./support.js";

/** Everything of a result but the clock. */
function withoutClock(result: Result): unknown {
  const { seconds: _, history, ...rest } = result;
  return { ...rest, history: history.map(({ seconds: __, ...record }) => record) };
}

function sparse(seed: number, n: number, d: number, r: number) {
  const { normal, uniform } = draws(seed);
  const row: number[] = [];
  const column: number[] = [];
  const value: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < r; k++) {
      row.push(i);
      column.push(Math.floor(uniform() * d));
      value.push(normal() / 2);
    }
  }
  const A = csrFromTriplets({ rows: n, columns: d, row, column, value });
  return { A, b: Array.from({ length: n }, () => 3 * uniform()) };
}

describe("run again", () => {
  for (const loss of LOSSES) {
    it(`${loss}: equal in every count and every bit, seeds 1 to 5, one and many starts`, () => {
      for (let seed = 1; seed <= 5; seed++) {
        const { rows, b } = instance(loss, seed);
        const make = () => regression[loss]({ A: dense(rows), b, w: 0.1 });
        for (const options of [{}, { starts: 6, seed }]) {
          expect(withoutClock(solve(make(), options))).toEqual(withoutClock(solve(make(), options)));
        }
      }
    });
  }

  it("another seed gives other starts", () => {
    const { rows, b } = instance("exp", 4);
    const problem = expRegression({ A: dense(rows), b });
    const first = (seed: number): number =>
      solve(problem, { starts: 2, seed }).history.filter((r) => r.start === 2)[0].cost;
    expect(first(1)).not.toBe(first(2));
  });

  it("solve, iterate and solveAsync give the same bits, a large sparse problem among them", async () => {
    const { A, b } = sparse(7, 60_000, 300, 8);
    const problem = expRegression({ A, b, w: 0.05 });
    const one = solve(problem);
    const steps = iterate(problem);
    const records = [];
    let last = steps.next();
    while (!last.done) {
      records.push(last.value);
      last = steps.next();
    }
    expect(one.status).toBe("converged");
    expect(records.length).toBe(one.history.length);
    expect(withoutClock(last.value)).toEqual(withoutClock(one));
    expect(withoutClock(await solveAsync(problem))).toEqual(withoutClock(one));
  });

  it("CSR and dense of the same matrix end at the same minimum", () => {
    const { A, b } = sparse(8, 400, 12, 3);
    const data = new Float64Array(A.rows * A.columns);
    for (let i = 0; i < A.rows; i++) {
      for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) data[i * A.columns + A.indices[k]] = A.data[k];
    }
    const one = solve(expRegression({ A, b, w: 0.3 }));
    const other = solve(expRegression({ A: dense({ rows: A.rows, columns: A.columns, data }), b, w: 0.3 }));
    expect(other.value / one.value).toBeCloseTo(1, 13);
    one.x.forEach((v, j) => {
      expect(other.x[j]).toBeCloseTo(v, 9);
    });
  });
});

describe("a result", () => {
  const { rows, b } = instance("sinh", 9);
  const result = solve(regression.sinh({ A: dense(rows), b }), { starts: 3 });

  it("survives structuredClone", () => {
    expect(withoutClock(structuredClone(result))).toEqual(withoutClock(result));
  });

  it("is written by JSON with its vectors as arrays, and nothing lost", () => {
    const back = JSON.parse(JSON.stringify(result));
    expect(back.x).toEqual(Array.from(result.x));
    expect(back.gradient).toEqual(Array.from(result.gradient));
    expect(back.solutions[0].x).toEqual(Array.from(result.solutions[0].x));
    expect(back.certificate).toEqual(result.certificate);
    expect(JSON.stringify(result)).not.toContain("null");
  });
});

it("csr takes any ArrayLike, and the typed arrays it is given are not copied", () => {
  const data = new Float64Array([1, 2, 3]);
  const A = csr({ rows: 2, columns: 2, indptr: [0, 2, 3], indices: [0, 1, 0], data });
  expect(A.data).toBe(data);
  expect(solve(expRegression({ A, b: [2, 3], ridge: 0.1 })).status).toBe("converged");
});
