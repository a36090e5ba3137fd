import {
  apply,
  column,
  diag,
  draws,
  eigenvalues,
  gram,
  minus,
  multiple,
  norm,
  plus,
  product,
  scaled,
  spectral,
  sum,
  times,
  transpose,
  type Vector,
} from "../arithmetic.js";
import { gradientOf, hessianOf, slope, slopeOf } from "../differences.js";
import type { Evidence } from "../erratum.js";
import { A, c, derivatives, gradientB, hessianB, hessianC, lossB, lossC, printedTerms, state, tau, x } from "./hand.js";

const at = state();
const { P, Q, S, U, Ut, r } = at;
const q = minus(gradientB(x), c);
/** dg/dx as printed with i = 1 and p = sigma - tau; transposed and applied to q it is the printed gradient of L_c. */
const printedJacobian = sum(...printedTerms(0, at, r).map((D) => product(D, U)));
const printedGradient = apply(transpose(printedJacobian), q);
const R = spectral(U);

/** A_1 and A_2 of Definition B.12 (i = j = 1) at (0, t). */
const printedColumn = (l: number, t: number): number[] => {
  const y = state([0, t]);
  return apply(printedTerms(0, y)[l], column(y.U, 0));
};
const U1 = column(U, 0);
const U2 = column(U, 1);
const V2 = diag(U2);
const p = minus(P[0], tau);
const Dp = diag(p);
const along2 = derivatives(1);
/** dp/dx_2 for p = sigma_{*,1} - tau (right as printed in B.6). */
const dp = along2.dP[0];
const onU1 = (...factors: number[][][]): number[] => apply(product(...factors), U1);

const eightTerms = (): number[] =>
  plus(
    scaled(10, onU1(Ut, V2, Q, Dp)),
    scaled(-40, onU1(Ut, product(P, P), V2, P)),
    scaled(20, onU1(Ut, V2, Q)),
    scaled(20, onU1(Ut, Q, V2, Dp)),
    scaled(10, onU1(Ut, Q, diag(times(U2, P[0])))),
    scaled(-20, onU1(Ut, Q, diag(apply(P, times(P[0], U2))))),
    scaled(10 * U[0][1], onU1(Ut, Q, diag(P[0]))),
    scaled(10, apply(product(Ut, Q, Dp), times(U2, U1))),
  );
const V1 = diag(U1);
const sevenTerms = (): number[] =>
  plus(
    scaled(2, onU1(Ut, V2, S, Dp)),
    scaled(-4, onU1(Ut, P, V1, S, Dp)),
    scaled(4, onU1(Ut, V1, S, Dp)),
    scaled(2, onU1(Ut, S, diag(times(U2, P[0])))),
    scaled(-4, onU1(Ut, S, diag(apply(P, times(P[0], U2))))),
    scaled(2 * U[0][1], onU1(Ut, S, diag(P[0]))),
    scaled(2, apply(product(Ut, S, Dp), times(U2, U1))),
  );
/** t U' W diag(p) U_1 by the product rule, dU = -V2 U. */
const productRule = (t: number, W: number[][], dW: number[][]): number[] =>
  scaled(
    t,
    plus(
      scaled(-1, onU1(Ut, V2, W, Dp)),
      onU1(Ut, dW, Dp),
      onU1(Ut, W, diag(dp)),
      scaled(-1, apply(product(Ut, W, Dp), times(U2, U1))),
    ),
  );

// H with s divided by 100: the same scores, R = |A_x| = 122...
const near = state(x, [-0.01, -0.01, -0.02]);
const nearTerms = printedTerms(0, near);
const nearR = spectral(near.U);
const claimed = [20, 4, 16, 8, 2, 2, 4, 4, 2, 2];

const beta = 1e-3;
const l = 1e-3;
const regularised = (ww: Vector): number => eigenvalues(sum(hessianOf(lossC, x), gram(A, ww)))[0];
const rho = (Math.max(...r) - Math.min(...r)) / 2;
const enough = at.s.map((s) => ((33 + 96 * rho) * Math.max(...apply(U, q).map(Math.abs))) / (s * s) + l);

const third = (j: number, j2: number): number => slopeOf((t) => hessianB(j2 === 0 ? [t, 0] : [0, t])[0][j]);
const squareOf = (y: Vector): number => (gradientB(y)[0] - c[0]) ** 2;

