import { asymmetry, column, diag, frobenius, multiple, outer, product, sum, times, transpose } from "../arithmetic.js";
import { hessianOf, jacobianOf } from "../differences.js";
import type { Evidence } from "../erratum.js";
import {
  case1,
  case2,
  case4,
  curvature,
  everywhere,
  type Formula,
  loss,
  now,
  range,
  residual,
  type State,
  type Tuple,
  V,
  vec,
  W,
  X,
} from "./model.js";

/** Which terms to write as printed; all others are as corrected. */
type Slips = readonly string[];
const Wt = transpose(W);
const term = (t: number, ...parts: number[][][]): number[][] => multiple(t, sum(...parts));
const both = (a: number[], b: number[]): number[][] => sum(outer(a, b), outer(b, a));

/** Case 1, Definition D.6: terms B_1 .. B_21 of c_{i0,j0}. */
export function block1(s: State, i: number, j: number, slips: Slips = []): number[][] {
  const [w, z, v, y, S] = [s.w[i], s.z[i], column(V, j), s.y[i], s.s[i][j]];
  const [f, h] = [s.f[i][i], s.h[j][i]];
  const Y = s.y;
  const fh = times(s.f[i], s.h[j]);
  const T = product(transpose(Y), transpose([fh])).flat();
  const ww = outer(w, w);
  const zz = outer(z, z);
  const D20 = product(transpose(Y), diag(fh), slips.includes("B20") ? transpose(s.X) : Y);
  return sum(
    term(2 * S * f * f, ww),
    term(2 * f * S, both(w, z)),
    term(-2 * f * f * h, ww),
    term(-f, both(T, w)),
    term(-f * f, both(w, v)),
    term(-S * f, ww),
    term(-S * f, both(w, y)),
    slips.includes("B8") ? term(S * f, sum(Wt, multiple(-1, W))) : term(-S * f, W, Wt),
    term(S, zz),
    term(-f * h, both(z, w)),
    term(-1, both(z, T)),
    term(-f, outer(z, v), multiple(slips.includes("B12") ? -1 : 1, outer(v, z))),
    term(slips.includes("B13") ? S * f : S, zz),
    term(-S, product(transpose(Y), diag(s.f[i]), Y)),
    term(f * h, ww),
    term(f * h, both(w, y)),
    term(f, both(w, v)),
    term(f * (slips.includes("B19") ? s.h[i][i] : h), W, Wt),
    D20,
    term(f, both(y, v)),
  );
}

/** Case 2, Definition D.8: terms J_1 .. J_15. */
export function block2(s: State, i: number, j: number, k: number, slips: Slips = []): number[][] {
  const [w, z, v, S] = [s.w[i], s.z[i], column(V, j), s.s[i][j]];
  const [fi, f, h] = [s.f[i][i], s.f[i][k], s.h[j][k]];
  const T = product(transpose(s.y), transpose([times(s.f[i], s.h[j])])).flat();
  const ww = outer(w, w);
  let J8 = term(-S * f, outer(s.y[k], w));
  if (slips.includes("E8")) J8 = term(-S * fi, outer(s.y[i], w));
  if (slips.includes("J8")) J8 = term(-S * fi, ww);
  return sum(
    term(2 * S * f * fi, ww),
    term((slips.includes("E2") ? -2 : -1) * f * h * fi, ww),
    term(-f * fi, outer(w, v)),
    term(S * f, outer(z, w)),
    term(-f * h, outer(z, w)),
    term(-f, outer(z, v)),
    term(S * (slips.includes("E7") ? fi : f), outer(z, w)),
    J8,
    term(-S * (slips.includes("E9") ? fi : f), Wt),
    term(-fi * f * s.h[j][i], ww),
    term(-f, outer(T, w)),
    term(f * h, outer(s.y[k], w)),
    term(f * h, Wt),
    term(f, outer(s.y[k], v)),
    term(-fi * f, outer(v, w)),
  );
}

/** Case 4, Definition D.11: terms K_1 .. K_6. */
export function block4(s: State, i: number, j: number, k: number, slips: Slips = []): number[][] {
  const [w, v, S, f, h] = [s.w[i], column(V, j), s.s[i][j], s.f[i][k], s.h[j][k]];
  const ww = outer(w, w);
  return sum(
    term(2 * S * f * f - (slips.includes("K2") ? 1 : 2) * f * f * h - S * f + f * h, ww),
    term(f - f * f, both(w, v)),
  );
}

/** Case 5, Definition D.13: terms N_1 .. N_3. */
export function block5(s: State, i: number, j: number, k: number, l: number): number[][] {
  const [w, v, ff] = [s.w[i], column(V, j), s.f[i][k] * s.f[i][l]];
  return sum(term(ff * (2 * s.s[i][j] - s.h[j][k] - s.h[j][l]), outer(w, w)), term(-ff, both(w, v)));
}

