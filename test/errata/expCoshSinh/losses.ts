import {
  apply,
  dot,
  eigenvalues,
  gram,
  type Matrix,
  minus,
  norm,
  plus,
  times,
  transpose,
  type Vector,
} from "../arithmetic.js";
import { gradientOf, hessianOf, iterate, newton, slopeOf, stationary } from "../differences.js";
import type { Evidence } from "../erratum.js";

const { exp, cosh, sinh } = Math;

/** 0.5 |phi(Ax) - b|^2 + 0.5 |w.Ax|^2, as defined. */
const loss =
  (phi: (u: number) => number, A: Matrix, b: Vector, w: Vector) =>
  (x: Vector): number => {
    const u = apply(A, x);
    const c = minus(u.map(phi), b);
    const wu = times(w, u);
    return 0.5 * dot(c, c) + 0.5 * dot(wu, wu);
  };
const one = (phi: (u: number) => number, b: number, w = 0) => loss(phi, [[1]], [b], [w]);

const A = [
  [1, 0.5],
  [-0.3, 1],
];
const b = [1, 2];
const w = [0.5, 1];
const x = [0.5, 0.2];
const ww = times(w, w);
const u = apply(A, x);
const z = u.map(exp);
const expLoss = loss(exp, A, b, w);
const curvature = z.map((v, i) => (2 * v - b[i]) * v);
const fitted = apply(
  transpose(A),
  z.map((v, i) => v * (v - b[i])),
);

const sinhLoss = loss(sinh, A, b, w);
const sinhFit = u.map((v, i) => sinh(v) - b[i]);
const penalty = apply(transpose(A), times(ww, u));

// Algorithm 1 with exact H, on weights that meet Theorem 1.1 with l = 1 and R = 2 (sigma_min(A)^2 = 0.954..., |b| < 2).
const target = [1, 1.5];
const strong = target.map((v) => Math.sqrt(0.5 * v * v + 2.1));
const strongLoss = loss(exp, A, target, strong);
const rows = (at: Vector): number[] => apply(A, at).map(exp);
const strongGradient = (at: Vector): number[] =>
  plus(dataGradient(at), apply(transpose(A), times(times(strong, strong), apply(A, at))));
const dataGradient = (at: Vector): number[] =>
  apply(
    transpose(A),
    rows(at).map((v, i) => v * (v - target[i])),
  );
const strongHessian =
  (sign: number) =>
  (at: Vector): number[][] =>
    gram(
      A,
      rows(at).map((v, i) => (2 * v - target[i]) * v + sign * strong[i] ** 2),
    );
const solution = (): number[] => stationary(strongLoss, [0.1, 0.1]);
const start = (): number[] => plus(solution(), [6e-4, 8e-4]);

const close = (): number[] => plus(solution(), [1.8e-12, 2.4e-12]);
const missed = (next: (at: Vector) => number[]): number => norm(minus(iterate(next, start(), 8), solution()));

const lipschitz = (R: number): number =>
  slopeOf((t) => R * R * (2 * exp(2 * R * (R + t)) + R * exp(R * (R + t))), 1e-3);

