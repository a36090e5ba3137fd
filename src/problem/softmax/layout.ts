import { layoutMatrix, type Matrix } from "../../matrix/matrix.js";
import type { Kernels } from "../../wasm/kernels.js";
import type { Arena } from "../../wasm/memory.js";
import { layoutCentredRows } from "../centredRows.js";

/** F(x) = 0.5 |softmax(A x) - b|^2 + 0.5 |w.(A x)|^2 + 0.5 ridge |x|^2, everything checked. */
export interface SoftmaxModel {
  readonly A: Matrix;
  readonly b: Float64Array;
  /** w_i^2, or undefined for no regulariser. */
  readonly w2?: Float64Array;
  readonly ridge: number;
  /** Subtracted from the columns of A in memory, where that takes no rounding. */
  readonly shifts?: Float64Array;
  /** True where the regulariser outweighs any curvature of the softmax part. */
  readonly convex: boolean;
}

/** Rows of negative curvature that are gathered before their Gram matrix is made. */
export const GATHERED = 4096;

/**
 * Storage: A and its workspace; n-vectors: 7, 2 more for w where given; 10 d-vectors, 2 more for shifted columns with
 * w; up to 4096 doubles and words for rows of negative curvature; d^2 for their part of the Hessian where one will be asked for.
 */
export function layoutSoftmax(model: SoftmaxModel, arena: Arena, hessian = true) {
  const { A, w2, shifts } = model;
  const { rows, columns } = A;
  const gathered = hessian ? Math.min(rows, GATHERED) : 0;
  const shifted = w2 && shifts;
  return {
    matrix: layoutMatrix(A, arena),
    z: arena.f64(rows),
    step: arena.f64(rows),
    y: arena.f64(rows),
    f: arena.f64(rows),
    p: arena.f64(rows),
    b: arena.f64(rows),
    w2: w2 ? arena.f64(rows) : undefined,
    D: w2 ? arena.f64(rows) : undefined,
    x: arena.f64(columns),
    direction: arena.f64(columns),
    trial: arena.f64(columns),
    mean: arena.f64(columns),
    tilt: arena.f64(columns),
    pull: arena.f64(columns),
    pullUp: arena.f64(columns),
    halfTilt: arena.f64(columns),
    halfTiltUp: arena.f64(columns),
    offset: shifted ? arena.f64(columns) : undefined,
    pullOffset: shifted ? arena.f64(columns) : undefined,
    rows: layoutCentredRows(rows, columns, arena),
    list: arena.i32(gathered),
    kept: arena.f64(gathered),
    small: arena.f64(4),
    words: arena.i32(4),
    negative: hessian ? arena.f64(columns * columns) : undefined,
  };
}

export type SoftmaxParts = ReturnType<typeof layoutSoftmax>;

/** The layout's place in a memory. */
export interface SoftmaxSeat {
  readonly parts: SoftmaxParts;
  readonly kernels: Kernels;
  release(): void;
}
