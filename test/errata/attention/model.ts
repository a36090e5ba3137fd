import { apply, column, dot, type Matrix, product, times, transpose, type Vector } from "../arithmetic.js";
import { jacobianOf, slopeOf } from "../differences.js";
import type { Values } from "../erratum.js";
import { softmax } from "../softmax/instance.js";

/** The instance of the rows, n = d = 3 in the convention of the paper's appendix: u_i = exp(X'W x_i). */
export const X = [
  [0.5, -0.3, 0.8],
  [0.2, 0.7, -0.4],
  [-0.6, 0.1, 0.9],
];
export const W = [
  [0.4, -0.7, 0.2],
  [0.9, 0.3, -0.5],
  [-0.2, 0.6, 0.8],
];
export const V = [
  [0.6, 0.1, -0.4],
  [-0.3, 0.9, 0.2],
  [0.5, -0.8, 0.7],
];
export const B = [
  [0.1, -0.2, 0.3],
  [0.4, 0.2, -0.1],
  [0, 0.5, -0.3],
];
export const n = 3;
export const d = 3;
export const range = [0, 1, 2];

/** The paper's f, h, s, w, z, and y_{k,j} = <W_{*,j}, X_{*,k}>, at an input. */
export function state(at: Matrix = X) {
  const Xt = transpose(at);
  const f = Xt.map((token) => softmax(apply(product(Xt, W), token)));
  const h = transpose(V).map((v) => apply(Xt, v));
  const y = product(Xt, W);
  return {
    X: at,
    f,
    h,
    y,
    w: Xt.map((token) => apply(W, token)),
    z: f.map((p) => apply(transpose(y), p)),
    s: f.map((p) => h.map((v) => dot(p, v))),
  };
}
export type State = ReturnType<typeof state>;
export const now = state();

/** X as a vector, tokens one after the other, and back. */
export const vec = (at: Matrix): number[] => transpose(at).flat();
export const unvec = (v: Vector, rows = d): number[][] =>
  transpose(Array.from({ length: v.length / rows }, (_, i) => v.slice(i * rows, (i + 1) * rows)));
export const residual = (v: Vector): number[] => state(unvec(v)).s.flatMap((row, i) => row.map((t, j) => t - B[i][j]));
export const loss = (v: Vector): number => residual(v).reduce((t, c) => t + c * c, 0);

const moved = (i: number, j: number, t: number): number[][] =>
  X.map((row, jj) => row.map((v, ii) => (ii === i && jj === j ? v + t : v)));
export const derivative = (f: (s: State) => number, i: number, j: number): number =>
  slopeOf((t) => f(state(moved(i, j, t))));

let known: number[][][] | undefined;
/** Second derivatives of every c_{i0,j0} (row 3 i0 + j0), by differences of its definition. */
export function curvatures(): number[][][] {
  if (!known) {
    const all = jacobianOf((v) => jacobianOf(residual, v).flat(), vec(X));
    known = range.flatMap((i) => range.map((j) => all.slice((3 * i + j) * 9, (3 * i + j + 1) * 9)));
  }
  return known;
}

/** <f_i o y_{*,a} o ..., h_j> and its like. */
export const inner = (f: Vector, ...all: Vector[]): number =>
  dot(
    f,
    all.reduce((p, v) => times(p, v)),
  );
export const yOf = (s: State, j: number): number[] => column(s.y, j);

/** The gradient of c_{i0,j0}: C_1 .. C_8 of Lemma A.16, which are right as printed. */
export function slopes(s: State, i0: number, j0: number): number[] {
  return range.flatMap((i1) =>
    range.map((j1) => {
      const [f, w, mean] = [s.f[i0][i1], s.w[i0][j1], s.s[i0][j0]];
      const off = f * (s.h[j0][i1] - mean) * w + f * V[j1][j0];
      return i0 === i1 ? off - mean * s.z[i0][j1] + inner(s.f[i0], yOf(s, j1), s.h[j0]) : off;
    }),
  );
}

export interface Tuple {
  readonly i0: number;
  readonly j0: number;
  readonly i1: number;
  readonly j1: number;
  readonly i2: number;
  readonly j2: number;
}
export type Formula = (s: State, t: Tuple) => number;

/** All index tuples of a case. */
export const tuples = (keep: (t: Tuple) => boolean): Tuple[] =>
  range
    .flatMap((i0) => range.flatMap((j0) => range.flatMap((i1) => range.map((j1) => ({ i0, j0, i1, j1 })))))
    .flatMap((t) => range.flatMap((i2) => range.map((j2) => ({ ...t, i2, j2 }))))
    .filter(keep);
export const case1 = tuples((t) => t.i1 === t.i0 && t.i2 === t.i0);
export const case2 = tuples((t) => t.i1 === t.i0 && t.i2 !== t.i0);
export const case4 = tuples((t) => t.i1 !== t.i0 && t.i2 === t.i1);
export const case5 = tuples((t) => t.i1 !== t.i0 && t.i2 !== t.i0 && t.i1 !== t.i2);

const name = (all: readonly Tuple[]) => (k: number) =>
  `(i0, j0, i1, j1, i2, j2) = (${[all[k].i0, all[k].j0, all[k].i1, all[k].j1, all[k].i2, all[k].j2].map((v) => v + 1).join(", ")})`;

/** A printed and a corrected derivative of a target along x_{i2,j2}, at all index tuples of a case. */
export const everywhere = (all: readonly Tuple[], target: Formula, printed: Formula, correct: Formula): Values => ({
  kind: "values",
  printed: all.map((t) => printed(now, t)),
  correct: all.map((t) => correct(now, t)),
  truth: all.map((t) => derivative((s) => target(s, t), t.i2, t.j2)),
  entry: name(all),
});

/** The same for second derivatives of c_{i0,j0}. */
export const curvature = (all: readonly Tuple[], printed: Formula, correct: Formula): Values => ({
  kind: "values",
  printed: all.map((t) => printed(now, t)),
  correct: all.map((t) => correct(now, t)),
  truth: all.map((t) => curvatures()[3 * t.i0 + t.j0][3 * t.i1 + t.j1][3 * t.i2 + t.j2]),
  entry: name(all),
});
export const add =
  (...all: Formula[]): Formula =>
  (s, t) =>
    all.reduce((u, f) => u + f(s, t), 0);

/** A d x d matrix form against the entries (j1, j2) of a scalar formula. */
export type Block = (s: State, i0: number, j0: number, i2: number) => number[][];
