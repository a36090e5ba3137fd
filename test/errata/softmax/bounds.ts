import {
  apply,
  diag,
  draws,
  eigenvalues,
  minus,
  multiple,
  norm,
  plus,
  scaled,
  spectral,
  sum,
  times,
} from "../arithmetic.js";
import { iterate, newton, stationary } from "../differences.js";
import type { Evidence } from "../erratum.js";
import { facts } from "../expCoshSinh/facts.js";
import { A, b, between, corrected, gradient, hessian, loss, softmax } from "./instance.js";

/** Extreme eigenvalues of the corrected B over f on a grid of the simplex and b = e_1, e_2 (n = 2). */
function extremes(): [number, number] {
  const all = Array.from({ length: 1999 }, (_, k) => (k + 1) / 2000).flatMap((t) =>
    [
      [1, 0],
      [0, 1],
    ].flatMap((target) => eigenvalues(corrected([t, 1 - t], target))),
  );
  return [Math.min(...all), Math.max(...all)];
}

// w_i^2 = 100 + l/sigma_min(A)^2 with l = 1 and sigma_min(A)^2 = 1
const w = [101, 101, 101].map(Math.sqrt);
const ww = [101, 101, 101];
const strongLoss = loss(A, b, w);
const solution = (): number[] => stationary(strongLoss, [0, 0]);
const start = (): number[] => plus(solution(), [6e-4, 8e-4]);
const apart = (): number[] => plus(solution(), [6e-3, 8e-3]);
const g = gradient(A, b, w);
const H = hessian(A, b, w);
const printedGradient = (at: readonly number[]): number[] => {
  const f = softmax(apply(A, at));
  const c = minus(f, b);
  const t = f.reduce((s, v, k) => s + v * c[k], 0);
  return apply(
    A[0].map((_, j) => A.map((row) => row[j])),
    plus(scaled(t, f), times(f, c)),
  );
};
/** A' (B_diag + W^2) A as in line 5, with the printed B. */
const printedHessian = (at: readonly number[]): number[][] => {
  const f = softmax(apply(A, at));
  const t = f.reduce((s, v, k) => s + v * (v - b[k]), 0);
  return between(diag(f.map((v, k) => t * v + (2 * v - b[k]) * v + ww[k])));
};
const distance = (at: readonly number[]): number => norm(minus(at, solution()));

/** Largest |H(x) - H(y)|/|x - y| found, A scaled to |A| = 10. */
function lipschitz(): number {
  const draw = draws(7);
  const big = multiple(10 / spectral(A), A);
  const exact = hessian(big, b, [0, 0, 0]);
  let worst = 0;
  for (let k = 0; k < 400; k++) {
    const at = [0.3 * draw(), 0.3 * draw()];
    const step = [1e-4 * draw(), 1e-4 * draw()];
    worst = Math.max(worst, spectral(sum(exact(plus(at, step)), multiple(-1, exact(at)))) / norm(step));
  }
  return worst;
}

export const bounds: Record<string, () => Evidence> = {
  S14: facts.E4,
  "S9(lower)": () => ({ kind: "loose", sense: ">=", quantity: extremes()[0], printed: -4, correct: -1 }),
  "S9(upper)": () => ({ kind: "loose", sense: "<=", quantity: extremes()[1], printed: 8, correct: 1 }),
  // accuracy 0.1 for dropping B, 0.01 for sampling, M r/(l - M r) = 1/9
  S10: () => ({
    kind: "broken",
    sense: "<=",
    quantity: 2 * (1.1 * 1.01 - 1 + 1 / 9),
    printed: 0.4,
    correct: 1,
    also: { "(w^2 - 1) 1.1 - w^2 at w^2 = 11, B = -1": 10 * 1.1 - 11 },
  }),
  S11: () => ({
    kind: "values",
    printed: iterate(newton(g, H, -1), start(), 8),
    correct: iterate(newton(g, H), start(), 8),
    truth: solution(),
  }),
  S12: () => ({
    kind: "values",
    printed: iterate(newton(printedGradient, H), solution(), 1),
    correct: iterate(newton(g, H), solution(), 1),
    truth: solution(),
  }),
  S13: () => {
    const ratio = (next: (at: readonly number[]) => number[]): number => distance(next(apart())) / distance(apart());
    return {
      kind: "values",
      printed: ratio(newton(g, printedHessian)),
      correct: ratio(newton(g, H)),
      truth: 0,
      tolerance: 1e-5,
    };
  },
  S18: () => ({
    kind: "loose",
    sense: "<=",
    quantity: Math.log10(lipschitz()),
    printed: Math.log10(Math.sqrt(3)) + (30 * 10 ** 2) / Math.LN10,
    correct: Math.log10(4 * 10 ** 3),
  }),
  "S-alg": () => ({
    kind: "values",
    printed: iterate(newton(printedGradient, printedHessian, -1), start(), 8),
    correct: iterate(newton(g, H), start(), 8),
    truth: solution(),
    also: { "|x_0 - x*|": distance(start()) },
  }),
};