export const losses: Record<string, () => Evidence> = {
  E1: () => ({
    kind: "values",
    printed: iterate(newton(strongGradient, strongHessian(1), -1), start(), 8),
    correct: iterate(newton(strongGradient, strongHessian(1)), start(), 8),
    truth: solution(),
  }),
  E2: () => ({
    kind: "values",
    printed: eigenvalues(gram(A, minus(curvature, ww))),
    correct: eigenvalues(gram(A, plus(curvature, ww))),
    truth: eigenvalues(hessianOf(expLoss, x)),
  }),
  E3: () => ({ kind: "values", printed: fitted, correct: plus(fitted, penalty), truth: gradientOf(expLoss, x) }),
  E5: () => ({
    kind: "broken",
    sense: ">=",
    quantity: hessianOf(one(exp, 2), [Math.log(0.5)])[0][0],
    printed: 0,
    correct: -(2 ** 2) / 8,
  }),
  E6: () => ({
    kind: "values",
    printed: [0.5, 0].map((v) => 2 * cosh(v) ** 2 - cosh(v)),
    correct: [0.5, 0].map((v) => 2 * cosh(v) ** 2 - cosh(v) - 1),
    truth: [0.5, 0].map((v) => hessianOf(one(cosh, 1), [v])[0][0]),
  }),
  E7: () => ({
    kind: "values",
    printed: 2 * sinh(0.5) ** 2 - sinh(0.5) - 1,
    correct: 2 * sinh(0.5) ** 2 - sinh(0.5) + 1,
    truth: hessianOf(one(sinh, 1), [0.5])[0][0],
  }),
  E8: () => ({
    kind: "values",
    printed: apply(transpose(A), times(u.map(cosh), plus(sinhFit, penalty))),
    correct: plus(apply(transpose(A), times(u.map(cosh), sinhFit)), penalty),
    truth: gradientOf(sinhLoss, x),
  }),
  // z = b = 1, w^2 = 0.5 b^2: twice (z - b) z + w^2 - 0.5 b^2, and (2z - b) z + w^2 - 0.5 b^2
  E9: () => ({
    kind: "values",
    printed: 2 * (1 - 1) * 1,
    correct: (2 * 1 - 1) * 1,
    truth: hessianOf(one(exp, 1, Math.SQRT1_2), [0])[0][0] - 0.5,
  }),
  E10: () => ({
    kind: "values",
    printed: sinh(0.5) ** 2 + cosh(0.5) ** 2 - 2 * cosh(0.5) ** 2,
    correct: sinh(0.5) ** 2 + cosh(0.5) ** 2 - 2 * cosh(0.5),
    truth: hessianOf(one(cosh, 2), [0.5])[0][0],
  }),
  // n = d = 1, A = 0.1: H = A^2 D
  E11: () => ({ kind: "broken", sense: ">=", quantity: 0.1 ** 2 * 1, printed: 1, correct: 0.1 ** 2 }),
  E12: () => ({
    kind: "broken",
    sense: ">=",
    quantity: hessianOf(loss(exp, [[0.1]], [2], [Math.sqrt(3)]), [10 * Math.log(0.5)], 0.5)[0][0],
    printed: 1,
    correct: 0.1 ** 2 * (3 - 2 ** 2 / 8),
  }),
  E14: () => ({
    kind: "broken",
    sense: "<=",
    quantity: lipschitz(3),
    printed: 10 * 3 ** 2 * exp(2 * 3 ** 2),
    correct: 10 * 3 ** 3 * exp(2 * 3 ** 2),
    also: { "the final exp(6 R^2)": exp(6 * 3 ** 2) },
  }),
  E20: () => ({
    kind: "broken",
    sense: "<=",
    quantity: slopeOf((t) => 2 * exp(2 * (15 + t)) - exp(15 + t), 1e-3),
    printed: exp(6 * 2 ** 2),
    correct: 4 * exp(30),
  }),
  // A = b = w = 1: x* = 0
  E21: () => ({
    kind: "values",
    printed: exp(0),
    correct: exp(0) * (exp(0) - 1) + 0,
    truth: gradientOf(one(exp, 1, 1), [0]),
  }),
  "E-alg": () => ({
    kind: "values",
    printed: iterate(newton(dataGradient, strongHessian(-1), -1), close(), 4),
    correct: iterate(newton(strongGradient, strongHessian(1)), close(), 4),
    truth: solution(),
    also: {
      "|x_8 - x*| from |x_0 - x*| = 1e-3 with E1 alone not mended": missed(
        newton(strongGradient, strongHessian(1), -1),
      ),
      "with E2 alone": missed(newton(strongGradient, strongHessian(-1))),
      "with E3 alone": missed(newton(dataGradient, strongHessian(1))),
    },
  }),
};
