import {
  attentionInversion,
  coshRegression,
  type Dense,
  dense,
  expRegression,
  leverageGradientInversion,
  leverageInversion,
  sinhRegression,
} from "subnewton";
import { describe, expect, it } from "vitest";
import { eigenvalues, type Matrix } from "./arithmetic.js";
import { B, V, vec, W, X } from "./attention/model.js";
import { papers } from "./document.js";
import { flat, type Values } from "./erratum.js";
import { A, c, tau, x as zero } from "./leverage/hand.js";

type Read = ArrayLike<number>;
const rows = ({ rows: n, columns: d, data }: Dense): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from(data.subarray(i * d, (i + 1) * d)));
const entries = (M: Dense): Read => M.data;
const matrix = (M: Matrix): Dense => dense(M.map((row) => [...row]));

const one = (b: number, a = 1) => ({ A: dense([[a]]), b: [b] });
const pair = {
  A: matrix([
    [1, 0.5],
    [-0.3, 1],
  ]),
  b: [1, 2],
  w: [0.5, 1],
};
const at = [0.5, 0.2];
const scores = leverageInversion({ A: matrix(A), b: [-1, -1, -2], tau });
const inversion = leverageGradientInversion({ A: matrix(A), b: [-1, -1, -2], tau, c });
const transformer = attentionInversion({ W: matrix(W), V: matrix(V), B: matrix(B), convention: "column" });
const J = rows(scores.jacobian(zero));

/** Erratum and what the package's own function says: the corrected numbers of the row. */
const values: [string, () => Read][] = [
  ["E2", () => eigenvalues(rows(expRegression(pair).hessian(at)))],
  ["E3", () => expRegression(pair).gradient(at)],
  ["E6", () => [0.5, 0].map((x) => coshRegression(one(1)).hessian([x]).data[0])],
  ["E7", () => entries(sinhRegression(one(1)).hessian([0.5]))],
  ["E8", () => sinhRegression(pair).gradient(at)],
  ["E9", () => [expRegression({ ...one(1), w: Math.SQRT1_2 }).hessian([0]).data[0] - 0.5]],
  ["E10", () => entries(coshRegression(one(2)).hessian([0.5]))],
  ["E21", () => expRegression({ ...one(1), w: 1 }).gradient([0])],
  ["L1", () => [scores.value(zero)]],
  ["L3", () => [0, 1, 2].flatMap(() => Array.from(scores.gradient(zero)))],
  ["L5", () => J.map((row) => row[0])],
  ["L7", () => J.map((row) => row[0])],
  ["L14(Jacobian)", () => entries(scores.hessian(zero))],
  ["L14(gradient)", () => inversion.gradient(zero)],
  ["A1(A.17)", () => transformer.gradient(vec(X))],
  ["A1(E.1)", () => entries(transformer.hessian(vec(X)))],
  ["A-Hessian", () => entries(transformer.hessian(vec(X)))],
];
/** The measured quantity of a bound. */
const quantities: [string, () => number][] = [
  ["E5", () => expRegression(one(2)).hessian([Math.log(0.5)]).data[0]],
  ["E12", () => expRegression({ ...one(2, 0.1), w: Math.sqrt(3) }).hessian([10 * Math.log(0.5)]).data[0]],
  ["L21", () => Math.hypot(...scores.predict(zero))],
  ["L27", () => eigenvalues(rows(inversion.hessian(zero)))[0]],
  ["A17(H.2)", () => eigenvalues(rows(transformer.hessian(vec(X))))[0]],
];

const evidence = (id: string) => {
  const row = papers.flatMap((paper) => paper.rows).find((r) => r.id === id);
  if (!row?.show) throw new Error(`no evidence for ${id}`);
  return row.show();
};

describe("the package computes the corrected formula:", () => {
  it.each(values)("%s", (id, compute) => {
    const expected = flat((evidence(id) as Values).correct);
    const found = Array.from(compute());
    expect(found.length).toBe(expected.length);
    expected.forEach((v, k) => {
      expect(Math.abs(found[k] - v)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(v)));
    });
  });

  it.each(quantities)("%s", (id, compute) => {
    const row = evidence(id);
    if (row.kind === "values") throw new Error(`${id} is no bound`);
    expect(compute()).toBeCloseTo(row.quantity, 8);
  });
});
