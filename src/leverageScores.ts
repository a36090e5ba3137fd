import { InputError } from "./inputError.js";
import { checkNames, checkNumber, checkVector, checkWhole, describe } from "./matrix/check.js";
import { layoutMatrix, type Matrix, matrixOf } from "./matrix/matrix.js";
import type { Numbers } from "./problem/problem.js";
import { PROJECTION } from "./sketch/counters.js";
import { exactScores } from "./sketch/exactScores.js";
import { independentColumns } from "./sketch/independentColumns.js";
import { layoutSketch, sampleCapacity } from "./sketch/layout.js";
import { sketchedScores } from "./sketch/sketchedScores.js";
import { layoutFactor, triangularFactor } from "./sketch/triangularFactor.js";
import { unitOf } from "./sketch/unitOf.js";
import { layoutExact } from "./solver/factor.js";
import { sampler } from "./solver/sampler.js";
import { place } from "./wasm/memory.js";
import { drain } from "./wasm/pace.js";
import { PANEL } from "./wasm/panel.js";

export interface LeverageOptions {
  /** n weights D_i >= 0: scores of diag(sqrt(D)) A. Default 1. */
  readonly weights?: Numbers;
  /** Ridge scores, D_i a_i'(A'DA + ridge I)^-1 a_i: they sum to the effective dimension. Default 0. */
  readonly ridge?: number;
  /** "exact": by Householder QR. "sketched": in time about nnz(A), each within a constant factor. Default "exact". */
  readonly method?: "exact" | "sketched";
  /** For "sketched". Default 0. */
  readonly seed?: number;
}

/**
 * Leverage scores of the rows of A, sigma_i = D_i a_i'(A'DA + ridge I)^+ a_i, n numbers in [0, 1] that sum to the rank
 * of A (without ridge): how much row i alone determines of x.
 *
 * "exact" costs about 3 n d^2; columns that depend on others are found and left out, so that a rank-deficient A has its
 * scores too. "sketched" costs about nnz(A): 16 random projections through the factor of a sample of 8 d rows, itself
 * drawn by such scores; an estimate has a relative standard deviation of about 35 %, enough to sample by.
 * Papers 004 and 006 (D^(1/2)A sampled by leverage score); SOLVER 1.1, 1.2.
 * @throws InputError naming argument, index, value and cure.
 */
export function leverageScores(A: Matrix, options: LeverageOptions = {}): Float64Array {
  const matrix = matrixOf("A", A);
  if (typeof options !== "object" || options === null) {
    throw new InputError("type", "options", `options is ${describe(options)}, an object is needed`);
  }
  checkNames("leverageScores", options, ["weights", "ridge", "method", "seed"]);
  const { method = "exact" } = options;
  if (method !== "exact" && method !== "sketched") {
    throw new InputError("unsupported", "method", `method "${String(method)}" is not known: use "exact" or "sketched"`);
  }
  const weights = options.weights === undefined ? undefined : checkWeights(options.weights, matrix.rows);
  const ridge = options.ridge === undefined ? 0 : checkNumber("ridge", options.ridge, 0);
  const seed = checkWhole("seed", options.seed ?? 0, 0);
  return method === "exact" ? exact(matrix, weights, ridge) : sketched(matrix, weights, ridge, seed);
}

function exact(matrix: Matrix, given: Float64Array | undefined, ridge: number): Float64Array {
  const { rows, columns } = matrix;
  const { kernels, parts, release } = place((arena) => ({
    matrix: layoutMatrix(matrix, arena),
    weights: arena.f64(rows),
    scores: arena.f64(rows),
    panel: arena.f64(columns * PANEL),
    inverse: arena.f64(columns * PANEL),
    ...layoutFactor(columns, arena),
  }));
  const A = parts.matrix(kernels);
  for (const { from, to } of A.contents) to.set(from);
  if (given) parts.weights.data.set(given);
  else parts.weights.data.fill(1);
  triangularFactor(kernels, matrix, given, ridge, parts);
  const independent = independentColumns(parts.R.data.slice(), columns);
  exactScores(kernels, A, independent, parts, parts.scores);
  const scores = parts.scores.data.slice();
  release();
  return scores;
}

/** Rows of the sample behind sketched scores, in multiples of d. */
const SAMPLE = 8;

function sketched(matrix: Matrix, given: Float64Array | undefined, ridge: number, seed: number): Float64Array {
  const { rows, columns } = matrix;
  const expected = Math.min(rows, SAMPLE * columns);
  const { kernels, parts, release } = place((arena) => ({
    matrix: layoutMatrix(matrix, arena),
    ...layoutExact(columns, arena),
    ...layoutSketch(rows, columns, sampleCapacity(rows, 2 * expected), arena),
  }));
  const A = parts.matrix(kernels);
  for (const { from, to } of A.contents) to.set(from);
  const scale = unitOf(matrix.data);
  for (const { to } of A.contents) {
    if (to instanceof Float64Array && scale !== 1) for (let k = 0; k < to.length; k++) to[k] *= scale;
  }
  const pace = { spent: 0 };
  const counts = { value: 0, gradient: 0, hvp: 0, factorization: 0 };
  const form = {
    A,
    ridge: ridge * scale * scale,
    *weights(out: { data: Float64Array }) {
      if (given) out.data.set(given);
      else out.data.fill(1);
      return { semidefinite: true, negativeRows: 0, negativeMass: 0 };
    },
    *negativeWeights(out: { data: Float64Array }) {
      out.data.fill(0);
    },
  };
  const setting = { by: "leverage" as const, rows: expected, seed, start: 0 };
  drain(sampler({ kernels, pace, counts }, form, parts, setting).factor(false));
  drain(sketchedScores({ A, kernels, pace }, parts.R, parts, { seed, draw: 1, iteration: 0, purpose: PROJECTION }));
  const scores = parts.scores.data.map((t) => Math.min(t, 1));
  release();
  return scores;
}

function checkWeights(value: Numbers, length: number): Float64Array {
  const weights = checkVector("weights", value, length);
  const i = weights.findIndex((v) => v < 0);
  if (i >= 0) throw new InputError("range", "weights", `weights[${i}] = ${weights[i]} is negative: use 0 or more`, i);
  return weights;
}
