import { apply, diag, dot, inverse, minus, multiple, norm, plus, product, scaled, sum, times } from "../arithmetic.js";
import { slope } from "../differences.js";
import type { Evidence } from "../erratum.js";
import { derivatives, lossB, scores, slopesB, state, tau, x } from "./hand.js";

const at = state();
const { P, Q, S, M, U, Ut, N, r, sigma } = at;
const { V, column: U1, PVP, dQ, dsigma } = derivatives(0);

const along = (f: (y: number[]) => number[][]): number[] => slope((t) => f([t, 0]).flat());
/** 2 U'(Q - Sigma) p */
const gradientFor = (p: readonly number[]): number[] => scaled(-2, apply(product(Ut, N), p));
const columnDerivative = (i: number): number[] =>
  plus(scaled(-1, times(U1, P[i])), scaled(2, apply(P, times(P[i], U1))), scaled(-U[i][0], P[i]));

/** The derivatives C_1..C_6 of the terms of dg/dx_1 in the proof of B.13, by differences with the rest held. */
const held = (parts: { U?: true; Q?: true; S?: true; p?: true }, useQ: boolean): number[] =>
  slope((t) => {
    const y = state([t, 0]);
    const W = useQ ? (parts.Q ? y.Q : Q) : parts.S ? y.S : S;
    return scaled(useQ ? 2 : -2, apply(product(parts.U ? y.Ut : Ut, W), parts.p ? y.r : r));
  });
const R1 = times(r, U1);

export const firstOrder: Record<string, () => Evidence> = {
  L1: () => ({ kind: "values", printed: norm(minus(sigma, tau)), correct: lossB(x), truth: 0.5 * dot(r, r) }),
  L2: () => ({
    kind: "values",
    printed: 0.5 * norm(minus(sigma, [-1, -1, -2])) ** 2,
    correct: lossB(x),
    truth: 0.5 * dot(minus(sigma, tau), minus(sigma, tau)),
  }),
  L3: () => ({
    kind: "values",
    printed: [0, 1, 2].map((i) => gradientFor(minus(P[i], tau))),
    correct: [0, 1, 2].map(() => gradientFor(r)),
    truth: [0, 1, 2].map(() => slopesB(x)),
  }),
  L4: () => {
    const middle = product(Ut, V, U);
    return {
      kind: "values",
      printed: multiple(2, product(M, M, middle)),
      correct: multiple(2, product(M, middle, M)),
      truth: along((y) => {
        const { U: W } = state(y);
        return inverse(product(state(y).Ut, W));
      }),
    };
  },
  L5: () => ({
    kind: "values",
    printed: scaled(2, apply(Q, U1)),
    correct: dsigma,
    truth: slope((t) => scores([t, 0])),
  }),
  // d P_13/dx_1
  L6: () => ({
    kind: "values",
    printed: 2 * dot(times(P[0], P[2]), U1),
    correct: 2 * dot(times(P[0], P[2]), U1) - (U1[0] + U1[2]) * P[0][2],
    truth: slope((t) => [state([t, 0]).P[0][2]])[0],
  }),
  L7: () => ({
    kind: "values",
    printed: columnDerivative(0),
    correct: dsigma,
    truth: slope((t) => minus(scores([t, 0]), tau)),
  }),
  "L8(square)": () => ({
    kind: "values",
    printed: sum(multiple(4, product(P, P, V, P)), multiple(-2, product(V, Q)), multiple(-2, product(Q, V)))[0],
    correct: dQ[0],
    truth: slope((t) => state([t, 0]).Q[0]),
  }),
  "L8(Hadamard)": () => ({
    kind: "values",
    printed: sum(multiple(4, product(Q, V, P)), multiple(-2, product(V, Q)), multiple(-2, product(Q, V)))[0],
    correct: dQ[0],
    truth: slope((t) => state([t, 0]).Q[0]),
  }),
  L9: () => ({
    kind: "values",
    printed: sum(multiple(2, product(P, V, S)), multiple(-2, product(V, S))),
    correct: diag(dsigma),
    truth: along((y) => diag(scores(y))),
  }),
  L10: () => ({
    kind: "values",
    printed: scaled(-2, apply(product(Ut, Q), R1)),
    correct: scaled(-2, apply(Ut, times(apply(Q, r), U1))),
    truth: held({ U: true }, true),
  }),
  L11: () => ({
    kind: "values",
    printed: plus(scaled(8, apply(product(Ut, P, Q), R1)), scaled(-8, apply(product(Ut, Q), R1))),
    correct: plus(
      scaled(8, apply(Ut, times2(PVP))),
      scaled(-4, apply(Ut, times(apply(Q, r), U1))),
      scaled(-4, apply(product(Ut, Q), R1)),
    ),
    truth: held({ Q: true }, true),
  }),
  L12: () => ({
    kind: "values",
    printed: plus(scaled(-4, apply(product(Ut, S, P), R1)), scaled(-4, apply(product(Ut, S), R1))),
    correct: plus(scaled(-4, apply(Ut, times(r, apply(Q, U1)))), scaled(4, apply(Ut, times(r, times(sigma, U1))))),
    truth: held({ S: true }, false),
  }),
  "L13(C5)": () => ({
    kind: "values",
    printed: scaled(2, apply(product(Ut, Q), columnDerivative(0))),
    correct: scaled(-4, apply(product(Ut, Q, N), U1)),
    truth: held({ p: true }, true),
  }),
  "L13(C6)": () => ({
    kind: "values",
    printed: scaled(-2, apply(product(Ut, S), columnDerivative(0))),
    correct: scaled(4, apply(product(Ut, S, N), U1)),
    truth: held({ p: true }, false),
  }),
};

/** (P.(PVP)) r, which is (P.(PRP)) U_1 */
function times2(X: number[][]): number[] {
  return X.map((row, i) => dot(times(P[i], row), r));
}