const entry =
  (block: (s: State, t: Tuple) => number[][]): Formula =>
  (s, t) =>
    block(s, t)[t.j1][t.j2];
const first = (...slips: string[]): Formula => entry((s, t) => block1(s, t.i0, t.j0, slips));
const second = (...slips: string[]): Formula => entry((s, t) => block2(s, t.i0, t.j0, t.i2, slips));
const fourth = (...slips: string[]): Formula => entry((s, t) => block4(s, t.i0, t.j0, t.i1, slips));

/** The Hessian of c_{i0,j0} from its blocks; `transposed` is Case 3 as corrected. */
export function assembled(i: number, j: number, slips: Slips, transposed: boolean): number[][] {
  const block = (k: number, l: number): number[][] => {
    if (k === i && l === i) return block1(now, i, j, slips);
    if (k === i) return block2(now, i, j, l, slips);
    if (l === i) {
      const mirrored = block2(now, i, j, k, slips);
      return transposed ? transpose(mirrored) : mirrored;
    }
    return k === l ? block4(now, i, j, k, slips) : block5(now, i, j, k, l);
  };
  return range.flatMap((k) => range.map((a) => range.flatMap((l) => block(k, l)[a])));
}
const printedSlips = ["B8", "B12", "B13", "B19", "B20", "E2", "E7", "J8", "E9", "K2"];

/** 2 sum (grad c grad c' + c Hess c) */
function lossHessian(slips: Slips, transposed: boolean): number[][] {
  const J = jacobianOf(residual, vec(X));
  const c = residual(vec(X));
  const parts = range.flatMap((i) =>
    range.map((j) =>
      sum(outer(J[3 * i + j], J[3 * i + j]), multiple(c[3 * i + j], assembled(i, j, slips, transposed))),
    ),
  );
  return multiple(2, sum(...parts));
}
const place = (k: number): string => `entry (${Math.floor(k / 9) + 1}, ${(k % 9) + 1}) of 9 x 9`;

export const blocks: Record<string, () => Evidence> = {
  "A8(D13)": () => curvature(case1, first("B13"), first()),
  "A8(D19)": () => curvature(case1, first("B19"), first()),
  "A8(D)": () => curvature(case1, first("B13", "B19"), first()),
  "A8(E2)": () => curvature(case2, second("E2"), second()),
  "A8(E7)": () => curvature(case2, second("E7"), second()),
  "A8(E8)": () => curvature(case2, second("E8"), second()),
  "A8(E9)": () => curvature(case2, second("E9"), second()),
  "A8(E)": () => curvature(case2, second("E2", "E7", "E8", "E9"), second()),
  A11: () => curvature(case4, fourth("K2"), fourth()),
  "A12(B8)": () => curvature(case1, first("B8"), first()),
  "A12(B12)": () => curvature(case1, first("B12"), first()),
  "A12(B20)": () => curvature(case1, first("B20"), first()),
  // the term D_18 itself, whose truth is its scalar form in Lemma B.15
  "A12(B18)": () => {
    const scalar: Formula = (s, t) =>
      s.f[t.i0][t.i0] * (V[t.j2][t.j0] * s.w[t.i0][t.j1] + V[t.j1][t.j0] * s.w[t.i0][t.j2]);
    const at = everywhere(
      case1,
      scalar,
      (s, t) => s.f[t.i0][t.i0] * (s.w[t.i0][t.j1] * V[t.j2][t.j2] + V[t.j2][t.j1] * s.w[t.i0][t.j2]),
      entry((s, t) => term(s.f[t.i0][t.i0], both(s.w[t.i0], column(V, t.j0)))),
    );
    return { ...at, truth: case1.map((t) => scalar(now, t)) };
  },
  "A13(J8)": () => curvature(case2, second("J8"), second()),
  "A13(J)": () => curvature(case2, second("E2", "E7", "J8", "E9"), second()),
  A14: () => ({
    kind: "values",
    printed: assembled(0, 0, [], false),
    correct: assembled(0, 0, [], true),
    truth: jacobianOf((v) => jacobianOf((u) => [residual(u)[0]], v)[0], vec(X)),
    entry: place,
    also: {
      "|H - H'|_F printed": asymmetry(assembled(0, 0, [], false)),
      "|H - H'|_F corrected": asymmetry(assembled(0, 0, [], true)),
    },
  }),
  "A-Hessian": () => {
    const [printed, correct] = [lossHessian(printedSlips, false), lossHessian([], true)];
    return {
      kind: "values",
      printed,
      correct,
      truth: hessianOf(loss, vec(X)),
      entry: place,
      also: {
        "|H_printed - H|_F/|H|_F": frobenius(sum(printed, multiple(-1, correct))) / frobenius(correct),
        "|H_printed - H_printed'|_F/|H_printed|_F": asymmetry(printed) / frobenius(printed),
      },
    };
  },
};
