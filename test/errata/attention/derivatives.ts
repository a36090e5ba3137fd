import { apply, product, scaled, transpose } from "../arithmetic.js";
import { gradientOf, hessianOf } from "../differences.js";
import type { Evidence } from "../erratum.js";
import { assembled } from "./blocks.js";
import {
  case1,
  case2,
  case4,
  case5,
  everywhere,
  type Formula,
  inner,
  loss,
  now,
  range,
  residual,
  slopes,
  V,
  vec,
  W,
  X,
  yOf,
} from "./model.js";

// Names as in Definition B.1; 1 and 2 are the indices j1, j2 (of w, z) or i1, i2 (of f).
const S: Formula = (s, t) => s.s[t.i0][t.j0];
const fi: Formula = (s, t) => s.f[t.i0][t.i0];
const f1: Formula = (s, t) => s.f[t.i0][t.i1];
const f2: Formula = (s, t) => s.f[t.i0][t.i2];
const w1: Formula = (s, t) => s.w[t.i0][t.j1];
const w2: Formula = (s, t) => s.w[t.i0][t.j2];
const z1: Formula = (s, t) => s.z[t.i0][t.j1];
const z2: Formula = (s, t) => s.z[t.i0][t.j2];
const hi: Formula = (s, t) => s.h[t.j0][t.i0];
const h1: Formula = (s, t) => s.h[t.j0][t.i1];
const h2: Formula = (s, t) => s.h[t.j0][t.i2];
const v2: Formula = (_, t) => V[t.j2][t.j0];
const y =
  (i: "i0" | "i2", j: "j1" | "j2"): Formula =>
  (s, t) =>
    s.y[t[i]][t[j]];
const W12: Formula = (_, t) => W[t.j1][t.j2];
const W21: Formula = (_, t) => W[t.j2][t.j1];
const fyh: Formula = (s, t) => inner(s.f[t.i0], yOf(s, t.j2), s.h[t.j0]);
const fyy: Formula = (s, t) => inner(s.f[t.i0], yOf(s, t.j2), yOf(s, t.j1));
/** coefficient times a product of factors, and sums of such */
const of =
  (k: number, ...factors: Formula[]): Formula =>
  (s, t) =>
    factors.reduce((p, g) => p * g(s, t), k);
const total =
  (...terms: Formula[]): Formula =>
  (s, t) =>
    terms.reduce((p, g) => p + g(s, t), 0);

const C2 = of(-1, S, z1);
const C3 = of(1, fi, hi, w1);
const C6 = of(-1, S, f1, w1);

/** B.6 Part 2 with the index of f and X as given. */
const slopeOfZ = (f: Formula, at: "i0" | "i2"): Formula =>
  total(of(-1, z1, f, w2), of(1, f, w2, y(at, "j1")), of(1, f, W21));
const slopeOfFw = (sign: number): Formula =>
  total(of(sign, fi, total(of(1, fi, w2), z2), w1), of(1, fi, total(w2, y("i0", "j2")), w1), of(1, fi, W12));
const slopeOfC2 = (sixth: Formula): Formula =>
  total(
    of(2, S, fi, w2, z1),
    of(1, S, z2, z1),
    of(-1, fi, hi, w2, z1),
    of(-1, fyh, z1),
    of(-1, fi, v2, z1),
    sixth,
    of(-1, S, fi, y("i0", "j1"), w2),
    of(-1, S, fyy),
    of(-1, S, fi, W21),
  );
const slopeOfC2Elsewhere = (f: Formula, at: "i0" | "i2"): Formula =>
  total(
    of(1, S, f2, w2, z1),
    of(-1, f2, h2, w2, z1),
    of(-1, f2, v2, z1),
    of(1, S, z1, f, w2),
    of(-1, S, f, y(at, "j1"), w2),
    of(-1, S, f, W21),
  );
const slopeOfC3 = (h: Formula): Formula =>
  total(
    of(-1, fi, fi, hi, w2, w1),
    of(-1, fi, z2, hi, w1),
    of(1, fi, w2, hi, w1),
    of(1, fi, y("i0", "j2"), hi, w1),
    of(1, fi, v2, w1),
    of(1, fi, h, W12),
  );
