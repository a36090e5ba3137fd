import { attentionInversion, dense, leverageInversion, solve, twoLayerRegression } from "subnewton";
import { describe, expect, it } from "vitest";
import { drive } from "../../src/solver/driver.js";
import { checkOptions } from "../../src/solver/options.js";
import { PAUSE } from "../../src/wasm/pace.js";
import { draws } from "./support.js";

/** A signal that is found to have fired when it is looked at for the k-th time. */
function firing(k: number) {
  let reads = 0;
  const signal = {
    get aborted() {
      return ++reads >= k;
    },
  };
  return { signal: signal as AbortSignal, reads: () => reads };
}

const { normal, uniform } = draws(3);
const matrix = (rows: number, columns: number, size = 1) =>
  dense({ rows, columns, data: Float64Array.from({ length: rows * columns }, () => size * normal()) });

describe("an abort at a pause", () => {
  it("two-layer: the gradient and the kinks are those of x, not of the step that was cut short", () => {
    const [n, d, m] = [1500, 40, 200];
    const [A1, A2] = [matrix(n, d), matrix(m, n)];
    const problem = twoLayerRegression({ A1, A2, b: Array.from({ length: m }, uniform), w: 0.3 });
    // From x = 0, which lies on every kink.
    for (let k = 2; k <= 9; k++) {
      const { x, gradient, status, certificate } = solve(problem, { signal: firing(k).signal });
      expect(status).toBe("aborted");
      for (const i of certificate.kinks!.rows) {
        const u = x.reduce((sum, xj, j) => sum + A1.data[i * d + j] * xj, 0);
        expect(Math.abs(u)).toBeLessThan(1e-10);
      }
      if (certificate.kinks!.rows.length > 0) continue;
      const exact = problem.gradient(x);
      const largest = Math.max(...exact.map(Math.abs));
      gradient.forEach((g, j) => {
        expect(Math.abs(g - exact[j])).toBeLessThanOrEqual(1e-9 * largest);
      });
    }
  });

  it("attention: a start in the normal form ends at a point of F on its way", () => {
    const [n, d] = [24, 16];
    const problem = attentionInversion({ W: matrix(d, d, 0.2), V: matrix(d, d, 0.2), B: matrix(n, d) });
    const { x, value, status } = solve(problem, { signal: firing(4).signal });
    expect(status).toBe("aborted");
    expect(x.some((v) => v !== 0)).toBe(true);
    expect(value).toBe(problem.value(x));
  });

  it("leverage: the signal is looked at while the first start is still sought", () => {
    const [n, d] = [60000, 6];
    const A = matrix(n, d);
    const b = Array.from({ length: n }, normal);
    const tau = leverageInversion({ A, b, tau: b }).predict(Array.from({ length: d }, normal));
    const { signal, reads } = firing(1);
    const steps = drive(leverageInversion({ A, b, tau }), checkOptions(d, { signal }, ["gaussNewton"]));
    expect(steps.next().value).toBe(PAUSE);
    steps.next();
    expect(reads()).toBe(1);
  });
});
