import {
  apply,
  column,
  diag,
  dot,
  draws,
  eigenvalues,
  type Matrix,
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
} from "../arithmetic.js";
import { gradientOf, hessianOf } from "../differences.js";
import type { Evidence } from "../erratum.js";
import { A, b, corrected, hessian as exact, softmax, loss as softmaxLoss, x } from "../softmax/instance.js";
import { gradient, hessian, loss, operator, type Problem } from "./model.js";

const f = softmax(apply(A, x));
const c = minus(f, b);
const alphaInverse = (y: readonly number[]): number => 1 / apply(A, y).reduce((s, u) => s + Math.exp(u), 0);
const a = column(A, 0);
const fa = times(f, a);
const alpha1 = alphaInverse(x);

/** Lemma 49 Part 1 with the sign of <2c + f, f> <f, c_i>^2 as given. */
const diagonal = (sign: number): number =>
  dot(fa, fa) +
  dot(c, times(fa, a)) -
  2 * dot(plus(c, f), fa) * dot(f, a) +
  sign * dot(plus(scaled(2, c), f), f) * dot(f, a) ** 2 -
  dot(c, f) * dot(fa, a);

/** R2: A1 and A2 of full rank, all units on, yet C = A2 A1 = 0. */
const cancelling: Problem = { A1: [[1], [1], [1], [1]], A2: [[1, -1, 1, -1]], b: [1], w: [1] };
/** R3: m = 1 < d = 2. */
const thin: Problem = {
  A1: [
    [1, 0],
    [0, 1],
    [1, 1],
  ],
  A2: [[1, 1, 1]],
  b: [1],
  w: [Math.sqrt(20 + 1 / 8)],
};
/** R10: C = 0.1 */
const weak = (ww: number): Problem => ({ A1: [[0.1]], A2: [[1]], b: [1], w: [Math.sqrt(ww)] });
/** R9: n = m = d = 2, where the printed sizes happen to match. */
const square: Problem = {
  A1: [
    [1, 0.5],
    [-0.3, 1],
  ],
  A2: [
    [1, -1],
    [0.5, 2],
  ],
  b: [0.7, 0.3],
  w: [1, 2],
};
const at = [0.5, 0.4];

function extremes(): [number, number] {
  const draw = draws(11);
  const all: number[] = [];
  for (let k = 0; k < 4000; k++) {
    const p = softmax([3 * draw(), 3 * draw(), 3 * draw()]);
    const raw = [draw(), draw(), draw()];
    const values = eigenvalues(corrected(p, scaled(1 / norm(raw), raw)));
    all.push(values[0], values[2]);
  }
  return [Math.min(...all), Math.max(...all)];
}

/** Largest |H(x) - H(y)|/|x - y| found on one mask, for C = A of X1 scaled to |C| = 16 = R^2, R = 4. */
function lipschitz(): number {
  const draw = draws(5);
  const C: Matrix = multiple(16 / spectral(A), A);
  const H = exact(C, b, [0, 0, 0]);
  let worst = 0;
  for (let k = 0; k < 400; k++) {
    const y = [0.2 * draw(), 0.2 * draw()];
    const step = [1e-4 * draw(), 1e-4 * draw()];
    worst = Math.max(worst, spectral(sum(H(plus(y, step)), multiple(-1, H(y)))) / norm(step));
  }
  return worst;
}

export const formulas: Record<string, () => Evidence> = {
  R2: () => ({
    kind: "values",
    printed: 1,
    correct: operator(cancelling, [1])[0][0] === 0 ? 0 : 1,
    truth: norm(
      gradientOf(
        (y) =>
          apply(
            cancelling.A2,
            cancelling.A1.map((r) => Math.max(r[0] * y[0], 0)),
          )[0],
        [1],
      ),
    ),
  }),
  R3: () => ({
    kind: "broken",
    sense: ">=",
    quantity: eigenvalues(hessian(thin)([1, 2]))[0],
    printed: 1,
    correct: 0,
    also: { "largest eigenvalue": eigenvalues(hessian(thin)([1, 2]))[1] },
  }),
  R7: () => ({
    kind: "values",
    printed: alpha1 ** 3 * dot(f, times(a, a)),
    correct: 2 * alpha1 * dot(f, a) ** 2 - alpha1 * dot(f, times(a, a)),
    truth: hessianOf(alphaInverse, x)[0][0],
  }),
  R8: () => ({
    kind: "values",
    printed: diagonal(-1),
    correct: diagonal(1),
    truth: hessianOf(softmaxLoss(A, b), x)[0][0],
  }),
  R9: () => {
    const data = minus(gradient(square)(at), gradient({ ...square, b: square.b, w: [0, 0] })(at));
    const fit = minus(gradient(square)(at), data);
    const C = operator(square, at);
    const W = diag(square.w);
    return {
      kind: "values",
      printed: plus(fit, apply(product(transpose(square.A1), W, square.A1), at)),
      correct: plus(fit, apply(product(transpose(C), W, W, C), at)),
      truth: gradientOf(loss(square), at),
    };
  },
  R10: () => ({
    kind: "broken",
    sense: ">=",
    quantity: hessianOf(loss(weak(20 + 1 / 0.1)), [2])[0][0],
    printed: 1,
    correct: 1,
    mended: hessianOf(loss(weak(20 + 1 / 0.1 ** 2)), [2])[0][0],
  }),
  // v'Dv at v = (1, 1) and (1, -1) for D = [[2, 1], [1, 2]]: a diagonal Dt gives equal values
  R12: () => {
    const D = [
      [2, 1],
      [1, 2],
    ];
    const energy = (v: number[]): number => dot(v, apply(D, v));
    const ratio = energy([1, 1]) / energy([1, -1]);
    return { kind: "broken", sense: "<=", quantity: ratio, printed: 1.01 / 0.99, correct: ratio };
  },
  R14: () => ({
    kind: "loose",
    sense: "<=",
    quantity: Math.log10(lipschitz()),
    printed: 1.5 * Math.log10(3) + 0.5 * Math.log10(3 * 2) + (5 * 4 ** 3) / Math.LN10,
    correct: Math.log10(7 * 4 ** 6),
  }),
  "R15(lower)": () => ({ kind: "loose", sense: ">=", quantity: extremes()[0], printed: -20, correct: -1.5 }),
  "R15(upper)": () => ({ kind: "loose", sense: "<=", quantity: extremes()[1], printed: 16, correct: 1.5 }),
};
