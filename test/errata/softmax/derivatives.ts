import {
  apply,
  column,
  diag,
  dot,
  eigenvalues,
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
} from "../arithmetic.js";
import { gradientOf, hessianOf, jacobianOf } from "../differences.js";
import type { Evidence } from "../erratum.js";
import { A, b, between, corrected, corrected1, loss, printedB, second, slopeInF, softmax, x } from "./instance.js";

const f = softmax(apply(A, x));
const c = minus(f, b);
const ff = times(f, f);
const first = sum(multiple(dot(f, f), outer(f, f)), diag(ff));

/** df/dx' df/dx, by differences: what A'B_1 A stands for. */
const jacobian = jacobianOf((y) => softmax(apply(A, y)), x);
const squared = product(transpose(jacobian), jacobian);
const whole = hessianOf(loss(A, b), x);
const alpha = (y: readonly number[]): number => 1 / apply(A, y).reduce((s, u) => s + Math.exp(u), 0);
const ones = [[1], [1], [1]];

export const derivatives: Record<string, () => Evidence> = {
  S1: () => ({
    kind: "values",
    printed: apply(transpose(A), plus(scaled(dot(c, f), f), times(f, c))),
    correct: apply(transpose(A), slopeInF(f, b)),
    truth: gradientOf(loss(A, b), x),
  }),
  "S2(statement)": () => ({
    kind: "values",
    printed: between(sum(first, outer(ff, f), outer(ff, f))),
    correct: between(corrected1(f)),
    truth: squared,
  }),
  "S2(proof)": () => ({
    kind: "values",
    printed: between(sum(first, outer(ff, f), outer(f, ff))),
    correct: between(corrected1(f)),
    truth: squared,
  }),
  S3: () => ({
    kind: "values",
    printed: between(second(f, c, 1)),
    correct: between(second(f, c, -1)),
    truth: sum(whole, multiple(-1, squared)),
  }),
  S4: () => ({ kind: "values", printed: between(printedB(f, b)), correct: between(corrected(f, b)), truth: whole }),
  "S4(B1)": () => ({
    kind: "values",
    printed: printedB(f, b).map((row) => dot(row, [1, 1, 1])),
    correct: corrected(f, b).map((row) => dot(row, [1, 1, 1])),
    truth: jacobianOf((u) => slopeInF(softmax(u), b), apply(A, x)).map((row) => dot(row, [1, 1, 1])),
  }),
  "S4(A=1)": () => {
    const uniform = [1 / 3, 1 / 3, 1 / 3];
    return {
      kind: "values",
      printed: between(printedB(uniform, b), ones),
      correct: between(corrected(uniform, b), ones),
      truth: hessianOf(loss(ones, b), [0.7]),
    };
  },
  S5: () => {
    const a = column(A, 0);
    const inverse = alpha(x);
    const square = 2 * inverse * dot(f, a) ** 2;
    return {
      kind: "values",
      printed: square - dot(f, times(a, a)),
      correct: square - inverse * dot(f, times(a, a)),
      truth: hessianOf(alpha, x)[0][0],
    };
  },
  // least eigenvalue of |v|_inf^2 u u' - (v.u)(v.u)', and with |u|^2 I for u u'
  S6: () => {
    const vu = outer([1, 0], [1, 0]);
    return {
      kind: "broken",
      sense: ">=",
      quantity: eigenvalues(sum(outer([1, 1], [1, 1]), multiple(-1, vu)))[0],
      printed: 0,
      correct: 0,
      mended: eigenvalues(sum(diag([2, 2]), multiple(-1, vu)))[0],
    };
  },
  // least eigenvalues of bound - B and B + bound, and of the corrected bound - B and B + it
  S7: () => {
    const half = [0.5, 0.5];
    const bf = times([1, 0], half);
    const B = sum(outer(bf, half), outer(half, bf));
    const least = (bound: number[][]): number[] =>
      [1, -1].map((sign) => eigenvalues(sum(bound, multiple(-sign, B)))[0]);
    const printed = least(multiple(1 + 1, outer(half, half)));
    return {
      kind: "broken",
      sense: ">=",
      quantity: printed[0],
      printed: 0,
      correct: 0,
      mended: Math.min(...least(sum(outer(half, half), outer(bf, bf)))),
      also: { "least eigenvalue of B plus the bound": printed[1] },
    };
  },
  // coefficient of diag(f) in B at f = (0.9, 0.1), b = 0: -<f - b, f>
  S8: () => ({
    kind: "broken",
    sense: ">=",
    quantity: -(norm([0.9, 0.1]) ** 2),
    printed: 0,
    correct: -(norm([0.9, 0.1]) ** 2),
  }),
  S17: () => ({ kind: "broken", sense: "<=", quantity: norm([0, 0, 0, 0].map(Math.exp)), printed: 1, correct: 2 }),
};
