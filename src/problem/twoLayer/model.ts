import type { Matrix } from "../../matrix/matrix.js";

/** F(x) = 0.5|softmax(v) - b|^2 + 0.5|w.v|^2 + 0.5 ridge |x|^2, v = A2 relu(A1 x), everything checked. */
export interface TwoLayerModel {
  /** n x d */
  readonly A1: Matrix;
  /** m x n */
  readonly A2: Matrix;
  readonly b: Float64Array;
  /** w_k^2, m entries. */
  readonly w2: Float64Array;
  readonly ridge: number;
}
