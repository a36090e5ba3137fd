import { InputError } from "./inputError.js";
import { checkNames, checkVector } from "./matrix/check.js";
import type { Dense } from "./matrix/dense.js";
import { isOpenable, type Numbers, OPEN, type Problem } from "./problem/problem.js";
import { choleskyPack } from "./solver/cholesky.js";
import { packLength } from "./wasm/denseKernels.js";
import { place } from "./wasm/memory.js";
import { CHOLESKY_BLOCK } from "./wasm/symmetricKernels.js";

/** Which covariance to estimate. */
export interface CovarianceOptions {
  /** "hessian": sigma^2 H^-1, right when errors have one variance. "sandwich": right also when they differ by row. */
  readonly kind?: "hessian" | "sandwich";
}

/**
 * Estimated covariance of the fitted x (d x d); standard errors are the roots of its diagonal.
 *
 *     "hessian"  (default)  s^2 H^-1,  s^2 = sum weights_i r_i^2 / (n - d)      errors independent, of one variance
 *     "sandwich"            n/(n - d)  H^-1 (sum_i g_i g_i') H^-1               errors independent, of any variances (HC1)
 *
 * H is the exact Hessian of F at x, regulariser and ridge included; r_i and g_i are the residuals and gradients of the
 * data rows alone, n the rows of weight above 0. Both describe sampling error only, not the bias of a regulariser.
 * @throws InputError where x is not a strict minimum (H not positive definite there) or n <= d.
 */
export function covariance(problem: Problem, x: Numbers, options: CovarianceOptions = {}): Dense {
  const { kind = "hessian" } = options;
  if (kind !== "hessian" && kind !== "sandwich") {
    throw new InputError("unsupported", "kind", `kind "${String(kind)}" is not known: use "hessian" or "sandwich"`);
  }
  checkNames("covariance", options, ["kind"]);
  const scatter = typeof problem === "object" && problem !== null && isOpenable(problem) && problem[OPEN].scatter;
  if (!scatter) {
    throw new InputError("unsupported", "problem", "covariance needs a regression made by this package");
  }
  const d = problem.dimension;
  const { squares, rows, meat } = scatter(checkVector("x", x, d));
  if (rows <= d) {
    throw new InputError("length", "A", `${rows} rows of weight above 0 leave no degrees of freedom for ${d} columns`);
  }
  const inverse = invert(problem.hessian(x));
  const scale = kind === "hessian" ? squares / (rows - d) : rows / (rows - d);
  const core = kind === "hessian" ? inverse : sandwich(d, inverse, meat());
  return { rows: d, columns: d, data: core.map((v) => scale * v) };
}

/** H^-1, both triangles, column by column from the Cholesky factor. */
function invert(H: Dense): Float64Array {
  const d = H.rows;
  const { kernels, parts, release } = place((arena) => ({
    R: arena.f64(d * d),
    pack: arena.f64(choleskyPack(d)),
    e: arena.f64(d),
  }));
  const { R, pack, e } = parts;
  R.data.set(H.data);
  for (let from = 0; from < d; from += CHOLESKY_BLOCK) {
    const failed = kernels.symmetric.choleskyPanel(d, R, from);
    if (failed >= 0) {
      throw new InputError(
        "notAMinimum",
        "x",
        `the Hessian at x is not positive definite (pivot ${failed}): pass the x of a converged solve, or add a ridge`,
        failed,
      );
    }
    kernels.symmetric.choleskyUpdate(d, R, from, pack, 0, packLength(d, 1));
  }
  const inverse = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    e.data.fill(0);
    e.data[j] = 1;
    kernels.symmetric.solveTransposed(d, d, R, e);
    kernels.symmetric.solveUpper(d, d, R, e);
    inverse.set(e.data, j * d);
  }
  release();
  return symmetrised(d, inverse);
}

/** B M B for symmetric B and the upper triangle of M. */
function sandwich(d: number, B: Float64Array, upper: Float64Array): Float64Array {
  const { kernels, parts, release } = place((arena) => ({
    M: arena.f64(d * d),
    bread: arena.f64(d * d),
    v: arena.f64(d),
    y: arena.f64(d),
  }));
  const { M, bread, v, y } = parts;
  M.data.set(upper);
  bread.data.set(B);
  const product = new Float64Array(d * d); // row j: B (M b_j)
  for (let j = 0; j < d; j++) {
    v.data.set(B.subarray(j * d, (j + 1) * d));
    y.data.fill(0);
    kernels.symmetric.multiplyAdd(d, M, v, y);
    kernels.dense.multiply({ rows: d, columns: d, data: bread }, y, v, 0, d);
    product.set(v.data, j * d);
  }
  release();
  return symmetrised(d, product);
}

function symmetrised(d: number, data: Float64Array): Float64Array {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) {
      const mean = 0.5 * (data[i * d + j] + data[j * d + i]);
      data[i * d + j] = mean;
      data[j * d + i] = mean;
    }
  }
  return data;
}
