import { apply, diag, type Matrix, minus, norm, plus, product, times, transpose, type Vector } from "../arithmetic.js";
import { corrected, slopeInF, softmax } from "../softmax/instance.js";

export interface Problem {
  readonly A1: Matrix;
  readonly A2: Matrix;
  readonly b: Vector;
  readonly w: Vector;
}

export const relu = (u: Vector): number[] => u.map((v) => Math.max(v, 0));
export const mask = (u: Vector): number[] => u.map((v) => (v > 0 ? 1 : 0));
const inner = ({ A1, A2 }: Problem, x: Vector): number[] => apply(A2, relu(apply(A1, x)));

/** 0.5 |softmax(v) - b|^2 + 0.5 |w.v|^2 with v = A2 relu(A1 x), as defined. */
export const loss =
  (p: Problem) =>
  (x: Vector): number => {
    const v = inner(p, x);
    return 0.5 * norm(minus(softmax(v), p.b)) ** 2 + 0.5 * norm(times(p.w, v)) ** 2;
  };

/** C = A2 diag(1[A1 x]) A1 */
export const operator = ({ A1, A2 }: Problem, x: Vector): number[][] => product(A2, diag(mask(apply(A1, x))), A1);

/** dL/dv: f.c - <f,c> f + w.w.v */
export const inV = (p: Problem, x: Vector): number[] => {
  const v = inner(p, x);
  return plus(slopeInF(softmax(v), p.b), times(times(p.w, p.w), v));
};
export const gradient =
  (p: Problem) =>
  (x: Vector): number[] =>
    apply(transpose(operator(p, x)), inV(p, x));
export const hessian =
  (p: Problem) =>
  (x: Vector): number[][] => {
    const C = operator(p, x);
    const B = corrected(softmax(inner(p, x)), p.b);
    const D = B.map((row, i) => row.map((v, j) => v + (i === j ? p.w[i] ** 2 : 0)));
    return product(transpose(C), D, C);
  };

/** The instance of R5 and R6: n = 6, m = 2, d = 1, w^2 = 21 = 20 + l/1 with l = 1. C is (1, 0) for x > 0, (-1, -0.5) for x < 0. */
export const kinked = (b: Vector): Problem => ({
  A1: [[1], [1], [1], [-1], [-1], [-1]],
  A2: [
    [1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3],
    [0, 0, 0, 1 / 6, 1 / 6, 1 / 6],
  ],
  b,
  w: [Math.sqrt(21), Math.sqrt(21)],
});
