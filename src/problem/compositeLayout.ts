import type { Loss } from "../loss/loss.js";
import { layoutMatrix, type Matrix } from "../matrix/matrix.js";
import type { Kernels } from "../wasm/kernels.js";
import type { Arena } from "../wasm/memory.js";

/** F(x) = phi(A x + offset) + 0.5 |w.(A x)|^2 + 0.5 ridge |x|^2, everything checked. */
export interface Composite {
  readonly A: Matrix;
  readonly loss: Loss;
  /** w_i^2, or undefined for no regulariser. */
  readonly w2?: Float64Array;
  readonly offset?: Float64Array;
  readonly ridge: number;
  /** True where w_i^2 >= T_i for every row: the Hessian is positive semidefinite at every x. */
  readonly convex: boolean;
}

/**
 * Storage: A and its workspace; n-vectors: 4, the loss's constants and work, one each for w and offset where given;
 * 4 d-vectors; d^2 for the negative part of the Hessian where one can occur and a Hessian will be asked for.
 */
export function layoutComposite(problem: Composite, arena: Arena, hessian = true) {
  const { A, loss, w2, offset } = problem;
  const { rows, columns } = A;
  return {
    matrix: layoutMatrix(A, arena),
    z: arena.f64(rows),
    step: arena.f64(rows),
    y: arena.f64(rows),
    D: arena.f64(rows),
    loss: Array.from({ length: loss.constants.length + loss.work }, () => arena.f64(rows)),
    w2: w2 ? arena.f64(rows) : undefined,
    offset: offset ? arena.f64(rows) : undefined,
    x: arena.f64(columns),
    direction: arena.f64(columns),
    trial: arena.f64(columns),
    ridges: arena.f64(columns),
    small: arena.f64(4),
    words: arena.i32(4),
    negative: problem.convex || !hessian ? undefined : arena.f64(columns * columns),
  };
}

/** The layout's place in a memory. */
export interface CompositeParts {
  readonly parts: ReturnType<typeof layoutComposite>;
  readonly kernels: Kernels;
  release(): void;
}
