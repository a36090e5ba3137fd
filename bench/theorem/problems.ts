import { type Csr, csr, type Dense, dense, expRegression, type Problem, sinhRegression } from "subnewton";
import { type CsrArrays, type DenseArrays, type Source, source } from "../data.js";
import { product } from "../solve/problems.js";
import type { Family } from "./families.js";

/** A regression of a family, with what the tables need of it in plain arrays. */
export interface Instance {
  readonly family: Family;
  readonly n: number;
  readonly d: number;
  readonly A: CsrArrays | DenseArrays;
  readonly matrix: Csr | Dense;
  readonly problem: Problem;
  /** D of A'DA at x. */
  curvature(x: Float64Array): Float64Array;
}

const NOISE = 0.01;
const WEIGHT = 0.1;

/** b = f(A x_true) with noise of 1 % of f'; regulariser w = 0.1. */
export function instance(of: Family, n: number, seed: number, d = of.columns): Instance {
  const from = source(seed);
  const A = of.rows(n, d, from);
  const z = product(A, truth(of, A, from));
  const b = z.map((t) => value(of, t) + NOISE * slope(of, t) * from.normal());
  const matrix = "indptr" in A ? csr(A) : dense(A);
  const input = { A: matrix, b, w: WEIGHT };
  const curvature = (x: Float64Array): Float64Array =>
    product(A, x).map((t, i) => {
      const [f, df] = [value(of, t), slope(of, t)];
      // Both functions are their own second derivative.
      return df * df + (f - b[i]) * f + WEIGHT * WEIGHT;
    });
  const problem = of.loss === "exp" ? expRegression(input) : sinhRegression(input);
  return { family: of, n, d, A, matrix, problem, curvature };
}

const value = ({ loss }: Family, t: number): number => (loss === "exp" ? Math.exp(t) : Math.sinh(t));
const slope = ({ loss }: Family, t: number): number => (loss === "exp" ? Math.exp(t) : Math.cosh(t));

/** A random x of the family's scale. */
function truth({ scale, shifted }: Family, A: CsrArrays | DenseArrays, from: Source): Float64Array {
  let x = Float64Array.from({ length: A.columns }, () => from.normal());
  if (shifted) {
    const common =
      mean(product(A, x)) /
      mean(
        product(
          A,
          x.map(() => 1),
        ),
      );
    x = x.map((entry) => entry - common);
  }
  const z = product(A, x);
  const centre = mean(z);
  const found =
    "std" in scale
      ? Math.sqrt(mean(z.map((t) => (t - centre) ** 2)))
      : z.reduce((most, t) => Math.max(most, Math.abs(t)), 0);
  const wanted = "std" in scale ? scale.std : scale.largest;
  return x.map((entry) => (entry * wanted) / found);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, entry) => sum + entry, 0) / values.length;
}