const wrongH: Formula = (s, t) => s.h[t.i0][t.i0];

// C.6: the bracket <-f f_2 w_2 + f o (e w_2), h> + f_2 v_2, and the last term
const bracket = (at: Formula, hAt: Formula): Formula => total(of(-1, S, f2, w2), of(1, at, hAt, w2));
const last1 = of(-1, S, total(f1, of(-1, f2, f1)), w2, w1);
const last2 = of(1, S, f2, f1, w2, w1);
const printedC6 = (at: Formula, hAt: Formula, last: Formula): Formula =>
  of(-1, total(bracket(at, hAt), of(1, f2, v2, f1, w1), last));
const correctC6 = (at: Formula, hAt: Formula, last: Formula): Formula =>
  total(of(-1, total(bracket(at, hAt), of(1, f2, v2)), f1, w1), last);

const c = residual(vec(X));
const chain = (): number[] =>
  range
    .flatMap((i) => range.map((j) => scaled(c[3 * i + j], slopes(now, i, j))))
    .reduce((a, b) => a.map((v, k) => v + b[k]));
const halfHessian = (): number[][] => {
  const all = range.flatMap((i) =>
    range.map((j) => ({ g: slopes(now, i, j), H: assembled(i, j, [], true), c: c[3 * i + j] })),
  );
  return range
    .flatMap((i) => range.map((j) => 3 * i + j))
    .map((k) => all[0].g.map((_, m) => all.reduce((s, q) => s + q.g[k] * q.g[m] + q.c * q.H[k][m], 0)));
};
const token = (k: number): string => `x_{i1,j1} with i1 = ${Math.floor(k / 3) + 1}, j1 = ${(k % 3) + 1}`;
const pair = (k: number): string => `entry (${Math.floor(k / 9) + 1}, ${(k % 9) + 1}) of 9 x 9`;

export const derivatives: Record<string, () => Evidence> = {
  "A1(A.17)": () => ({
    kind: "values",
    printed: chain(),
    correct: scaled(2, chain()),
    truth: gradientOf(loss, vec(X)),
    entry: token,
  }),
  "A1(E.1)": () => ({
    kind: "values",
    printed: halfHessian(),
    correct: halfHessian().map((row) => scaled(2, row)),
    truth: hessianOf(loss, vec(X)),
    entry: pair,
  }),
  A2: () => ({
    kind: "values",
    printed: apply(product(W, X), now.f[0]),
    correct: apply(product(transpose(W), X), now.f[0]),
    truth: range.map((j) =>
      inner(
        now.f[0],
        apply(
          transpose(X),
          W.map((row) => row[j]),
        ),
      ),
    ),
  }),
  A3: () => everywhere(case2, z1, slopeOfZ(fi, "i0"), slopeOfZ(f2, "i2")),
  A4: () => everywhere(case1, of(1, fi, w1), slopeOfFw(1), slopeOfFw(-1)),
  A5: () => everywhere(case1, C2, slopeOfC2(of(1, S, z1, fi, z2)), slopeOfC2(of(1, S, z1, z2))),
  A6: () => everywhere(case2, C2, slopeOfC2Elsewhere(fi, "i0"), slopeOfC2Elsewhere(f2, "i2")),
  A7: () => everywhere(case1, C3, slopeOfC3(wrongH), slopeOfC3(hi)),
  // the right side belongs to f_{i0,i1} h_{j0,i1}, not to the f_{i0,i0} h_{j0,i0} on the left
  A9: () => everywhere(case5, of(1, fi, hi), of(-1, f2, f1, w2, h1), of(-1, f2, fi, w2, hi)),
  "A10(Part 1)": () => everywhere(case4, C6, printedC6(f1, h1, last1), correctC6(f1, h1, last1)),
  "A10(Part 2)": () => everywhere(case5, C6, printedC6(f2, h2, last2), correctC6(f2, h2, last2)),
};
