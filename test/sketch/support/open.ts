import { layoutMatrix, type Matrix } from "../../../src/matrix/matrix.js";
import { layoutSketch } from "../../../src/sketch/layout.js";
import { layoutExact } from "../../../src/solver/factor.js";
import { place } from "../../../src/wasm/memory.js";

/** A matrix in a memory of its own with what a sketch and the factor of its sample need; weights are 1. */
export function openSketch(matrix: Matrix, capacity = matrix.rows) {
  const { rows, columns } = matrix;
  const { kernels, parts, release } = place((arena) => ({
    matrix: layoutMatrix(matrix, arena),
    ...layoutExact(columns, arena),
    ...layoutSketch(rows, columns, capacity, arena),
  }));
  const A = parts.matrix(kernels);
  for (const { from, to } of A.contents) to.set(from);
  parts.weights.data.fill(1);
  return { on: { A, kernels, pace: { spent: 0 } }, work: parts, release };
}

export type OpenSketch = ReturnType<typeof openSketch>;

/** The vectors of a draw alone, for scores without a matrix. */
export function openDraw(scores: ArrayLike<number>, capacity = scores.length) {
  const n = scores.length;
  const { kernels, parts, release } = place((arena) => ({
    weights: arena.f64(n),
    scores: arena.f64(n),
    list: arena.i32(capacity),
    kept: arena.f64(capacity),
    two: arena.f64(2),
    words: arena.i32(4),
  }));
  parts.scores.data.set(scores);
  parts.weights.data.fill(1);
  return { on: { rows: n, kernels, pace: { spent: 0 } }, work: parts, release };
}
