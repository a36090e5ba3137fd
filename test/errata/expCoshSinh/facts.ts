import { eigenvalues, inverse, type Matrix, multiple, norm, product, spectral, sum } from "../arithmetic.js";
import type { Evidence } from "../erratum.js";

/** (1 - eps) H <= Ht <= (1 + eps) H, yet far from H in the 2-norm. */
const eps = 0.01;
const H = [
  [1, 0],
  [0, 1e6],
];
const Ht = [
  [1, eps * 1e3],
  [eps * 1e3, 1e6],
];
const gap = sum(Ht, multiple(-1, H));
// x_1 - x* for x_0 - x* = (0, 1) and f = 0.5 x'Hx
const error: Matrix = sum(
  [
    [1, 0],
    [0, 1],
  ],
  multiple(-1, product(inverse(Ht), H)),
);
const after = error.map((row) => row[1]);
const inH = ([a, b]: number[]): number => Math.sqrt(a * a + 1e6 * b * b);

const rate = 0.4;
const decades = Math.log(1e12);
function stepsUntil(goal: number): number {
  let steps = 0;
  for (let r = 1; r > goal; r *= rate) steps++;
  return steps;
}

export const facts: Record<string, () => Evidence> = {
  E4: () => ({
    kind: "values",
    printed: decades,
    correct: Math.ceil(decades / Math.log(1 / rate)),
    truth: stepsUntil(1e-12),
    also: {
      "error over eps after ln(r_0/eps) steps": rate ** decades * 1e12,
      "after ceil(T) + 1 steps": rate ** (Math.ceil(decades) + 1) * 1e12,
    },
  }),
  E13: () => ({ kind: "broken", sense: "<=", quantity: norm([0, 0, 0, 0].map(Math.exp)), printed: 1, correct: 2 }),
  E15: () => ({
    kind: "broken",
    sense: "<=",
    quantity: Math.abs(-10),
    printed: 1 * Math.abs(1),
    correct: 10 * Math.abs(1),
  }),
  "E16(4)": () => ({
    kind: "broken",
    sense: "<=",
    quantity: spectral(product(inverse(H), gap)),
    printed: eps,
    correct: eps * 1e3,
  }),
  "E16(8)": () => ({
    kind: "broken",
    sense: "<=",
    quantity: spectral(product(inverse(Ht), gap)),
    printed: 2 * eps,
    correct: 2 * eps * 1e3,
  }),
  E17: () => ({
    kind: "broken",
    sense: "<=",
    quantity: norm(after),
    printed: 2 * eps,
    correct: eps / (1 - eps),
    mended: inH(after) / inH([0, 1]),
  }),
  E18: () => ({ kind: "broken", sense: "<=", quantity: 1 / (1 - eps), printed: 1 + eps, correct: 1 / (1 - eps) }),
  // H = diag(10, 0.001), M = 0, l = 1
  E19: () => ({
    kind: "broken",
    sense: "<=",
    quantity: spectral(
      inverse([
        [10, 0],
        [0, 1e-3],
      ]),
    ),
    printed: 1,
    correct:
      1 /
      eigenvalues([
        [10, 0],
        [0, 1e-3],
      ])[0],
  }),
};
