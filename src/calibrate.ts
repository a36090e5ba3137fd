import type { Costs } from "./matrix/costs.js";
import { type Csr, csr } from "./matrix/csr.js";
import { type Dense, dense } from "./matrix/dense.js";
import { layoutMatrix, type Matrix } from "./matrix/matrix.js";
import { cholesky, choleskyPack } from "./solver/cholesky.js";
import type { Kernels } from "./wasm/kernels.js";
import { place, type Vector } from "./wasm/memory.js";
import { drain } from "./wasm/pace.js";
import { PANEL } from "./wasm/panel.js";

/** Sizes whose arrays (about 10 MB) leave the second-level cache and stay in the last. */
const SPARSE = { rows: 40_000, columns: 500, perRow: 20 };
const DENSE = { rows: 6_000, columns: 200 };
/** Doubles that no last-level cache of a desktop holds. */
const STREAM = 16e6;
const FACTOR = 384;
/** Repeats, of which the median counts. */
const REPEATS = 5;

/**
 * Measures this machine's speed at each operation of a solve, in nanoseconds a unit of work; takes about half a second.
 * Hand the result to solve(problem, { costs }) and `auto` predicts for this machine rather than for the one the shipped
 * constants come from. Never called by the library itself: results that a clock decides are not the same twice.
 */
export function calibrate(): Costs {
  const sparse = operations(sparseMatrix(), SPARSE.perRow, (SPARSE.perRow * (SPARSE.perRow + 1)) / 2);
  const full = operations(denseMatrix(), DENSE.columns, (DENSE.columns * (DENSE.columns + 1)) / 2);
  return {
    sparseProduct: sparse.product,
    denseProduct: full.product,
    sparseCurvature: sparse.curvature,
    denseCurvature: full.curvature,
    sparseGram: sparse.gram,
    denseGram: full.gram,
    sparseProjected: sparse.projected,
    denseProjected: full.projected,
    ...factorisation(),
  };
}

/** Nanoseconds an entry (products) or a product of entries (Gram) of a matrix with equal rows. */
function operations(matrix: Matrix, entries: number, products: number) {
  const { rows, columns } = matrix;
  const { kernels, parts, release } = place((arena) => ({
    A: layoutMatrix(matrix, arena),
    x: arena.f64(columns),
    y: arena.f64(columns),
    z: arena.f64(rows),
    D: arena.f64(rows),
    X: arena.f64(columns * PANEL),
    H: arena.f64(columns * columns),
  }));
  const A = parts.A(kernels);
  for (const { from, to } of A.contents) to.set(from);
  const { x, y, z, D, X, H } = parts;
  for (const vector of [x, D, X]) spreadOut(vector);
  const gram = (): void => {
    for (let from = 0; from < rows; from += A.gramRows)
      A.gram(D, H, undefined, from, Math.min(rows, from + A.gramRows));
  };
  const nnz = rows * entries;
  const costs = {
    product: (nanoseconds(() => A.multiply(x, z)) + nanoseconds(() => A.multiplyTransposeAdd(D, y))) / (2 * nnz),
    curvature: nanoseconds(() => A.curvatureProduct(D, x, y, z)) / nnz,
    gram: nanoseconds(gram) / (rows * products),
    projected: nanoseconds(() => A.projectedNormsAdd(D, X, z)) / nnz,
  };
  release();
  return costs;
}

function factorisation() {
  const d = FACTOR;
  const rows = 50_000;
  const { kernels, parts, release } = place((arena) => ({
    R: arena.f64(d * d),
    pack: arena.f64(choleskyPack(d)),
    v: arena.f64(d),
    z: arena.f64(rows),
    out: arena.f64(rows),
  }));
  const { R, pack, v, z, out } = parts;
  const workplace = { kernels, pace: { spent: 0 }, counts: { value: 0, gradient: 0, hvp: 0, factorization: 0 } };
  const factor = nanoseconds(() => {
    R.data.fill(0.5);
    for (let j = 0; j < d; j++) R.data[j * (d + 1)] = d;
    drain(cholesky(workplace, R, pack));
  });
  v.data.fill(1);
  const solves = nanoseconds(() => {
    kernels.symmetric.solveTransposed(d, d, R, v);
    kernels.symmetric.solveUpper(d, d, R, v);
  });
  const costs = {
    factor: factor / ((d * d * d) / 6),
    triangle: solves / (d * d),
    row: nanoseconds(() => iterationOnRows(kernels, z, out)) / rows,
    memory: memory(),
  };
  release();
  return costs;
}

/** Nanoseconds a byte of a read too long for any cache. */
function memory(): number {
  const { kernels, parts: x, release } = place((arena) => arena.f64(STREAM));
  x.data.fill(1);
  const cost = nanoseconds(() => kernels.vector.normMax(x)) / (8 * STREAM);
  release();
  return cost;
}

/** The passes over n-vectors of about one iteration: two points of a line, slope, curvature, signs. */
function iterationOnRows({ vector, leastSquares }: Kernels, z: Vector, out: Vector): void {
  for (let trial = 0; trial < 2; trial++) {
    vector.scaleAdd(z, 0, z, out);
    vector.exp(out, out);
    leastSquares.squares(undefined, out, z);
  }
  leastSquares.slope(undefined, out, out, z, out);
  leastSquares.curvature(undefined, out, out, out, z, out);
}

/** Median nanoseconds of a call, after two to warm up. */
function nanoseconds(run: () => void): number {
  run();
  run();
  const times = Array.from({ length: REPEATS }, () => {
    const began = performance.now();
    run();
    return 1e6 * (performance.now() - began);
  });
  return Math.max(1, times.sort((a, b) => a - b)[REPEATS >> 1]);
}

function spreadOut({ data }: Vector): void {
  for (let i = 0; i < data.length; i++) data[i] = 0.5 + (i % 7) / 7;
}

function sparseMatrix(): Csr {
  const { rows, columns, perRow } = SPARSE;
  const indptr = Int32Array.from({ length: rows + 1 }, (_, i) => i * perRow);
  const step = columns / perRow;
  // One column of each group of `step`, scattered.
  const indices = Int32Array.from({ length: rows * perRow }, (_, k) => (k % perRow) * step + ((k * 7919) % step));
  return csr({ rows, columns, indptr, indices, data: new Float64Array(rows * perRow).fill(1) });
}

function denseMatrix(): Dense {
  const { rows, columns } = DENSE;
  return dense({ rows, columns, data: Float64Array.from({ length: rows * columns }, (_, k) => (k % 11) - 5) });
}
