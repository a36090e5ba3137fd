import {
  apply,
  diag,
  dot,
  type Matrix,
  minus,
  multiple,
  norm,
  outer,
  plus,
  product,
  scaled,
  sum,
  times,
  transpose,
  type Vector,
} from "../arithmetic.js";

/** The counterexample X1 that the rows of this paper share. */
export const A = [
  [1, 0],
  [0, 1],
  [1, -1],
];
export const x = [1, 0.2];
export const b = [0.2, 0.3, 0.5];

export function softmax(u: Vector): number[] {
  const e = u.map(Math.exp);
  return scaled(1 / e.reduce((s, v) => s + v, 0), e);
}

/** 0.5 |softmax(Ax) - b|^2 + 0.5 |w.Ax|^2, as defined. */
export const loss =
  (X: Matrix, target: Vector, w: Vector = target.map(() => 0)) =>
  (at: Vector): number => {
    const u = apply(X, at);
    return 0.5 * norm(minus(softmax(u), target)) ** 2 + 0.5 * norm(times(w, u)) ** 2;
  };

/** J c = (diag f - f f') (f - b), the corrected gradient before A'. */
export const slopeInF = (f: Vector, target: Vector): number[] => {
  const c = minus(f, target);
  return minus(times(f, c), scaled(dot(f, c), f));
};
export const gradient = (X: Matrix, target: Vector, w: Vector) => (at: Vector) => {
  const u = apply(X, at);
  return apply(transpose(X), plus(slopeInF(softmax(u), target), times(times(w, w), u)));
};

const sandwich = (B: Matrix, X: Matrix = A): number[][] => product(transpose(X), B, X);
export const between = sandwich;

/** B_1 as corrected: <f,f> f f' + diag(f.f) - (f.f) f' - f (f.f)'. */
export function corrected1(f: Vector): number[][] {
  const ff = times(f, f);
  return sum(multiple(dot(f, f), outer(f, f)), diag(ff), multiple(-1, outer(ff, f)), multiple(-1, outer(f, ff)));
}
/** B_2 with the sign of <c,f> diag(f) as given: -1 is right, +1 as printed. */
export function second(f: Vector, c: Vector, sign: number): number[][] {
  const cf = times(c, f);
  const t = dot(c, f);
  return sum(
    multiple(2 * t, outer(f, f)),
    multiple(sign * t, diag(f)),
    diag(cf),
    multiple(-1, outer(cf, f)),
    multiple(-1, outer(f, cf)),
  );
}
export const corrected = (f: Vector, target: Vector): number[][] => sum(corrected1(f), second(f, minus(f, target), -1));
/** B as printed in Lemma 5.15 Part 3 and Definition 6.1. */
export function printedB(f: Vector, target: Vector): number[][] {
  const bf = times(target, f);
  return sum(
    multiple(dot(minus(scaled(3, f), scaled(2, target)), f), outer(f, f)),
    multiple(dot(minus(f, target), f), diag(f)),
    diag(times(minus(scaled(2, f), target), f)),
    outer(bf, f),
    outer(f, bf),
  );
}
export const hessian = (X: Matrix, target: Vector, w: Vector) => (at: Vector) =>
  sandwich(sum(corrected(softmax(apply(X, at)), target), diag(times(w, w))), X);
