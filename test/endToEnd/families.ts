import { type Csr, csrFromTriplets, type Dense, dense, expRegression, type Problem, sinhRegression } from "subnewton";
import { draws } from "./support.js";

type Draws = ReturnType<typeof draws>;

/** N(0, Sigma) with Sigma_ij = 2 * 0.5^|i-j|: a first-order autoregression along the columns (SOLVER 4.2). */
function gaussianRow({ normal }: Draws, d: number): number[] {
  const row: number[] = [];
  for (let j = 0; j < d; j++) {
    const fresh = Math.SQRT2 * normal();
    row.push(j === 0 ? fresh : 0.5 * row[j - 1] + Math.sqrt(0.75) * fresh);
  }
  return row;
}

/** The same over the root of a chi-square of 2 degrees over 2: a multivariate t row. */
function studentRow(from: Draws, d: number): number[] {
  const row = gaussianRow(from, d);
  const scale = 1 / Math.sqrt((from.normal() ** 2 + from.normal() ** 2) / 2);
  return row.map((v) => v * scale);
}

/** Counts of 20 draws of a column, column k with probability proportional to k^-1.3. */
function zipfRow({ uniform }: Draws, d: number): number[] {
  const row = new Array<number>(d).fill(0);
  const weights = row.map((_, k) => (k + 1) ** -1.3);
  const sum = weights.reduce((a, b) => a + b, 0);
  for (let draw = 0; draw < 20; draw++) {
    let rest = uniform() * sum;
    let k = 0;
    while (k < d - 1 && rest > weights[k]) rest -= weights[k++];
    row[k]++;
  }
  return row;
}

interface Family {
  readonly row: (from: Draws, d: number) => number[];
  readonly loss: "exp" | "sinh";
  /** What A x_true is scaled to: its standard deviation, or its largest entry. */
  readonly scale: { readonly std: number } | { readonly most: number };
}

/** exp where its overflow is far, sinh where the tails of the rows would overflow it. */
export const FAMILIES = {
  "GA: Gaussian rows, sinh": { row: gaussianRow, loss: "sinh", scale: { std: 0.5 } },
  "T2: t rows, sinh, max|Ax| = 4": { row: studentRow, loss: "sinh", scale: { most: 4 } },
  "EXP-D: Gaussian rows, exp, std(Ax) = 2": { row: gaussianRow, loss: "exp", scale: { std: 2 } },
  "ZIPF: one-hot counts, exp, std(Ax) = 2": { row: zipfRow, loss: "exp", scale: { std: 2 } },
  "ZIPF, D = 1: the same rows, sinh near 0": { row: zipfRow, loss: "sinh", scale: { std: 0.05 } },
} satisfies Record<string, Family>;
export type FamilyName = keyof typeof FAMILIES;

export interface Instance {
  readonly problem: Problem;
  readonly A: Csr | Dense;
  readonly n: number;
  readonly d: number;
  /** D of the Hessian A'DA at x. */
  curvature(x: ArrayLike<number>): number[];
}

const W = 0.1;

/** b = f(A x_true) with noise of 1 % of f', regulariser w = 0.1. */
export function familyInstance(name: FamilyName, seed: number, n: number, d: number): Instance {
  const { row, loss, scale }: Family = FAMILIES[name];
  const from = draws(seed);
  const rows = Array.from({ length: n }, () => row(from, d));
  const times = (x: ArrayLike<number>): number[] => rows.map((a) => a.reduce((sum, v, j) => sum + v * x[j], 0));
  const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
  let truth = Array.from({ length: d }, from.normal);
  if (row === zipfRow) {
    // Rows with a mean would turn x into one common shift of A x.
    const shift = mean(times(truth)) / 20;
    truth = truth.map((v) => v - shift);
  }
  const raw = times(truth);
  const found =
    "std" in scale ? Math.sqrt(mean(raw.map((t) => t * t)) - mean(raw) ** 2) : Math.max(...raw.map(Math.abs));
  const z = raw.map((t) => (t * ("std" in scale ? scale.std : scale.most)) / found);
  const [f, slope] = loss === "exp" ? [Math.exp, Math.exp] : [Math.sinh, Math.cosh];
  const b = z.map((t) => f(t) + 0.01 * slope(t) * from.normal());
  const A = row === zipfRow ? sparse(rows, d) : dense(rows);
  const problem = loss === "exp" ? expRegression({ A, b, w: W }) : sinhRegression({ A, b, w: W });
  // Both functions are their own second derivative.
  const curvature = (x: ArrayLike<number>): number[] =>
    times(x).map((t, i) => slope(t) ** 2 + (f(t) - b[i]) * f(t) + W * W);
  return { problem, A, n, d, curvature };
}

function sparse(rows: readonly number[][], d: number): Csr {
  const entries = rows.flatMap((row, i) => row.flatMap((value, j) => (value === 0 ? [] : [{ i, j, value }])));
  return csrFromTriplets({
    rows: rows.length,
    columns: d,
    row: entries.map(({ i }) => i),
    column: entries.map(({ j }) => j),
    value: entries.map(({ value }) => value),
  });
}
