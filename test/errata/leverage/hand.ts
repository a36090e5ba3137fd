import {
  apply,
  diag,
  diagonalOf,
  dot,
  entrywise,
  inverse,
  type Matrix,
  minus,
  multiple,
  norm,
  product,
  scaled,
  sum,
  times,
  transpose,
  type Vector,
} from "../arithmetic.js";
import { gradientOf, jacobianOf } from "../differences.js";

/** The instance H: s = (1, 1, 2) at x = 0, so U and P are known by eye. */
export const A = [
  [1, 0],
  [0, 1],
  [1, 1],
];
export const x = [0, 0];
export const tau = [1 / 2, 2 / 3, 1 / 4];
export const c = [0.1, -0.2];

/** Everything the formulas use, at a point y; b is the offset. */
export function state(y: Vector = x, b: Vector = [-1, -1, -2], X: Matrix = A) {
  const s = minus(apply(X, y), b);
  const U = X.map((row, i) => scaled(1 / s[i], row));
  const M = inverse(product(transpose(U), U));
  const P = product(U, M, transpose(U));
  const sigma = diagonalOf(P);
  const Q = entrywise(P, P);
  const r = minus(sigma, tau);
  return { s, U, M, P, sigma, Q, r, Ut: transpose(U), S: diag(sigma), N: sum(diag(sigma), multiple(-1, Q)) };
}

/** Leverage scores and the loss, as defined. */
export const scores = (y: Vector): number[] => state(y).sigma;
export const lossB = (y: Vector): number => 0.5 * norm(minus(scores(y), tau)) ** 2;
/** grad L_b by the corrected B.10: 2 U'(Q - Sigma)(sigma - tau). */
export const gradientB = (y: Vector): number[] => {
  const { Ut, N, r } = state(y);
  return scaled(-2, apply(product(Ut, N), r));
};
/** The same by differences of the definition. */
export const slopesB = (y: Vector): number[] => gradientOf(lossB, y);
export const lossC = (y: Vector): number => 0.5 * norm(minus(gradientB(y), c)) ** 2;

/** Derivative of the projection P and of Q along x_j. */
export function derivatives(j: number, y: Vector = x) {
  const { P, Q, U, N } = state(y);
  const column = U.map((row) => row[j]);
  const V = diag(column);
  const PVP = product(P, V, P);
  return {
    V,
    column,
    PVP,
    dP: sum(multiple(2, PVP), multiple(-1, product(V, P)), multiple(-1, product(P, V))),
    dQ: sum(multiple(4, entrywise(P, PVP)), multiple(-2, product(V, Q)), multiple(-2, product(Q, V))),
    dsigma: scaled(-2, apply(N, column)),
  };
}

/** H_b = U'[4 N^2 + 8 P.(PRP) - 4 (RQ + QR) + 6 diag(Nr)] U */
export function hessianB(y: Vector = x, b?: Vector): number[][] {
  const { P, Q, N, r, U, Ut } = state(y, b);
  const R = diag(r);
  const C = sum(
    multiple(4, product(N, N)),
    multiple(8, entrywise(P, product(P, R, P))),
    multiple(-4, sum(product(R, Q), product(Q, R))),
    multiple(6, diag(apply(N, r))),
  );
  return product(Ut, C, U);
}
/** Hess L_c = H_b^2 + DH_b[q], the second term by differences of the corrected H_b. */
export function hessianC(y: Vector = x): number[][] {
  const Hb = hessianB(y);
  const q = minus(gradientB(y), c);
  const turned = jacobianOf((z) => apply(hessianB(z), q), y, 0.02);
  return sum(product(Hb, Hb), turned);
}

/** The ten terms of Definition 4.1/B.12 as printed, each D_l with A~_l = D_l A_x, for p and the free index i. */
export function printedTerms(i: number, at = state(), p: Vector = minus(at.P[i], tau)): number[][][] {
  const { P, Q, S, Ut } = at;
  const e = P.map((_, k) => (k === i ? 1 : 0));
  const [Dp, Ds] = [diag(p), diag(P[i])];
  const rankOne = (v: Vector): number[][] => v.map((t) => scaled(t, e));
  return [
    multiple(-10, product(Ut, Q, Dp)),
    multiple(-2, product(Ut, S, Dp)),
    multiple(8, product(Ut, P, Q, Dp)),
    multiple(-4, product(Ut, S, P, Dp)),
    multiple(-2, product(Ut, Q, Ds)),
    multiple(2, product(Ut, S, Ds)),
    multiple(4, product(Ut, Q, P, Ds)),
    multiple(-4, product(Ut, S, P, Ds)),
    multiple(-2, product(Ut, rankOne(apply(Q, P[i])))),
    multiple(2, product(Ut, rankOne(times(at.sigma, P[i])))),
  ];
}
export const cosine = (a: Vector, b: Vector): number => dot(a, b) / (norm(a) * norm(b));
