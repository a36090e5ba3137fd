import { dense, leverageGradientInversion, leverageInversion } from "subnewton";
import { describe, expect, it } from "vitest";
import { flat } from "./cases.js";

// The hand-checked instance of FORMULAS-leverage section 4: s = (1, 1, 2), so U is known by eye.
const A = [
  [1, 0],
  [0, 1],
  [1, 1],
];
const U = [
  [1, 0],
  [0, 1],
  [0.5, 0.5],
];
const P = [
  [5 / 6, -1 / 6, 2 / 6],
  [-1 / 6, 5 / 6, 2 / 6],
  [2 / 6, 2 / 6, 2 / 6],
];
const M = [
  [5 / 6, -1 / 6],
  [-1 / 6, 5 / 6],
];
const tau = [1 / 2, 2 / 3, 1 / 4];
const c = [0.1, -0.2];
const b = [-1, -1, -2];
const x = [0, 0];
const scores = leverageInversion({ A: dense(A), b, tau });
const inversion = leverageGradientInversion({ A: dense(A), b, tau, c });

type Rows = number[][];
const transpose = (X: Rows): Rows => X[0].map((_, j) => X.map((row) => row[j]));
const multiply = (X: Rows, Y: Rows): Rows =>
  X.map((row) => Y[0].map((_, j) => row.reduce((sum, v, k) => sum + v * Y[k][j], 0)));
const near = (found: ArrayLike<number>, expected: number[], digits = 4): void => {
  expected.forEach((v, k) => {
    expect(found[k]).toBeCloseTo(v, digits);
  });
};
/** -2 U'N p */
const gradientFor = (p: number[]): number[] => {
  const Np = P.map((row, i) => row[i] * p[i] - row.reduce((sum, v, j) => sum + v * v * p[j], 0));
  return transpose(U).map((row) => -2 * row.reduce((sum, u, i) => sum + u * Np[i], 0));
};

describe("the paper's printed formulas on the hand-checked instance", () => {
  it("its true values", () => {
    near(scores.predict(x), [5 / 6, 5 / 6, 1 / 3], 14);
    near([scores.value(x), inversion.value(x)], [0.0729166667, 0.03410494], 8);
    near(scores.gradient(x), [-1 / 36, 1 / 36], 14);
    near(flat(scores.hessian(x)), [0.0648148, -0.037037, -0.037037, 0.0092593], 7);
    near(inversion.gradient(x), [-0.0167181, 0.0068416], 7);
    near(flat(inversion.hessian(x)), [0.025429, 0.010837, 0.010837, -0.025806], 6);
  });

  it("erratum 1: the derivative is that of half the square, not of |sigma - tau|", () => {
    const r = Math.hypot(...scores.residual(x));
    expect(scores.value(x)).toBeCloseTo(0.5 * r * r, 15);
    near(scores.gradient(x), gradientFor(Array.from(scores.residual(x))), 14);
  });

  it("erratum 3: p = sigma_{*,i} - tau, a column of P, is not sigma - tau", () => {
    const printed = [0, 1, 2].map((i) => gradientFor(P.map((row, k) => row[i] - tau[k])));
    near(printed.flat(), [-0.194, 0.194, 0.139, -0.139, -0.028, 0.028], 3);
    // Only i = 3 agrees, by accident.
    expect(printed.map((g) => Math.abs(g[0] - scores.gradient(x)[0]) < 1e-12)).toEqual([false, false, true]);
  });

  it("erratum 4: d(G^-1)/dx_1 is 2 M U'VU M, not 2 G^-2 U'VU, which is not even symmetric", () => {
    const V = U.map((row, i) => U.map((_, j) => (i === j ? row[0] : 0)));
    const middle = multiply(transpose(U), multiply(V, U));
    const twice = (X: Rows): number[] => X.flat().map((v) => 2 * v);
    near(twice(multiply(multiply(M, M), middle)), [1.5556, 0.1111, -0.4444, 0.1111]);
    const right = twice(multiply(multiply(M, middle), M));
    near(right, [1.5, -0.1667, -0.1667, 0.1667]);
    const inverse = (h: number): number[] => {
      const scaled = A.map((row, i) => row.map((v) => v / (row[0] * h - b[i])));
      const [[p, q], [, s]] = multiply(transpose(scaled), scaled);
      return [s, -q, -q, p].map((v) => v / (p * s - q * q));
    };
    const [up, down] = [inverse(1e-5), inverse(-1e-5)];
    near(
      up.map((v, k) => (v - down[k]) / 2e-5),
      right,
      8,
    );
  });

  it("erratum 5: d sigma/dx_1 is 2 (Q - Sigma) U_1, not 2 <sigma_i^2, U_1>", () => {
    const printed = P.map((row) => 2 * row.reduce((sum, v, j) => sum + v * v * U[j][0], 0));
    near(printed, [1.5, 0.1667, 0.3333]);
    const J = scores.jacobian(x);
    near(
      [0, 1, 2].map((i) => J.data[2 * i]),
      [-0.1667, 0.1667, 0],
    );
    const [up, down] = [scores.predict([1e-5, 0]), scores.predict([-1e-5, 0])];
    near(
      up.map((v, i) => (v - down[i]) / 2e-5),
      [-1 / 6, 1 / 6, 0],
      8,
    );
  });

  it("erratum 14: the printed gradient of L_c ascends", () => {
    const printed = [0.257, -0.236];
    const g = inversion.gradient(x);
    // cosine with the true gradient
    const cosine = (printed[0] * g[0] + printed[1] * g[1]) / (Math.hypot(...printed) * Math.hypot(...g));
    expect(cosine).toBeLessThan(-0.9);
    const at = (t: number): number => inversion.value(printed.map((v) => -t * v));
    expect(at(1e-3)).toBeGreaterThan(at(0));
  });
});
