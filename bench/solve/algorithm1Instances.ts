import { dense, expRegression, type Problem, solve } from "subnewton";
import { denseRows, normals, source } from "../data.js";
import { norm, singularValuesOfPair, solveSquare } from "./linear.js";
import { denseProblem } from "./problems.js";

/** A problem with its solution, and where the algorithm starts. */
export interface Instance {
  readonly name: string;
  /** The problem itself, and the same without its regulariser. */
  readonly whole: Problem;
  readonly bare: Problem;
  readonly solution: Float64Array;
  readonly x0: Float64Array;
  /** The radius about the solution from which the theorem promises convergence; missing where its conditions fail. */
  readonly radius?: number;
}

/** The theorem's own ground, from its radius and from far outside it, and an ordinary problem, from near and from 0. */
export function algorithm1Instances(seed: number): Instance[] {
  return [
    conditioned(seed, "Theorem 1.1, at its radius", (radius) => radius),
    conditioned(seed, "the same, from 0.001", () => 1e-3),
    ordinary(seed, "200 x 5, w = 0.1, from 0.01", (solution) =>
      solution.map((v) => v + 0.01 / Math.sqrt(solution.length)),
    ),
    ordinary(seed, "the same, from x0 = 0", (solution) => new Float64Array(solution.length)),
  ];
}

/** |A| = R = 2, |b| = 1.8, l = 1, w_i^2 = 0.5 b_i^2 + 1 + l / sigma^2; the radius is 0.1 l / M with M = e^(6 R^2). */
function conditioned(seed: number, name: string, startDistance: (radius: number) => number): Instance {
  const [rows, columns, R, least] = [6, 2, 2, 1];
  const from = source(seed);
  const { data } = denseRows(rows, columns, from);
  const scale = R / singularValuesOfPair(data)[0];
  const A = dense({ rows, columns, data: data.map((v) => v * scale) });
  const sigma = singularValuesOfPair(A.data)[1];
  const direction = normals(rows, from);
  const b = direction.map((v) => (1.8 * v) / norm(direction));
  const w = b.map((v) => Math.sqrt(0.5 * v * v + 1 + least / sigma ** 2));
  const radius = (0.1 * least) / Math.exp(6 * R * R);
  const [whole, bare] = [expRegression({ A, b, w }), expRegression({ A, b })];
  const solution = minimiser(whole);
  const x0 = solution.map((v) => v + startDistance(radius) / Math.sqrt(columns));
  return { name, whole, bare, solution, x0, radius };
}

/** An exp regression as others are, with a small w. */
function ordinary(seed: number, name: string, start: (solution: Float64Array) => Float64Array): Instance {
  const { A, b, w } = denseProblem(200, 5, seed);
  const matrix = dense({ ...A });
  const [whole, bare] = [expRegression({ A: matrix, b, w }), expRegression({ A: matrix, b })];
  const solution = minimiser(whole);
  return { name, whole, bare, solution, x0: start(solution) };
}

/** x*, to the last digits: Newton steps from where the solver ends. */
function minimiser(problem: Problem): Float64Array {
  let x = Float64Array.from(solve(problem, { tolerance: 1e-15, seed: 1 }).x);
  for (let pass = 0; pass < 3; pass++) {
    const p = solveSquare(problem.hessian(x).data, problem.gradient(x));
    x = x.map((v, j) => v - p[j]);
  }
  return x;
}
