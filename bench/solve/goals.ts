import { denseRows, normals, source, sparseRows } from "../data.js";
import { correlatedRows, fitScale, mixColumns, oneHotRows, poisson, thickenTails } from "./families.js";
import { NOISE, type ProblemData, WEIGHT } from "./problems.js";

/** A problem on which `auto` is held to so many times the speed of the best rival. */
export interface Goal {
  readonly name: string;
  readonly timesFaster: number;
  readonly size: readonly [rows: number, columns: number];
  /** SciPy methods besides L-BFGS-B and Newton-CG: those that did better than Newton-CG at a tenth of the size. */
  readonly alsoScipy?: readonly string[];
  readonly quickSize: readonly [rows: number, columns: number];
  readonly problem: (rows: number, columns: number, seed: number) => ProblemData;
}

export const GOALS: readonly Goal[] = [
  { name: "zipf", timesFaster: 1.7, size: [200000, 1000], quickSize: [6000, 160], problem: zipf },
  { name: "heavy", timesFaster: 2.2, size: [300000, 500], quickSize: [9000, 80], problem: heavy },
  { name: "illConditioned", timesFaster: 1.9, size: [100000, 400], quickSize: [4000, 60], problem: illConditioned },
  {
    name: "wide",
    timesFaster: 2.7,
    size: [60000, 800],
    quickSize: [5000, 80],
    alsoScipy: ["trust-krylov"],
    problem: wide,
  },
];

const GROUPS = 20;

/** Counts of mean e^(A x_true) on 20 categorical columns, some of whose levels are rare: many counts are zero. */
function zipf(rows: number, columns: number, seed: number): ProblemData {
  const from = source(seed);
  const A = oneHotRows(rows, GROUPS, columns / GROUPS, 1.3, from);
  const z = fitScale(A, normals(columns, from), 1, Number.POSITIVE_INFINITY);
  const b = z.map((v) => poisson(Math.exp(v), from));
  // The levels of a group sum to 1 in every group, so that A has not full rank: the ridge decides.
  return { ...common("zipf", A, seed, GROUPS), link: "exp", b, w: 0, ridge: 1 };
}

/** Multivariate t rows with 2 degrees of freedom, A x_true of size 2, |A x_true| <= 7: few rows carry the Hessian. */
function heavy(rows: number, columns: number, seed: number): ProblemData {
  const from = source(seed);
  const perRow = Math.min(50, columns / 4);
  const A = sparseRows(rows, columns, perRow, from, 1 / Math.sqrt(perRow));
  thickenTails(A, 2, from);
  const z = fitScale(A, normals(columns, from), 2, 7);
  const b = z.map((v) => Math.exp(v) + NOISE * from.normal());
  return { ...common("heavy", A, seed, perRow), link: "exp", b };
}

/** Multivariate t rows with 3 degrees of freedom, columns mixed to a condition number of 1e4, |A x_true| <= 4. */
function illConditioned(rows: number, columns: number, seed: number): ProblemData {
  const from = source(seed);
  const A = denseRows(rows, columns, from);
  thickenTails(A, 3, from);
  mixColumns(A, 1e4, from);
  const z = fitScale(A, normals(columns, from), 1, 4);
  const b = z.map((v) => Math.sinh(v) + NOISE * from.normal());
  return { ...common("illConditioned", A, seed), link: "sinh", b };
}

/** Correlated normal rows, A x_true of size 2 and |A x_true| <= 7: exp alone makes few rows carry the Hessian. */
function wide(rows: number, columns: number, seed: number): ProblemData {
  const from = source(seed);
  const A = correlatedRows(rows, columns, { mean: 0, variance: 2, correlation: 0.5 }, from);
  const z = fitScale(A, normals(columns, from), 2, 7);
  const b = z.map((v) => Math.exp(v) + NOISE * from.normal());
  return { ...common("wide", A, seed), link: "exp", b };
}

/** What the problems share unless they say otherwise. */
function common(name: string, A: ProblemData["A"], seed: number, perRow?: number) {
  const size = `${A.rows} x ${A.columns}${perRow ? `, ${perRow} a row` : ""}`;
  return { name, size, seed, A, w: WEIGHT, ridge: 0, x0: new Float64Array(A.columns) };
}
