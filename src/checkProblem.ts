import { InputError } from "./inputError.js";
import { checkNames, checkNumber, checkWhole } from "./matrix/check.js";
import { isLeastSquares, type LeastSquaresProblem, type Problem } from "./problem/problem.js";
import { place } from "./wasm/memory.js";

/** One identity at one point. */
export interface DerivativeCheck {
  readonly point: number;
  /** "gradient", "hvp", "hessian", "symmetry", "residual", "jacobian", "jvp", "vjp" or "normal equations". */
  readonly name: string;
  /** Relative error found. */
  readonly error: number;
  /** What rounding and truncation of the differences allow. */
  readonly tolerance: number;
  readonly ok: boolean;
}

export interface CheckReport {
  readonly ok: boolean;
  readonly checks: readonly DerivativeCheck[];
}

/** Points and directions to try. */
export interface CheckOptions {
  /** Default 0. */
  readonly seed?: number;
  /** Random points to test at. Default 3. */
  readonly points?: number;
  /** Size of the random points: standard deviation of each entry. Default 0.5. */
  readonly scale?: number;
}

/**
 * Checks a problem's derivatives at random points, for problems of your own as for ours: the gradient against
 * differences of the value, products with the Hessian against differences of the gradient, the dense Hessian against
 * products, symmetry; for least-squares problems also value = factor |r|^2 + 0.5 ridge |x|^2, J against differences of r,
 * jvp and vjp against J, and 2 factor J'r + ridge x = gradient. Differences are central, extrapolated once (error h^4).
 */
export function checkProblem(problem: Problem, options: CheckOptions = {}): CheckReport {
  if (typeof problem !== "object" || problem === null || typeof problem.gradient !== "function") {
    throw new InputError(
      "type",
      "problem",
      "checkProblem takes a problem: { dimension, value, gradient, hvp, hessian }",
    );
  }
  checkNames("checkProblem", options, ["seed", "points", "scale"]);
  const seed = checkWhole("seed", options.seed ?? 0, 0);
  const points = checkWhole("points", options.points ?? 3, 1);
  const scale = checkNumber("scale", options.scale ?? 0.5, 0);
  const d = problem.dimension;
  const draw = normals(seed, d);
  const checks: DerivativeCheck[] = [];
  for (let point = 0; point < points; point++) {
    const x = draw(3 * point).map((v) => scale * v);
    const v = draw(3 * point + 1);
    const add = (name: string, error: number, tolerance: number): void => {
      checks.push({ point, name, error, tolerance, ok: error <= tolerance });
    };
    second(problem, x, v, add);
    if (isLeastSquares(problem)) squares(problem, x, v, add);
  }
  return { ok: checks.every((c) => c.ok), checks };
}

type Add = (name: string, error: number, tolerance: number) => void;

/** Differences lose about two thirds of the digits at best; the second extrapolation brings most of them back. */
const DIFFERENCE = 1e-6;
const EXACT = 1e-10;

function second(problem: Problem, x: Float64Array, v: Float64Array, add: Add): void {
  const g = problem.gradient(x);
  const hv = problem.hvp(x, v);
  const H = problem.hessian(x).data;
  const d = x.length;
  const slope = difference((t) => Float64Array.of(problem.value(along(x, t, v))));
  const size = norm(g) * norm(v) + Math.abs(problem.value(x));
  add("gradient", Math.abs(slope[0] - dot(g, v)) / (size || 1), DIFFERENCE);
  add(
    "hvp",
    relative(
      difference((t) => problem.gradient(along(x, t, v))),
      hv,
      norm(g),
    ),
    DIFFERENCE,
  );
  const product = new Float64Array(d);
  let skew = 0;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      product[i] += H[i * d + j] * v[j];
      skew = Math.max(skew, Math.abs(H[i * d + j] - H[j * d + i]));
    }
  }
  add("hessian", relative(product, hv, 0), EXACT);
  add("symmetry", skew / (norm(H) || 1), EXACT);
}

function squares(problem: LeastSquaresProblem, x: Float64Array, v: Float64Array, add: Add): void {
  const r = problem.residual(x);
  const J = problem.jacobian(x);
  const value = problem.value(x);
  const { factor, ridge } = problem.leastSquares ?? { factor: 0.5, ridge: 0 };
  add("residual", Math.abs(value - factor * dot(r, r) - 0.5 * ridge * dot(x, x)) / (Math.abs(value) || 1), EXACT);
  const jv = problem.jvp(x, v);
  add(
    "jvp",
    relative(
      difference((t) => problem.residual(along(x, t, v))),
      jv,
      norm(r),
    ),
    DIFFERENCE,
  );
  const product = new Float64Array(J.rows);
  for (let i = 0; i < J.rows; i++) for (let j = 0; j < J.columns; j++) product[i] += J.data[i * J.columns + j] * v[j];
  add("jacobian", relative(product, jv, 0), EXACT);
  add("vjp", Math.abs(dot(problem.vjp(x, r), v) - dot(r, jv)) / (norm(r) * norm(jv) || 1), EXACT);
  const g = problem.vjp(x, r).map((v, j) => 2 * factor * v + ridge * x[j]);
  add("normal equations", relative(g, problem.gradient(x), 0), EXACT);
}

/** f'(0) by central differences at h and h/2, extrapolated. */
function difference(f: (t: number) => Float64Array): Float64Array {
  const h = 2 ** -10;
  const central = (t: number): Float64Array => {
    const up = f(t);
    const down = f(-t);
    return up.map((u, i) => (u - down[i]) / (2 * t));
  };
  const coarse = central(h);
  return central(h / 2).map((fine, i) => (4 * fine - coarse[i]) / 3);
}

function normals(seed: number, d: number): (draw: number) => Float64Array {
  const { kernels, parts } = place((arena) => ({ out: arena.f64(d), words: arena.i32(4) }));
  return (draw) => {
    kernels.random.normal({ seed, draw, iteration: 0, purpose: 2 }, 0, parts.words, parts.out);
    return parts.out.data.slice();
  };
}

const along = (x: Float64Array, t: number, v: Float64Array): Float64Array => x.map((xj, j) => xj + t * v[j]);
const dot = (x: Float64Array, y: Float64Array): number => x.reduce((sum, xj, j) => sum + xj * y[j], 0);
const norm = (x: Float64Array): number => Math.sqrt(dot(x, x));

/** |found - expected| over |expected| plus a floor that the caller knows. */
function relative(found: Float64Array, expected: Float64Array, floor: number): number {
  const size = norm(expected) + floor;
  return norm(found.map((f, i) => f - expected[i])) / (size || 1);
}
