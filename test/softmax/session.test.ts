import { describe, expect, it } from "vitest";
import { dense } from "../../src/index.js";
import { OPEN } from "../../src/problem/problem.js";
import { softmaxRegression } from "../../src/problem/softmax/softmaxRegression.js";
import { drain } from "../../src/wasm/pace.js";
import { PANEL } from "../../src/wasm/panel.js";
import { reals, seeded } from "../kernels/support/seeded.js";

const [n, d, ridge] = [11, 3, 0.2];

/** A point with curvatures of both signs, the textbook's sums over rows there, and an open session. */
function instance(w: number, offset: number) {
  const random = seeded(9);
  const rows = Array.from({ length: n }, () => [...reals(random, d)].map((v, j) => v / 80 + (j === 1 ? offset : 0)));
  const b = [...reals(random, n)].map((v) => Math.abs(v) / 300);
  const x = [...reals(random, d)].map((v) => v / 200);
  const problem = softmaxRegression({ A: dense(rows), b, w, ridge });
  const f = problem.predict(x);
  const mean = x.map((_, j) => rows.reduce((sum, a, i) => sum + f[i] * a[j], 0));
  const t = f.reduce((sum, v, i) => sum + v * (v - b[i]), 0);
  const p = f.map((v, i) => v * (2 * v - b[i] - t));
  const { session, parts } = problem[OPEN].open((arena) => ({
    H: arena.f64(d * d),
    weights: arena.f64(n),
    out: arena.f64(n),
    list: arena.i32(n),
    kept: arena.f64(n),
    panel: arena.f64(d * PANEL),
    v: arena.f64(d),
    hv: arena.f64(d),
  }));
  session.x.data.set(x);
  drain(session.linearize(session.x));
  /** sum of q_i (a_i - mu)(a_i - mu)' + w_i^2 a_i a_i', entry j, k */
  const matrix = (q: (i: number) => number, regular: number): number[] =>
    Array.from({ length: d * d }, (_, at) => {
      const [j, k] = [Math.floor(at / d), at % d];
      return rows.reduce((sum, a, i) => sum + q(i) * (a[j] - mean[j]) * (a[k] - mean[k]) + regular * a[j] * a[k], 0);
    });
  const largest = [...f.keys()].reduce((most, i) => (f[i] > f[most] ? i : most), 0);
  return { rows, mean, p, session, parts, matrix, largest, form: session.rowForm!, w2: w * w };
}

function close(got: ArrayLike<number>, want: readonly number[], upper = false): void {
  const size = want.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  for (const [k, v] of want.entries()) {
    if (upper && k % d < Math.floor(k / d)) continue;
    expect(Math.abs(got[k] - v), `entry ${k}`).toBeLessThanOrEqual(1e-10 * size);
  }
}

const withRidge = (M: readonly number[]): number[] => M.map((v, at) => v + (at % (d + 1) === 0 ? ridge : 0));

describe.each([
  [0, 0],
  [0, 40],
  [0.02, 0],
  [0.02, 40],
])("w = %d, a column offset by %d", (w, offset) => {
  const { rows, mean, p, session, parts, matrix, largest, form, w2 } = instance(w, offset);
  const { H, weights, out, list, kept, panel, v, hv } = parts;
  const times = (M: readonly number[]): number[] =>
    [0, 1, 2].map((j) => [0, 1, 2].reduce((sum, k) => sum + M[j * d + k] * v.data[k], 0));

  it("has curvatures of both signs", () => {
    expect(p.some((q) => q < 0)).toBe(true);
    expect(p.some((q) => q > 0)).toBe(true);
  });

  it("hessian is form (a), majorant adds twice its negative part", () => {
    const { negativeRows } = drain(session.hessian(H));
    expect(negativeRows).toBe(p.filter((q) => q < 0).length);
    close(H.data, withRidge(matrix((i) => p[i], w2)), true);
    expect(session.majorant(H)).toBe(true);
    close(H.data, withRidge(matrix((i) => Math.abs(p[i]), w2)), true);
  });

  it("products with the Hessian and with the majorant", () => {
    v.data.set([1, -2, 0.5]);
    drain(form.weights(weights));
    drain(form.product(v, hv, out));
    close(hv.data, times(withRidge(matrix((i) => p[i], w2))));
    close(out.data, [...rows.map((a) => a.reduce((sum, e, j) => sum + (e - (j === 1 ? shift() : 0)) * v.data[j], 0))]);
    drain(form.product(v, hv, out, weights));
    close(hv.data, times(withRidge(matrix((i) => Math.abs(p[i]), w2))));
  });

  /** What the session subtracts from the offset column: A p may leave it out, as it is the same for all rows. */
  function shift(): number {
    const column = rows.map((a) => a[1]);
    const [low, high] = [Math.min(...column), Math.max(...column)];
    return low > 0 && high / low <= 2 ? low + (high - low) / 2 : 0;
  }

  it("a sample of rows is the sum over them of centred squares, the largest share's own always in it", () => {
    drain(form.weights(weights));
    const chosen = [...rows.keys()].filter((i) => i % 3 !== 1);
    list.data.set(chosen);
    chosen.forEach((i, k) => {
      kept.data[k] = 2 * weights.data[i];
    });
    H.data.fill(0);
    form.A.gramSample(list, kept, H, 0, chosen.length);
    const factor = (i: number): number => (chosen.includes(i) ? 2 : 0);
    const curved = matrix((i) => (i === largest ? 1 : factor(i)) * Math.abs(p[i]), 0);
    const regular = curved.map((_, at) => {
      const [j, k] = [Math.floor(at / d), at % d];
      return rows.reduce((sum, a, i) => sum + factor(i) * w2 * a[j] * a[k], 0);
    });
    close(
      H.data,
      curved.map((e, at) => e + regular[at]),
      true,
    );
  });

  it("the diagonal is the majorant's, without the ridge", () => {
    drain(form.weights(weights));
    hv.data.fill(0);
    form.A.diagonal(weights, hv);
    const whole = matrix((i) => Math.abs(p[i]), w2);
    close(
      hv.data,
      [0, 1, 2].map((j) => whole[j * (d + 1)]),
    );
  });

  it("projected norms are those of the centred rows, for the majorant and for the part turned round", () => {
    panel.data.set(reals(seeded(4), d * PANEL));
    const norm = (a: readonly number[]): number =>
      Array.from({ length: PANEL }, (_, c) => a.reduce((sum, e, j) => sum + e * panel.data[j * PANEL + c], 0)).reduce(
        (sum, e) => sum + e * e,
        0,
      );
    const centred = rows.map((a) => norm(a.map((e, j) => e - mean[j])));
    const curved = (i: number): number => (i === largest ? 0 : Math.abs(p[i]));
    drain(form.weights(weights));
    out.data.fill(0);
    form.A.projectedNormsAdd(weights, panel, out);
    close(
      out.data,
      rows.map((a, i) => curved(i) * centred[i] + w2 * norm(a)),
    );
    drain(form.negativeWeights(weights));
    out.data.fill(0);
    form.A.projectedNormsAdd(weights, panel, out, 0, 5);
    form.A.projectedNormsAdd(weights, panel, out, 5, n);
    close(
      out.data,
      rows.map((_, i) => (i === largest ? 0 : Math.max(-p[i], 0)) * centred[i]),
    );
  });
});
