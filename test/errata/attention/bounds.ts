import {
  apply,
  draws,
  eigenvalues,
  frobenius,
  minus,
  norm,
  product,
  scaled,
  spectral,
  transpose,
} from "../arithmetic.js";
import { gradientOf, hessianOf, iterate, stationary } from "../differences.js";
import type { Evidence } from "../erratum.js";
import { softmax } from "../softmax/instance.js";
import { curvatures, d, loss, n, now, range, residual, slopes, state, unvec, V, vec, W, X } from "./model.js";

const R = Math.max(spectral(W), spectral(V), spectral(X));

/** n = 2, d = 1, W = V = 10: s_2 as a function of (x_1, x_2). */
const s2 = ([a, b]: readonly number[]): number => {
  const f = softmax([a * 10 * b, b * 10 * b]);
  return f[0] * 10 * a + f[1] * 10 * b;
};

// gamma of Theorem I.2 with B the model's own output at X: the data that should come back.
const gamma = 72 * n * d * R ** 8;
const output = now.s.flat();
const gap = (v: readonly number[]): number[] => minus(state(unvec(v)).s.flat(), output);
const regularised = (v: readonly number[]): number => norm(gap(v)) ** 2 + gamma * norm(v) ** 2;
const descent = (v: readonly number[]): number[] => {
  const s = state(unvec(v));
  const c = gap(v);
  const g = range
    .flatMap((i) => range.map((j) => scaled(2 * c[3 * i + j], slopes(s, i, j))))
    .reduce((a, b) => a.map((t, k) => t + b[k]));
  return scaled(-0.5 / gamma, g);
};
const zero = vec(X).map(() => 0);

/** Entropy in nats of softmax(X) for N independent standard normal logits (Box-Muller). */
function entropy(N: number): number {
  const draw = draws(2024);
  const logits = Array.from({ length: N }, () => {
    const radius = Math.sqrt(-2 * Math.log((draw() + 1) / 2));
    return radius * Math.cos(Math.PI * draw());
  });
  const p = softmax(logits);
  return -p.reduce((s, v) => s + v * Math.log(v), 0);
}

const Q = W;
const K = V;

export const bounds: Record<string, () => Evidence> = {
  "A0(W)": () => ({
    kind: "values",
    printed: product(transpose(X), K, transpose(Q), X),
    correct: product(transpose(X), Q, transpose(K), X),
    // scores <q_i, k_k> of queries Q'x_i and keys K'x_k
    truth: product(transpose(product(transpose(Q), X)), product(transpose(K), X)),
    entry: (k) => `query ${Math.floor(k / 3) + 1}, key ${(k % 3) + 1}`,
  }),
  "A0(axis)": () => ({
    kind: "values",
    printed: softmax(product(transpose(X), W, X)[0]),
    correct: softmax(product(transpose(X), transpose(W), X)[0]),
    truth: softmax(apply(product(transpose(X), W), transpose(X)[0])),
  }),
  "A17(F.2)": () => ({
    kind: "broken",
    sense: "<=",
    quantity: Math.abs(0 - -100),
    printed: 2 * 1.1 ** 2,
    correct: 1.1 ** 2 + 100,
  }),
  "A17(G.9)": () => ({
    kind: "broken",
    sense: "<=",
    quantity: norm(gradientOf(s2, [10, 0], 1e-3)),
    printed: 4 * Math.SQRT2 * 10 ** 2,
    correct: 5 * Math.SQRT2 * 10 ** 4,
  }),
  "A17(G.12)": () => ({
    kind: "values",
    printed: (2 * 2) ** 2,
    correct: 2 * 2,
    truth: frobenius([1, 1, 1, 1].map(() => [1, 1, 1, 1])),
  }),
  "A17(H.1)": () => {
    const p = [1, 1, 1, 1, 1];
    return {
      kind: "broken",
      sense: "<=",
      quantity: p.reduce((s, a) => s + p.reduce((t, b) => t + a * b, 0), 0),
      printed: norm(p) ** 2,
      correct: 5 * norm(p) ** 2,
    };
  },
  "A17(H.1 sharper)": () => ({
    kind: "loose",
    sense: "<=",
    quantity: Math.max(...curvatures().map((H) => spectral(H.map((row, k) => row.map((v, m) => (v + H[m][k]) / 2))))),
    printed: 36 * R ** 6,
    correct: 10 * R ** 6 + 4 * R ** 3,
    also: { R },
  }),
  "A17(H.2)": () => ({
    kind: "loose",
    sense: ">=",
    quantity: eigenvalues(hessianOf(loss, vec(X)))[0],
    printed: -72 * n * d * R ** 8,
    correct: -2 * Math.sqrt(n) * norm(residual(vec(X))) * (10 * R ** 6 + 4 * R ** 3),
  }),
  // f = x^2/2, so m = L = 1, t = 0.1, x_0 = 1, k = 10
  "A17(I.1)": () => ({
    kind: "broken",
    sense: "<=",
    quantity: iterate(([x]) => [x - 0.1 * x], [1], 10)[0],
    printed: (1 - 1) ** (10 / 2),
    correct: (1 - (2 * 0.1) / 2) ** (10 / 2),
  }),
  A18: () => {
    const minimiser = iterate(descent, zero, 40);
    return {
      kind: "values",
      printed: vec(X),
      correct: minimiser,
      truth: stationary(regularised, zero),
      tolerance: 1e-12,
      entry: (k) => `x_{i,j} with i = ${Math.floor(k / 3) + 1}, j = ${(k % 3) + 1}`,
      also: { "|X*|/|X|": norm(minimiser) / norm(vec(X)), gamma },
    };
  },
  "A19(Table 1)": () => ({
    kind: "values",
    printed: 4.74,
    correct: entropy(50257),
    truth: Math.log(50257) - 0.5,
    tolerance: 2e-3,
  }),
};