function lipschitz(): number {
  const draw = draws(3);
  let worst = 0;
  for (let k = 0; k < 40; k++) {
    const y = [0.1 * draw(), 0.1 * draw()];
    const step = [0.01 * draw(), 0.01 * draw()];
    worst = Math.max(worst, spectral(sum(hessianC(plus(y, step)), multiple(-1, hessianC(y)))) / norm(step));
  }
  return worst;
}

export const secondOrder: Record<string, () => Evidence> = {
  "L14(Jacobian)": () => ({
    kind: "values",
    printed: printedJacobian,
    correct: hessianB(),
    truth: hessianOf(lossB, x),
  }),
  "L14(gradient)": () => ({
    kind: "values",
    printed: printedGradient,
    correct: apply(hessianB(), q),
    truth: gradientOf((y) => 0.5 * norm(minus(gradientOf(lossB, y), c)) ** 2, x),
  }),
  "L14(ascent)": () => ({
    kind: "broken",
    sense: "<=",
    quantity: slopeOf((t) => lossC(scaled(-t / norm(printedGradient), printedGradient))),
    printed: 0,
    correct: 0,
    mended: slopeOf((t) => lossC(scaled(-t / norm(apply(hessianB(), q)), apply(hessianB(), q)))),
  }),
  "L15(A1)": () => ({
    kind: "values",
    printed: eightTerms(),
    correct: productRule(-10, Q, along2.dQ),
    truth: slope((t) => printedColumn(0, t)),
  }),
  "L15(A2)": () => ({
    kind: "values",
    printed: sevenTerms(),
    correct: productRule(-2, S, diag(along2.dsigma)),
    truth: slope((t) => printedColumn(1, t)),
  }),
  L16: () => {
    const H = hessianB();
    return {
      kind: "values",
      printed: 2 * H[0][0] * H[0][1] + q[0] * third(0, 1),
      correct: 2 * H[0][0] * H[0][1] + 2 * q[0] * third(0, 1),
      truth: hessianOf(squareOf, x)[0][1],
    };
  },
  L19: () => ({
    kind: "broken",
    sense: "<=",
    quantity: Math.min(...nearTerms.map((D, k) => spectral(transpose(D)) / claimed[k])),
    printed: 1,
    correct: nearR,
    mended: Math.max(...nearTerms.map((D, k) => spectral(transpose(D)) / claimed[k])),
    also: { "R = |A_x|": nearR },
  }),
  "L19(B1)": () => ({
    kind: "broken",
    sense: "<=",
    quantity: spectral(transpose(sum(...nearTerms))) ** 2,
    printed: 4100,
    correct: 4100 * nearR * nearR,
  }),
  L20: () => ({ kind: "broken", sense: "<=", quantity: norm(q), printed: 10 * beta * R, correct: 8 * R + 1 }),
  L21: () => ({ kind: "broken", sense: "<=", quantity: norm(at.sigma), printed: 1, correct: Math.sqrt(2) }),
  L22: () => ({
    kind: "broken",
    sense: ">=",
    quantity: regularised([1, 1, 1].map(() => 12000 * beta ** 3 * 1.25 + l)),
    printed: l,
    correct: l,
    mended: regularised(enough),
  }),
  // G = -1, W^2 = 0.5: |G + W^2| <= |G| + |W^2| holds
  L23: () => ({ kind: "broken", sense: ">=", quantity: -1 + 0.5, printed: 0, correct: 0, mended: -1 + 1 }),
  L24: () => {
    const inverses = [0, 1e-4].map((t) => [1 + t, 1, 1e-4 + t].map((v) => 1 / v));
    return {
      kind: "broken",
      sense: "<=",
      quantity: Math.max(...minus(inverses[0], inverses[1]).map(Math.abs)),
      printed: 0.09 ** -2 * spectral(A) * 1e-4,
      correct: 1e-4 ** -2 * spectral(A) * 1e-4,
    };
  },
  L26: () => ({
    kind: "loose",
    sense: "<=",
    quantity: lipschitz(),
    printed: 1.024e6 * 0.1 ** -7 * R ** 6,
    also: { "the start's radius 0.1 l/M at l = 1": 0.1 / (1.024e6 * 0.1 ** -7 * R ** 6) },
  }),
  L27: () => ({ kind: "broken", sense: ">=", quantity: eigenvalues(hessianC())[0], printed: 0 }),
  L29: () => ({
    kind: "broken",
    sense: "<=",
    quantity: 0.4 ** Math.log(1e6),
    printed: 1e-6,
    correct: 1e-6,
    mended: 0.4 ** (Math.log(1e6) / Math.log(2.5)),
  }),
};
