import { eigenvalues, norm } from "../arithmetic.js";
import { gradientOf, iterate, newton } from "../differences.js";
import type { Evidence } from "../erratum.js";
import { gradient, hessian, inV, kinked, loss, mask, type Problem, relu } from "./model.js";

const p5 = kinked([1, 0]);
const p6 = kinked([0, 1]);
const step = (p: Problem, eta = 1) => newton(gradient(p), hessian(p), eta);

/** Golden-section search on one piece of a function of one variable. */
function lowest(f: (x: number) => number, from: number, to: number): number {
  const r = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [from, to];
  for (let k = 0; k < 90; k++) {
    const [c, d] = [b - r * (b - a), a + r * (b - a)];
    if (f(c) < f(d)) b = d;
    else a = c;
  }
  return f((a + b) / 2);
}
const along = (p: Problem) => (x: number) => loss(p)([x]);

/** One-sided slopes at x = 0, from the loss alone. */
const sides = (p: Problem): [number, number] => {
  const f = along(p);
  const side = (s: number): number => {
    // d/dt of f(s t) at t = 0 from t > 0: Richardson on (f(t) - f(0))/t
    let row: number[] = [];
    for (let k = 0; k < 8; k++) {
      const t = 0.01 / 2 ** k;
      const next = [(f(s * t) - f(0)) / t];
      row.forEach((before, j) => {
        next.push(next[j] + (next[j] - before) / (2 ** (j + 1) - 1));
      });
      row = next;
    }
    return s * row[7];
  };
  return [side(-1), side(1)];
};
/** The same from the gradient's formula on the two sides. */
const slopes = (p: Problem): [number, number] => [gradient(p)([-1e-14])[0], gradient(p)([1e-14])[0]];

const N = (R: number, f: number, l: number): number => (R ** 4 * (16 + f)) / l;
const R2 = (x1: number, x2: number): number => 0.5 * (Math.max(x1, 0) - Math.max(x2, 0)) ** 2;

function fullSteps(): number {
  let x = [-0.02];
  let count = 0;
  while (norm(gradient(p5)(x)) > 1e-10 && count < 1000) {
    x = step(p5)(x);
    count++;
  }
  return count;
}

export const kinks: Record<string, () => Evidence> = {
  // 1[A1 x] at x = 1 and x = -1 for A1 = (1, 2)': claimed the same
  R1: () => ({
    kind: "values",
    printed: [...mask([1, 2]), ...mask([1, 2])],
    correct: [...mask([1, 2]), ...mask([-1, -2])],
    truth: [1, -1].flatMap((x) => [1, 2].map((a) => gradientOf((y) => relu([a * y[0]])[0], [x])[0] / a)),
  }),
  R4: () => ({
    kind: "broken",
    sense: "<=",
    quantity: R2(1, 0),
    printed: (R2(1, 1) + R2(1, -1)) / 2,
    correct: R2(1, 0),
  }),
  R5: () => {
    const best = Math.min(lowest(along(p5), -0.05, 0), lowest(along(p5), 0, 0.05));
    return {
      kind: "broken",
      sense: "<=",
      quantity: loss(p5)(iterate(step(p5, 0.5), [-0.02], 60)) - best,
      printed: 0,
      correct: lowest(along(p5), -0.05, 0) - best + 1e-12,
      also: {
        "L at the end, with eta = 0.5": loss(p5)(iterate(step(p5, 0.5), [-0.02], 60)),
        "with eta = 1": loss(p5)(iterate(step(p5), [-0.02], 60)),
        L_min: best,
        "least Hessian on a grid of [-0.1, 0.1] without 0": Math.min(
          ...grid()
            .filter((x) => x !== 0)
            .map((x) => hessian(p5)([x])[0][0]),
        ),
      },
    };
  },
  R6: () => {
    const x = [1e-9];
    const eta = 1 / N(5, 21, 1);
    const decrement = gradient(p6)(x)[0] ** 2 / hessian(p6)(x)[0][0];
    const after = step(p6, eta)(x);
    return {
      kind: "broken",
      sense: "<=",
      quantity: loss(p6)(after) - loss(p6)(x),
      printed: -(eta - (N(5, 21, 1) * eta * eta) / 2) * decrement,
      correct: Math.abs(after[0]) * Math.max(...slopes(p6).map(Math.abs)),
      also: {
        "full Newton from 1e-9, after 1 step": step(p6)(x)[0],
        "after 2": iterate(step(p6), x, 2)[0],
        "after 3": iterate(step(p6), x, 3)[0],
      },
    };
  },
  // the gradient at the minimiser 0: none is zero
  R11: () => ({
    kind: "values",
    printed: [0, 0],
    correct: slopes(p6),
    truth: sides(p6),
    also: { "L(0) - min of L on a grid of [-0.1, 0.1]": loss(p6)([0]) - Math.min(...grid().map((x) => loss(p6)([x]))) },
  }),
  // jump of the gradient over the kink, which a Hessian without the delta terms says is 0
  R18: () => ({
    kind: "values",
    printed: 0,
    correct: jump(p6),
    truth: sides(p6)[1] - sides(p6)[0],
  }),
  R21: () => ({
    kind: "loose",
    sense: "<=",
    quantity: fullSteps(),
    printed: N(5, 21, 1) ** 2,
    also: { N: N(5, 21, 1) },
  }),
  // int_0^1 (1 - t) dt by the midpoint rule
  R16: () => ({
    kind: "values",
    printed: 2,
    correct: 0.5,
    truth: Array.from({ length: 100 }, (_, k) => (1 - (k + 0.5) / 100) / 100).reduce((s, v) => s + v, 0),
  }),
  R17: () => ({
    kind: "broken",
    sense: "<=",
    quantity: eigenvalues([[2]])[0],
    printed: 1,
    correct: 1,
    mended: 1 / eigenvalues([[2]])[0],
  }),
};

const grid = (): number[] => Array.from({ length: 2001 }, (_, k) => (k - 1000) / 10000);
/** sum_i gamma_i a_i^2 over the rows with a_i x = 0: gamma_i |a_i| crossing with, and against, a_i. */
function jump(p: Problem): number {
  const g = inV(p, [0]);
  return p.A1.reduce((s, [a], i) => s + Math.abs(a) * (p.A2[0][i] * g[0] + p.A2[1][i] * g[1]), 0);
}
